"""Every layout is read whole and right: each field, and each character in one place."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.corpus.layouts.account import account, plain
from tests.corpus.layouts.collected import KNOWN_WRONG, LAYOUTS
from tests.corpus.layouts.model import Layout, seen
from tests.corpus.layouts.visible import visible_text

_WRONG = pytest.mark.xfail(
    strict=True, raises=AssertionError, reason="some field or character of this layout is not read right yet"
)
_BY_NAME = {layout.name: layout for layout in LAYOUTS}


@pytest.mark.parametrize(
    "layout",
    [pytest.param(each, id=each.name, marks=[_WRONG] if each.name in KNOWN_WRONG else []) for each in LAYOUTS],
)
def test_every_layout_is_read_whole_and_right(layout: Layout) -> None:
    found = account(layout)
    assert found.wrong == ()
    assert (found.lost, found.more) == (0, 0)


@pytest.mark.parametrize("layout", [pytest.param(each, id=each.name) for each in LAYOUTS])
def test_what_is_said_to_be_visible_is_what_a_walk_without_readers_sees(layout: Layout) -> None:
    walked = plain(visible_text(layout.content, layout.format)).replace(":", "").replace("|", "")
    said = plain("".join(each.text for each in layout.visible)).replace(":", "").replace("|", "")
    assert Counter(walked) == Counter(said)


def test_layouts_have_names_of_their_own_and_none_is_known_wrong_that_is_not_there() -> None:
    assert len(_BY_NAME) == len(LAYOUTS) >= 45
    assert set(_BY_NAME) >= KNOWN_WRONG


def test_the_account_notices_what_no_record_holds() -> None:
    layout = _BY_NAME["csv-carriage-returns"]
    longer = replace(layout, visible=(*layout.visible, *seen("没有读到的一句")))
    assert account(longer).lost == account(layout).lost + 7


def test_the_account_notices_what_stands_twice() -> None:
    layout = _BY_NAME["same-record-in-a-script"]
    twice = layout.content.decode().replace("老人吃饭难。</p>", "老人吃饭难。</p><p>老人吃饭难。</p>", 1)
    assert account(replace(layout, content=twice.encode())).more == 6


def test_the_account_notices_a_wrong_field() -> None:
    layout = _BY_NAME["table-four-columns"]
    [right] = layout.expected
    other = replace(layout, expected=(replace(right, session="9-9"),))
    assert [each.split("：")[0] for each in account(other).wrong if "session" in each] == ["1.session"]
