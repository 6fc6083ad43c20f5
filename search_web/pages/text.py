"""Text with matches in it, as runs that a template can write without ever trusting markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import takewhile
from typing import NamedTuple

from indexer import Snippet

__all__ = ["Run", "changed_runs", "runs", "snippet_runs"]

_ELLIPSIS = "……"
_SPACE = re.compile(r"\s+")


class Run(NamedTuple):
    """A stretch of text that is marked throughout, or not at all. A page has hundreds of these."""

    text: str
    marked: bool = False


def runs(text: str, marks: Iterable[tuple[int, int]] = ()) -> tuple[Run, ...]:
    """Return the whole text as runs; joined, they are the text again.

    Args:
        marks: ``(start, end)`` in characters of ``text``, in order, never overlapping.

    >>> runs("解决停车难", [(2, 4)])
    (Run(text='解决', marked=False), Run(text='停车', marked=True), Run(text='难', marked=False))
    """
    result: list[Run] = []
    done = 0
    for start, end in marks:
        result += [Run(text[done:start]), Run(text[start:end], marked=True)]
        done = end
    result.append(Run(text[done:]))
    return tuple(run for run in result if run.text)


def changed_runs(before: str, after: str) -> tuple[Run, ...]:
    """Return a text as runs, those characters marked that were not in it before.

    >>> changed_runs("老旧小区亭车", "老旧小区停车")
    (Run(text='老旧小区', marked=False), Run(text='停', marked=True), Run(text='车', marked=False))
    """
    # The common end is set aside: comparing takes quadratic time, and a query may be long.
    ends = zip(reversed(before), reversed(after), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    compared = SequenceMatcher(None, before[: len(before) - same], after[: len(after) - same], autojunk=False)
    steps = compared.get_opcodes()
    return runs(after, [(start, end) for kind, _, _, start, end in steps if kind in ("replace", "insert")])


def snippet_runs(snippet: Snippet) -> tuple[Run, ...]:
    """Return a passage as runs, with an ellipsis where the field's text goes on.

    In a list, line breaks and indents are noise: each run of white space becomes one space.

    >>> "".join(run.text for run in snippet_runs(Snippet("content", "内容", "停车难。　　建议", (), opens=False)))
    '……停车难。 建议'
    """
    before = (Run(_ELLIPSIS),) if not snippet.opens else ()
    after = (Run(_ELLIPSIS),) if not snippet.closes else ()
    inside = (Run(_SPACE.sub(" ", run.text), run.marked) for run in runs(snippet.text, snippet.marks))
    return (*before, *inside, *after)
