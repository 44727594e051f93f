from tests.desk.conftest import log_in, morning, the_case

__all__ = ["log_in", "morning", "the_case"]
