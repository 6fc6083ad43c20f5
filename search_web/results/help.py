"""``/help``: how to search, written from the table of fields, so that it never falls behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template

from indexer import EXACT_FIELDS, FACETS, TEXT_FIELDS, ExactField, Facet, SearchRequest, TextField
from search_web.accounts.rules import public
from search_web.site.links import search_url

__all__ = ["Example", "FieldHelp", "Guide", "guide", "guide_view"]

#: What can be typed, and what it means. Checked against the parser by the tests.
_EXAMPLES = (
    ("停车", "标题、内容、答复等任何地方写有“停车”"),
    ("老旧小区 电梯", "空格隔开的词都要出现，先后不限"),
    ('"最后一公里"', "引号里的字要原样相连"),
    ("停车 OR 充电", "两个词出现一个即可"),
    ("停车 -充电", "写有“停车”、没有“充电”"),
    ("标题:养老", "只在标题里找"),
    ("单位:司法局 提出者:陈晓", "限定单位和提出者"),
    ("十二届五次 300号", "直接写届次和案号"),
    ("養老服務", "简体、繁体都能找到"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """Something to type, what it finds, and the search itself."""

    text: str
    meaning: str
    url: str


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """A field that can be named before a colon."""

    label: str
    others: str
    sample: str


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything the help page shows."""

    examples: tuple[Example, ...]
    text_fields: tuple[FieldHelp, ...]
    value_fields: tuple[FieldHelp, ...]
    facets: tuple[str, ...]


def guide() -> Guide:
    """Return the help page."""
    return Guide(
        examples=tuple(Example(text, meaning, search_url(SearchRequest(text))) for text, meaning in _EXAMPLES),
        text_fields=_described(TEXT_FIELDS),
        value_fields=_described((*EXACT_FIELDS, *FACETS)),
        facets=tuple(facet.label for facet in FACETS),
    )


def _described(fields: Iterable[TextField | ExactField | Facet]) -> tuple[FieldHelp, ...]:
    """The fields worth naming before a colon: those with an example of what to write after it."""
    return tuple(
        FieldHelp(each.label, "、".join(each.aliases), f"{each.label}:{each.example}")
        for each in fields
        if each.example
    )


guide_view = Blueprint("guide", __name__)


@guide_view.get("/help")
@public
def show() -> str:
    """Tell how to search."""
    return render_template("results/help.html", page=guide())
