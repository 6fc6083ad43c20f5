"""The sample archive: some 1,300 invented proposals of the invented city 江州市, with replies and labelled duplicates.

topics_*.toml ── scene, phrases, ledger ──▶ texts (plans, duplicates) ──▶ records (fields, replies)
              ── labels ──▶ writing: pages, tables, CSV, JSON lines

The labels that the written files use are listed in :mod:`corpus.sample.labels`.
"""

from __future__ import annotations

from pathlib import Path

from corpus.model import Proposal
from corpus.sample import plans as _plans
from corpus.sample import records as _records
from corpus.sample import writing as _writing
from corpus.sample.duplicates import LabelledPair, SampleKey

__all__ = [
    "LabelledPair",
    "SampleKey",
    "sample_duplicates",
    "sample_records",
    "sample_topics",
    "write_sample",
]


def sample_records() -> tuple[Proposal, ...]:
    """Return every record of the sample as its file says it, in the order of filing; ids and sources are empty."""
    return _records.all_records()


def write_sample(directory: Path) -> tuple[Path, ...]:
    """Write the sample's files and a README.txt below the directory; return the record files, in order.

    The bytes are the same on every run. Raises OSError where the directory cannot be written.
    """
    return _writing.write_sample(directory)


def sample_duplicates() -> tuple[LabelledPair, ...]:
    """Return the labelled pairs: no other two records share a passage of 24 characters that is no formula.

    Pairs outside this list may still be about the same topic: see :func:`sample_topics`.
    """
    return _plans.pairs()


def sample_topics() -> dict[SampleKey, str]:
    """Return what each record is about, by its key; records of one topic raise the same question independently."""
    return _records.topic_keys()
