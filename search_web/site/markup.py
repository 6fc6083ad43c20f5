"""Text with matches in it as runs, and the markup that a page holds hundreds of, written by Python.

In a template each would cost several times as much. Every text passes ``escape``; what is safe by that is said with
``Markup``, here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask
from markupsafe import Markup, escape

from indexer import Snippet
from search_web.site.chart import Chart, ChartColumn

if TYPE_CHECKING:
    from search_web.results.facets import Option

__all__ = ["Run", "attach_markup", "changed_runs", "choices", "columns", "marked", "runs", "snippet_runs"]

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


def attach_markup(app: Flask) -> None:
    """Let the templates of this application call these functions by their names."""
    for function in (choices, columns, marked):
        app.add_template_global(function)


def marked(runs: Iterable[Run]) -> Markup:
    """Return text with its marked stretches.

    >>> marked([Run("停车", marked=True), Run("<难>")])
    Markup('<mark>停车</mark>&lt;难&gt;')
    """
    return Markup("".join([f"<mark>{escape(text)}</mark>" if mark else escape(text) for text, mark in runs]))


def choices(options: Iterable[Option], form: str = "search") -> Markup:
    """Return the values of a facet as a list of checkboxes of a form, each with its count and what refines it."""
    return Markup(f'<ul class="choices">\n{_items(options, form)}</ul>')


def _items(options: Iterable[Option], form: str) -> str:
    return "".join([f"<li>{_choice(option, form)}{_refined(option, form)}</li>\n" for option in options])


def _choice(option: Option, form: str) -> str:
    on, checked = (" on", " checked") if option.selected else ("", "")
    return (
        f'<label class="choice{on}"><input type="checkbox" form="{form}" name="{option.name}" '
        f'value="{_escaped(option.value)}"{checked}>\n<span class="label">{_escaped(option.label)}</span> '
        f'<span class="count">{option.count:,}<span class="hidden"> 件</span></span></label>'
    )


def _refined(option: Option, form: str) -> str:
    if not option.children:
        return ""
    return f'<ul class="choices" aria-label="{_escaped(option.label)}各月">{_items(option.children, form)}</ul>'


def columns(chart: Chart) -> Markup:
    """Return the columns of a chart: each a link where it leads somewhere, with its bar, its count and its label."""
    return Markup("".join([_column(column, chart.height) for column in chart.columns]))


def _column(column: ChartColumn, height: int) -> str:
    bar, label = column.bar, _escaped(column.label)
    drawn = [
        f'<rect class="slot" x="{bar.slot}%" y="0" width="{bar.slot_width}%" height="{height + 42}"/>\n'
        f'<rect class="bar" x="{bar.left}%" y="{bar.top + 18}" width="{bar.width}%" height="{bar.height}"/>\n'
    ]
    labelled = bar.label_on != "never"
    if column.count and labelled:
        place = f'x="{bar.middle}%" y="{bar.top + 13}"'
        drawn.append(f'<text class="count {bar.label_on}" {place}>{column.count}</text>\n')
    if labelled or column.selected:
        drawn.append(f'<text class="when {bar.label_on}" x="{bar.middle}%" y="{height + 34}">{label}</text>\n')
    if column.selected:
        drawn.append(f'<rect class="tick" x="{bar.left}%" y="{height + 38}" width="{bar.width}%" height="3"/>\n')
    if not column.url:
        return "".join(drawn)
    state, on = ("，已选，点按取消", ' class="on"') if column.selected else ("", "")
    named = f"{_escaped(column.full_label)}，{column.count:,} 件{state}"
    return f'<a href="{escape(column.url)}" aria-label="{named}"{on}>\n{"".join(drawn)}</a>\n'


#: The same units, sessions and years on every page.
_escaped = lru_cache(maxsize=1 << 13)(escape)
