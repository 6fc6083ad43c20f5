"""One system over one archive, in a process of its own."""

from __future__ import annotations

import time
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.duplicates.speed.figures import Figures
from benchmarks.duplicates.speed.systems import OURS, SYSTEMS, System, Tian
from benchmarks.duplicates.speed.texts import new_texts

__all__ = ["measured"]

#: New texts that are checked one by one; those before are for warming up.
_ASKED, _WARMING = 24, 4
#: Archived texts from which the cost of all is estimated, for systems that take them one by one.
_SOME = 200


def measured(
    system: str,
    archive: Path,
    directory: Path,
    documents: int,
    batch: int,
    workers: int,
    home: Path | None = None,
    everything: bool = True,
) -> Figures:
    """Return what one system takes for an archive of so many proposals and a batch of so many new texts.

    Args:
        home: where ours has been built already; then nothing is built.
        everything: whether the whole archive is compared with itself.
    """
    directory.mkdir(parents=True)
    asked = SYSTEMS[system]()
    built = None
    if home is not None and isinstance(asked, Tian):
        asked.open(home)
    else:
        started = time.perf_counter()
        asked.build(archive, documents, directory, workers)
        built = time.perf_counter() - started
    texts = new_texts(max(batch, _ASKED + _WARMING), documents)
    for each in texts[-_WARMING:]:
        asked.one(each)
    seconds, named = [], 0
    for each in texts[:_ASKED]:
        started = time.process_time()
        found = asked.one(each)
        seconds.append(time.process_time() - started)
        named += each.source is not None and f"{each.source + 1:04d}" in found
    started = time.process_time()
    asked.batch(texts[:batch])
    together = time.process_time() - started
    estimated = system != OURS and documents > _SOME
    return Figures(
        system=system,
        built=built,
        one=median(seconds),
        slowest=max(seconds),
        named=named,
        copies=sum(each.source is not None for each in texts[:_ASKED]),
        batch=together,
        everything=_everything(asked, documents, _SOME if estimated else documents) if everything else None,
        estimated=estimated,
    )


def _everything(asked: System, documents: int, some: int) -> float:
    """Seconds for all texts of the archive, reckoned from some of them; ours does all in one go."""
    started = time.process_time()
    done = sum(1 for _ in islice(asked.everything(), some))
    spent = time.process_time() - started
    return spent * documents / done if some < documents else spent
