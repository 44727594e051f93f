"""Reads a directive (.docx, .pdf, .txt) into the fields and orders of the letter contract.

`read_file` and `read_bytes` give the contract's dict; `read_letter`, `letter_of` and `letter_of_text` give
the same as dataclasses with spans into `Letter.text`, for a screen that shows the text beside the reading.

Conventions where the contract leaves room:

- A subject nobody names is `{name: None, role: "all"}`. A preamble that tells its addressees to carry out "the
  following tasks" names nobody; one that ends with whom it asks ("… đề nghị Trung tâm Y tế các huyện:") names them.
- A heading that only names ("Giao Sở Y tế:") hands its leads down; below "X chỉ đạo:" only X is a lead. A heading
  "X chủ trì, phối hợp với Y:" hands both down. A heading that names a matter ("2. Về xét nghiệm:") orders nothing.
- A comrade and the office held are one lead, as printed ("đồng chí A, Giám đốc Sở Y tế"); a person named in
  brackets as the one who acts directly is a further lead, by the bare name.
- "các huyện ủy, thị ủy" is one group, as "các sở, ban, ngành" is. Bullets of any sign count as dashes, "+" by itself.
- "trước ngày D", "chậm nhất ngày D" and "đến hết ngày D" are due on D, as a bare date; an hour, or the end
  of "buổi sáng" (12:00), "chiều" (17:00), "tối" (22:00), makes it a local date-time.
- Terms counted from signing or from a printed day are dated; from receipt, or from anything else, they are vague.
- The issuer is the organ that signs, with the place of the organ above it where its name alone would fit
  many ("Sở Y tế tỉnh Cà Mau"). The subject comes without "V/v" or "Về việc".
- Addressees and recipients stay as printed, purposes in brackets included, without closing punctuation.
- Legal grounds ("Căn cứ …") are cited, not implemented. A cited document keeps its printed type
  ("văn bản"), else the one its symbol tells.
- Unnumbered paragraphs inside a section headed in capitals are "p1", "p2" under that section's label.
"""

from .doubts import is_group
from .errors import UnreadableLetter
from .extract import SUPPORTED, text_of
from .reader import letter_of, letter_of_text, read_bytes, read_file, read_letter
from .types import Deadline, Header, Letter, Order, Reference, Signer, Span, Subject

__all__ = [
    "SUPPORTED",
    "Deadline",
    "Header",
    "Letter",
    "Order",
    "Reference",
    "Signer",
    "Span",
    "Subject",
    "UnreadableLetter",
    "is_group",
    "letter_of",
    "letter_of_text",
    "read_bytes",
    "read_file",
    "read_letter",
    "text_of",
]
