"""``/help``: how to search, written from the table of fields, so that it never falls behind it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from indexer import EXACT_FIELDS, FACETS, TEXT_FIELDS, SearchRequest
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
#: For every field worth naming before a colon, something to write after it.
_SAMPLES = {
    "title": "养老",
    "content": "停车",
    "reply": "现答复如下",
    "people": "陈晓",
    "units": "司法局",
    "details": "道路交通",
    "date": "2021-06",
    "number": "300",
    "session": "12-5",
    "lead_unit": "市公安局",
    "support_unit": "市城市管理局",
    "year": "2021",
    "month": "2021-06",
    "kind": "提案",
    "category": "教育",
    "outcome": "已解决",
    "wait": "91-180",
}


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
        text_fields=tuple(_field(each.name, each.label, each.aliases) for each in TEXT_FIELDS),
        value_fields=_value_fields(),
        facets=tuple(facet.label for facet in FACETS),
    )


def _value_fields() -> tuple[FieldHelp, ...]:
    exact = [(each.name, each.label, each.aliases) for each in EXACT_FIELDS]
    facets = [(each.name, each.label, each.aliases) for each in FACETS]
    return tuple(_field(*each) for each in (*exact, *facets) if each[0] in _SAMPLES)


def _field(name: str, label: str, aliases: tuple[str, ...]) -> FieldHelp:
    return FieldHelp(label, "、".join(aliases), f"{label}:{_SAMPLES[name]}")


guide_view = Blueprint("guide", __name__)


@guide_view.get("/help")
@public
def show() -> str:
    """Tell how to search."""
    return render_template("results/help.html", page=guide())
