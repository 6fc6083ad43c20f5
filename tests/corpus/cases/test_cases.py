"""Every small input that showed a fault is read whole and right."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.corpus.cases.collected import CASES, KNOWN_WRONG
from tests.corpus.layouts.account import account, plain
from tests.corpus.layouts.model import Layout
from tests.corpus.layouts.visible import visible_text
from tests.corpus.readers.reading import records_and_rejects

_WRONG = pytest.mark.xfail(
    strict=True, raises=AssertionError, reason="some field or character of this case is not read right yet"
)
#: Formats of which the walk knows nothing: their text is what the generator put in.
_UNWALKED = {"mht", "eml", "rtf", "zip", "odt", "ofd"}


@pytest.mark.parametrize(
    "case", [pytest.param(each, id=each.name, marks=[_WRONG] if each.name in KNOWN_WRONG else []) for each in CASES]
)
def test_every_case_is_read_whole_and_right(case: Layout) -> None:
    found = account(case)
    assert found.wrong == ()
    assert (found.lost, found.more) == (0, 0)


@pytest.mark.parametrize(
    "case", [pytest.param(each, id=each.name) for each in CASES if each.format not in _UNWALKED and not each.profile]
)
def test_what_is_said_to_be_visible_is_what_a_walk_without_readers_sees(case: Layout) -> None:
    """A profile may leave lists of a file out on purpose; without one, everything in it is visible."""
    walked, said = (
        plain(text).replace(":", "").replace("|", "")
        for text in (visible_text(case.content, case.format), "".join(each.text for each in case.visible))
    )
    assert Counter(walked) == Counter(said)


def test_cases_have_names_of_their_own_and_none_is_known_wrong_that_is_not_there() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert set(names) >= KNOWN_WRONG


def test_a_session_names_term_and_meeting_also_where_a_body_counts_periods() -> None:
    """立法院 counts 届、会期、次; whatever the meeting is called, the term is read."""
    content = (
        '[{"案由":"聘任條例修正草案","屆次":"09屆05期14次"},{"案由":"決算法修正草案","屆次":"第9屆第5會期第14次會議"}]'
    )
    records, _ = records_and_rejects(content)
    sessions = [each.session for each in records]
    assert sessions[0] == sessions[1]
    assert sessions[0] is not None
    assert sessions[0].term == 9
