"""The sample archive: some 1,300 invented proposals of the invented city 江州市, with replies and labelled duplicates.

material/*.toml ── scene, phrases, drafts ──▶ texts (proposals, duplicates) ──▶ records (calendar, replies)
                ── labels ──▶ writing: pages, tables, CSV, JSON lines

A package of its own, so that no server loads it; ``tian sample`` is its command. The labels that the written files use
are listed in :mod:`sample_archive.labels`.
"""

from sample_archive.duplicates import LabelledPair, SampleKey, sample_duplicates
from sample_archive.records import sample_records, sample_topics
from sample_archive.writing import write_sample

__all__ = [
    "LabelledPair",
    "SampleKey",
    "sample_duplicates",
    "sample_records",
    "sample_topics",
    "write_sample",
]
