"""Side by side: nothing of a text is lost, every shared passage can be jumped to, boilerplate is never numbered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus import Proposal, Reply
from indexer import Passage
from search_web.desk.comparison.side_by_side import pieces, shared_passages, side_texts


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, int]]]:
    """A text with any spans: overlapping, out of order, some of them boilerplate (0)."""
    text = draw(st.text(min_size=1, max_size=40))
    spans = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        spans.append((start, end, draw(st.sampled_from([0, number, number]))))
    return text, draw(st.permutations(spans))


@given(marked())
def test_pieces_joined_are_the_text(given_text: tuple[str, list[tuple[int, int, int]]]) -> None:
    text, spans = given_text
    assert "".join(piece.text for piece in pieces(text, spans)) == text


@given(marked())
def test_every_number_opens_exactly_once_and_only_its_own_characters_are_marked(
    given_text: tuple[str, list[tuple[int, int, int]]],
) -> None:
    text, spans = given_text
    found = pieces(text, spans)
    opened = [piece.number for piece in found if piece.opens]
    assert sorted(opened) == sorted({number for _, _, number in spans if number})
    place = 0
    for piece in found:
        covering = [number for start, end, number in spans if start <= place and place + len(piece.text) <= end]
        if piece.text:
            numbered = [number for number in covering if number]
            assert piece.number == (min(numbered) if numbered else 0)
            assert piece.grey == (bool(covering) and not numbered)
        place += len(piece.text)


def test_numbers_agree_on_both_sides_whatever_the_order_there() -> None:
    left, right = "甲甲甲乙乙乙丙丙丙", Proposal("题", text="乙乙乙丙丙丙", replies=(Reply("答：甲甲甲"),))
    passages = (
        Passage((0, 3), "reply", (2, 5), characters=3),
        Passage((3, 6), "content", (0, 3), characters=3, query_section="建议", section="问题"),
        Passage((6, 9), "content", (3, 6), characters=3, boilerplate=True),
    )
    (mine,), (content, reply) = side_texts(passages, left, right)
    assert [(piece.text, piece.number, piece.grey) for piece in mine.pieces] == [
        ("甲甲甲", 1, False), ("乙乙乙", 2, False), ("丙丙丙", 0, True),
    ]  # fmt: skip
    assert [(piece.text, piece.number) for piece in content.pieces] == [("乙乙乙", 2), ("丙丙丙", 0)]
    assert [(piece.text, piece.number) for piece in reply.pieces] == [("答：", 0), ("甲甲甲", 1)]
    assert [(each.number, each.characters, each.sections) for each in shared_passages(passages, left)] == [
        (1, 3, ""), (2, 3, "建议 ↔ 问题"),
    ]  # fmt: skip
