"""The engines that are measured, by the name ``--engines`` takes, in the order in which they run."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from benchmarks.speed.engines.base import Answer, BenchEngine, OpenIndex, Prepared

__all__ = ["ENGINES", "LARGE", "Answer", "BenchEngine", "EngineEntry", "OpenIndex", "Prepared", "engine_named"]

#: From this size on, slow engines are fed one text field only and asked a few questions of each kind about it.
LARGE = 20_000


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """Where an engine's class is, and what tables call it.

    Modules are imported by the process that measures, so that none pays for another.
    """

    module: str
    cls: str
    label: str
    #: The largest size it is measured at.
    most_documents: int = 1 << 40
    #: Whether it is too slow to be fed and asked everything from ``LARGE`` documents on.
    slow: bool = False


#: Name on the command line → engine.
ENGINES = {
    "arrays": EngineEntry("arrays", "Arrays", "本引擎"),
    "tantivy": EngineEntry("tantivy_py", "Tantivy", "tantivy-py"),
    "sqlite": EngineEntry("sqlite_fts5", "SqliteFts5", "SQLite FTS5"),
    "stock": EngineEntry("stock_whoosh", "StockWhoosh", "原版 Whoosh", most_documents=20_000, slow=True),
}


def engine_named(name: str) -> BenchEngine:
    """Return the engine with this name; KeyError where there is none."""
    entry = ENGINES[name]
    engine: BenchEngine = getattr(import_module(f"benchmarks.speed.engines.{entry.module}"), entry.cls)()
    return engine
