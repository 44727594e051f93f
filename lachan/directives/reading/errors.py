"""The one error a caller of the reader has to expect."""


class UnreadableLetter(Exception):
    """The file cannot be read as a letter; the message is Vietnamese and may be shown as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
