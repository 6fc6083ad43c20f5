"""The engines of the comparison, by name; ours first."""

from benchmarks.answers.engines.base import SHOWN, Answer, Built, Engine, Hit, OpenEngine
from benchmarks.answers.engines.groonga import Groonga
from benchmarks.answers.engines.opensearch import OpenSearch
from benchmarks.answers.engines.ours import Ours
from benchmarks.answers.engines.sqlite_fts5 import SqliteFts5
from benchmarks.answers.engines.tantivy_py import Tantivy

__all__ = ["ENGINES", "OURS", "SHOWN", "Answer", "Built", "Engine", "Hit", "OpenEngine", "engine_named"]

OURS = "ours"
#: Name on the command line → engine.
ENGINES: tuple[str, ...] = (OURS, "groonga", "tantivy", "opensearch", "sqlite")


def engine_named(name: str, opensearch: str = "") -> Engine:
    """Return an engine by its name; ``opensearch`` is the address of a node."""
    made: dict[str, Engine] = {
        OURS: Ours(),
        "groonga": Groonga(),
        "tantivy": Tantivy(),
        "opensearch": OpenSearch(opensearch),
        "sqlite": SqliteFts5(),
    }
    return made[name]
