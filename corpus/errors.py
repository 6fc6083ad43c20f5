"""Everything that can go wrong while a proposal is read or kept.

CorpusError
├── ReadError            a file, or a place in it, cannot be read as proposals
├── ProfileError         a source profile (TOML) is wrong
├── UnitsError           the authority file of units (TOML) is wrong
└── ArchiveError         the archive cannot be opened or written
    └── ArchiveUnreachable   its server cannot be reached, or was lost on the way

Every message is Chinese, names the place, and says what to do next.
"""


class CorpusError(Exception):
    """Root of every error the corpus package raises on purpose."""


class ReadError(CorpusError):
    """A file, or one place in it, is not readable as proposals.

    Attributes:
        place: where in the file (``第 12 行``, ``工作表 Sheet1 第 3 行``), or ``""`` for the whole file.
        reason: what is wrong and what to do, in Chinese, without the file's name.
    """

    def __init__(self, reason: str, *, place: str = "") -> None:
        super().__init__(f"{place}：{reason}" if place else reason)
        self.place = place
        self.reason = reason


class ProfileError(CorpusError):
    """A source profile is not valid; the message names the file, the key and the fix."""


class ArchiveError(CorpusError):
    """The archive cannot be opened, read or written; the message says why and what to do."""


class ArchiveUnreachable(ArchiveError):
    """The archive's database server cannot be reached, or was lost on the way; trying again may help."""


class UnitsError(CorpusError):
    """The authority file of units is not valid; the message names the file, the entry and the fix."""
