"""A query's expression described in plain Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus import PartialDate
from indexer.fields import facet_named, text_field_named
from indexer.query.expression import (
    And,
    Case,
    Everything,
    Exact,
    Expression,
    Filter,
    Id,
    InField,
    InSession,
    Not,
    Numbers,
    Or,
    Period,
    Piece,
    Prefix,
    Words,
    conjuncts,
)

__all__ = ["describe_query", "listed"]

#: Names listed one by one; a longer list says no more.
_MOST_NAMES = 8


def describe_query(expression: Expression, *, strict: bool = True) -> str:
    """Return what a query was understood to ask for; without ``strict``, its plain words need not all occur.

    >>> describe_query(And((Exact("停车"), Not(InField("units", Exact("学校"))))))
    '含原文“停车”，单位不含原文“学校”'
    """
    if isinstance(expression, Everything):
        return "全部提案"
    clauses: list[str] = []
    plain = [each for each in conjuncts(expression) if isinstance(each, Words)]
    if plain:
        clauses.append(_words(plain, strict))
    clauses += [_clause(each) for each in conjuncts(expression) if not isinstance(each, Words)]
    return "，".join(clauses)


def listed(names: Sequence[str], last: str = "和", notes: Mapping[str, str | None] | None = None) -> str:
    """Return names in quotation marks as a list, each with its note; a long one ends in how many there are.

    >>> listed(["停车", "收费", "充电"])
    '“停车”“收费”和“充电”'
    """
    marked = [f"“{name}”{(notes or {}).get(name) or ''}" for name in names]
    if len(marked) > _MOST_NAMES:
        return "".join(marked[: _MOST_NAMES - 1]) + f"等{len(marked)}个词"
    return last.join(["".join(marked[:-1]), marked[-1]]) if len(marked) > 1 else "".join(marked)


def _words(plain: Sequence[Words], strict: bool) -> str:
    names: dict[str, str | None] = {piece.text: _other_names(piece) for words in plain for piece in words.pieces}
    for words in plain:
        if words.interpretations:
            # A run that means something else besides has one piece, so that its name stands for the run.
            names[words.text] = f"（或{'、'.join(map(_clause, words.interpretations))}）"
    names_listed = listed([*names], notes=names)
    if len(names) == 1:
        return f"含{names_listed}"
    return f"{names_listed}都要出现" if strict else f"{names_listed}出现得越多、越集中，排得越前"


def _other_names(piece: Piece) -> str | None:
    """What else counts as a piece because it means the same."""
    others = [f"“{form}”" for form in piece.forms if form != piece.text] if piece.text in piece.forms else []
    return f"（或{'、'.join(others)}）" if others else None


def _clause(expression: Expression) -> str:
    """One condition, to stand between commas."""
    if isinstance(expression, Or):
        return _either(expression)
    if isinstance(expression, Not):
        return _negated(expression.inner)
    if isinstance(expression, And | Everything):
        return describe_query(expression)
    return "".join(_head_and_value(expression))


def _head_and_value(expression: Filter | Words | Exact | Prefix | InField) -> tuple[str, str]:
    """One simple condition, parted so that alternatives can share the head."""
    if isinstance(expression, InField):
        head, value = _head_and_value(expression.inner)
        return text_field_named(expression.field).label + head, value
    if isinstance(expression, Words):
        return "含", listed([piece.text for piece in expression.pieces])
    if isinstance(expression, Exact):
        return "含原文", f"“{expression.text}”"
    if isinstance(expression, Prefix):
        return "含开头是", f"“{expression.text}”的词"
    return _filter(expression)


def _filter(condition: Filter) -> tuple[str, str]:
    if isinstance(condition, Numbers):
        return "案号", _span(condition.low, condition.high)
    if isinstance(condition, Period):
        return "日期", _span(_day(condition.since), _day(condition.until))
    if isinstance(condition, InSession):
        return "届次是", condition.session.label
    if isinstance(condition, Case):
        return "是", f"{condition.session.label}第{condition.number}号"
    if isinstance(condition, Id):
        return "编码是", f"“{condition.id}”"
    facet = facet_named(condition.facet)
    label = facet.label if facet else condition.facet
    return label + ("开头是" if condition.anchored else "含"), listed(condition.texts, "或")


def _either(expression: Or) -> str:
    """Alternatives: 含“收费”或“充电”, the common head said once; in brackets where they have no common head."""
    simple = [_head_and_value(each) for each in expression.parts if not isinstance(each, And | Or | Not | Everything)]
    heads = {head for head, _ in simple}
    if len(simple) == len(expression.parts) and len(heads) == 1 and not any("”和“" in value for _, value in simple):
        return heads.pop() + "或".join(value for _, value in simple)
    return "或".join(f"（{_clause(each)}）" for each in expression.parts)


def _negated(inner: Expression) -> str:
    if isinstance(inner, InField):
        return f"{text_field_named(inner.field).label}不{_clause(inner.inner)}"
    return f"不{_clause(inner)}" if isinstance(inner, Words | Exact | Prefix) else f"不要（{_clause(inner)}）"


def _span(low: object, high: object) -> str:
    if low == high:
        return f"是{low}"
    if low is None or high is None:
        return f"到{high}为止" if low is None else f"从{low}起"
    return f"从{low}到{high}"


def _day(day: PartialDate | None) -> str | None:
    """The date as it is read: 2021年6月."""
    if day is None:
        return None
    month = f"{day.month}月" if day.month else ""
    return f"{day.year}年{month}" + (f"{day.day}日" if day.day else "")
