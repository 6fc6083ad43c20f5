"""The records of a run, twice: as they are exported (for us), and flat, as a search server is usually fed (for peers).

A flat record is one JSON line: ``_key``, six texts under the names of ``indexer.TEXT_FIELDS`` (parts joined by line
breaks), and a list of values under the name of each of ``indexer.FACETS``. Its texts are in Simplified characters
already: we take 溼 and 湿 for one, no peer does by itself. Writing them is not timed for anybody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import opencc

from benchmarks.speed.generate import proposal
from corpus import Proposal, to_json
from indexer import FACETS, TEXT_FIELDS

__all__ = ["Records", "flat_record", "write_records"]

_PER_FILE = 500


class _Simplified(dict[int, str]):
    """Code point → the Simplified character, one at a time, worked out when first met."""

    def __init__(self) -> None:
        super().__init__()
        self._converter = opencc.OpenCC("t2s")

    def __missing__(self, code: int) -> str:
        self[code] = str(self._converter.convert(chr(code)))
        return self[code]


_SIMPLIFIED = _Simplified()


@dataclass(frozen=True, slots=True)
class Records:
    """Where the records of a run are.

    Attributes:
        exported: a directory of JSON lines as ``tian export`` writes them.
        flat: a directory of the same records, flat.
    """

    directory: Path
    documents: int

    @property
    def exported(self) -> Path:
        """What we import."""
        return self.directory / "exported"

    @property
    def flat(self) -> Path:
        """What peers load."""
        return self.directory / "flat"

    def text_bytes(self) -> int:
        """Return the bytes of the exported files."""
        return sum(path.stat().st_size for path in self.exported.iterdir())

    def lines(self, most: int | None = None) -> Iterator[str]:
        """Yield flat records as JSON text, the first ``most`` of them if given."""
        given = 0
        for path in sorted(self.flat.iterdir()):
            for line in path.read_text(encoding="utf-8").splitlines():
                if given == most:
                    return
                given += 1
                yield line

    def rows(self, most: int | None = None) -> Iterator[dict[str, Any]]:
        """Yield flat records as objects."""
        return map(json.loads, self.lines(most))


def flat_record(record: Proposal) -> dict[str, Any]:
    """Return what peers are told of a proposal.

    >>> flat = flat_record(Proposal("关于停車", text="小区停车难。", category="城建"))
    >>> flat["title"], flat["content"], flat["category"], flat["session"]
    ('关于停车', '小区停车难。', ['城建'], [])
    """
    flat: dict[str, Any] = {"_key": record.id}
    flat |= {field.name: "\n".join(field.texts(record)).translate(_SIMPLIFIED) for field in TEXT_FIELDS}
    flat |= {facet.name: list(facet.values(record)) for facet in FACETS}
    return flat


def write_records(directory: Path, documents: int, workers: int) -> Records:
    """Generate so many proposals and write them below a directory, in both forms."""
    records = Records(directory, documents)
    for each in (records.exported, records.flat):
        each.mkdir(parents=True)
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(_write, repeat(records), range(0, documents, _PER_FILE)))
    return records


def _write(records: Records, start: int) -> None:
    proposals = [proposal(number) for number in range(start, min(start + _PER_FILE, records.documents))]
    for folder, form in ((records.exported, to_json), (records.flat, flat_record)):
        lines = (json.dumps(form(each), ensure_ascii=False) for each in proposals)
        (folder / f"{start:09}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
