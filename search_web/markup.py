"""Markup that a page holds hundreds of, written by Python: in a template each would cost several times as much.

Every text passes ``escape``; what is safe by that is said with ``Markup``, here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

from search_web.pages import Chart, Column, Option, Run

__all__ = ["attach_markup", "choices", "columns", "marked"]


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


def _column(column: Column, height: int) -> str:
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
    told, on = ("，已选，点按取消", ' class="on"') if column.selected else ("", "")
    named = f"{_escaped(column.full_label)}，{column.count:,} 件{told}"
    return f'<a href="{escape(column.url)}" aria-label="{named}"{on}>\n{"".join(drawn)}</a>\n'


#: The same units, sessions and years on every page.
_escaped = lru_cache(maxsize=1 << 13)(escape)
