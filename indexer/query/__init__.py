"""From what people type to what engines answer. Any text is a query; nothing here raises on one.

text ──scan──▶ tokens ──parse──▶ expression ─┬─ tell      the query in plain Chinese
                                             ├─ needles   what to mark
                                             └─ relax ──▶ steps: Whoosh trees, strictest first
"""

from __future__ import annotations

from indexer.analysis import Analyzer
from indexer.query.budget import within_budget
from indexer.query.filters import period
from indexer.query.needles import needles_of
from indexer.query.parser import parse
from indexer.query.relax import steps_of
from indexer.query.syntax import quoted, read_of
from indexer.query.tell import tell
from indexer.query.understanding import Needle, Step, Understanding
from indexer.ranking import DEFAULT, Ranking

__all__ = ["Needle", "Step", "Understanding", "period", "quoted", "understand", "within_budget"]

#: Characters that show where reading ended.
_QUOTED = 12


def understand(text: str, analyzer: Analyzer, ranking: Ranking = DEFAULT) -> Understanding:
    """Return what a query means. Pure, fast, and never raises, whatever the text.

    >>> understood = understand("停车收费 -学校", Analyzer())
    >>> understood.sentence, len(understood.steps), understood.needles[0].text
    ('“停车”和“收费”都要出现，不含“学校”', 2, '停车')
    """
    expression = parse(text, analyzer)
    return Understanding(
        text=text,
        sentence=tell(expression),
        loosely=tell(expression, strict=False),
        steps=steps_of(expression, ranking),
        needles=needles_of(expression),
        expression=expression,
        shortened=_shortened(text),
    )


def _shortened(text: str) -> str:
    read = read_of(text)
    unread = " ".join(text[read:].encode(errors="ignore").decode().split())[:_QUOTED].strip()
    return f"检索词太长，只看了前{read}个字，从“{unread}”起没有看" if unread else ""
