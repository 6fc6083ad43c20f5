"""What layouts and cases ask for can be had: a record made from the expectation alone is right in every field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from corpus import (
    Handling,
    Kind,
    Outcome,
    Proposal,
    Reply,
    Role,
    UnitAuthority,
    Visibility,
    parse_date,
    parse_session,
)
from tests.corpus.cases.collected import CASES
from tests.corpus.layouts.account import weighed
from tests.corpus.layouts.collected import LAYOUTS
from tests.corpus.layouts.model import Answer, Expected, Layout

_UNITS = UnitAuthority.load()
_HAS_NUMBERS = "numbers" in {each.name for each in fields(Proposal)}


def _text(pieces: tuple[str, ...], layout: Layout) -> str:
    """The visible strings that hold the pieces; a piece may be a part of one, or of several."""
    return "\n".join(next((each.text for each in layout.visible if piece in each.text), piece) for piece in pieces)


def _reply(right: Answer, layout: Layout) -> Reply:
    return Reply(
        _text(right.pieces, layout),
        title=right.title,
        units=tuple(map(_UNITS.canonical, right.units)),
        replied=parse_date(right.replied) if right.replied else None,
        published=parse_date(right.published) if right.published else None,
        document_number=right.document_number,
        outcome=Outcome(right.outcome) if right.outcome else None,
    )


def _record(right: Expected, layout: Layout, extra: tuple[tuple[str, str], ...] = ()) -> Proposal:
    several: dict[str, Any] = {"numbers": right.numbers} if _HAS_NUMBERS else {}
    return Proposal(
        right.title,
        kind=Kind(right.kind),
        text=_text(right.pieces, layout),
        session=parse_session(right.session) if right.session else None,
        number=right.numbers[0] if right.numbers else None,
        number_written=right.written,
        proposers=right.proposers,
        cosigners=right.cosigners,
        category=right.category,
        handlings=tuple(Handling(_UNITS.canonical(unit), Role(role)) for role, unit in right.units),
        outcome=Outcome(right.outcome) if right.outcome else None,
        submitted=parse_date(right.submitted) if right.submitted else None,
        filed=parse_date(right.filed) if right.filed else None,
        replies=tuple(_reply(each, layout) for each in right.replies),
        visibility=Visibility(right.visibility),
        merged_into=right.merged_into,
        extra=extra,
        **several,
    )


def _rest(layout: Layout) -> Iterator[tuple[str, str]]:
    """What of the visible text no field of the right records holds."""
    bare = [_record(right, layout) for right in layout.expected]
    for each in layout.visible:
        alone = Layout(layout.name, layout.file, b"", layout.expected, (each,))
        if not each.label and weighed(alone, bare).lost:
            yield "其余文字", each.text


@pytest.mark.parametrize("layout", [pytest.param(each, id=each.name) for each in (*LAYOUTS, *CASES)])
def test_the_right_records_with_the_rest_kept_are_whole_and_right(layout: Layout) -> None:
    rest = tuple(_rest(layout))
    records = [_record(right, layout, () if at else rest) for at, right in enumerate(layout.expected)]
    found = weighed(layout, records)
    assert [each for each in found.wrong if _HAS_NUMBERS or ".numbers" not in each] == []
    assert (found.lost, found.more) == (0, 0)
