"""Everything that can go wrong while proposals are indexed or searched.

IndexerError
├── SettingsError        an option or the home directory is wrong
├── IndexMissing         there is no index yet
├── IndexOutdated        the index was built by another version and must be built again
├── IndexDamaged         the index's files are not what was written
├── IndexBusy            another process is building or updating
├── BuildFailed          an index could not be written: a full or failing disk, too little memory
├── IndexUnavailable     the cluster that holds the index does not answer, or not in full
├── CursorInvalid        a cursor that no answer gave, or that belongs to another search
├── CursorOutdated       the index has changed since the cursor was given
└── NotAllowed           whoever asks may not do this

Every message is Chinese and says what to do next.
"""


class IndexerError(Exception):
    """Root of every error the indexer package raises on purpose."""


class SettingsError(IndexerError):
    """An option, or the home directory, cannot be used; the message says which and why."""


class IndexMissing(IndexerError):
    """No index has been built in this home directory yet."""


class IndexOutdated(IndexerError):
    """The live index does not fit this version of the program."""


class IndexDamaged(IndexerError):
    """The index's files were changed or cut short; only building again helps."""


class IndexUnavailable(IndexerError):
    """The cluster that holds the index cannot answer in full right now; no part of an answer is given."""


class IndexBusy(IndexerError):
    """Another process holds the index's writing lock."""


class BuildFailed(IndexerError):
    """The system refused to write an index's files, or ended a worker process; the live index is as it was."""


class CursorInvalid(IndexerError):
    """What was given as a cursor is none, was changed, or belongs to another search."""


class CursorOutdated(IndexerError):
    """The index has changed since the cursor was given; the search has to begin again."""


class NotAllowed(IndexerError):
    """The reader's rights do not go so far; the message says who may."""
