"""How much of anything is read, and why; beyond it a reject says so."""

from __future__ import annotations

__all__ = [
    "MAX_DOCUMENT",
    "MAX_FILE",
    "MAX_LINE",
    "MAX_RECORD_LINES",
    "MAX_UNPACKED",
    "MAX_UNPACKED_RATIO",
    "megabytes",
]

#: A file is held in memory while it is read; a province's yearly export is below a tenth of this.
MAX_FILE = 512 * 1024 * 1024
#: A page, a document or a JSON value is parsed into a tree of about ten times its size. The whole of the
#: reference councils' bills (3,452 records) is 3.4 MB.
MAX_DOCUMENT = 64 * 1024 * 1024
#: The longest real proposals have about 20,000 characters; a line of 8 MB is a broken export, not a record.
MAX_LINE = 8 * 1024 * 1024
#: Physical lines a quoted CSV record may span before its opening quote is taken for a stray one.
MAX_RECORD_LINES = 20_000
#: What the members of an office document may unpack to, all together.
MAX_UNPACKED = 512 * 1024 * 1024
#: Office XML packs to about a tenth, repetitive sheets to a fiftieth; deflate's worst case is 1032.
MAX_UNPACKED_RATIO = 200


def megabytes(size: int) -> str:
    """Return a size for a message.

    >>> megabytes(MAX_LINE)
    '8 MB'
    """
    return f"{size / 1024 / 1024:.0f} MB"
