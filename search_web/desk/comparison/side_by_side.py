"""Two texts side by side: what they share is numbered alike on both sides, and each number leads to the other side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus import Proposal
from indexer import Passage
from search_web.desk.batches.model import Match
from search_web.desk.match_views import STRONG, DecideForm, Share, share
from search_web.site.wording import UNTITLED

__all__ = [
    "ComparePage",
    "Piece",
    "Shared",
    "Side",
    "SideText",
    "compare_page",
    "pieces",
    "shared_passages",
    "side_texts",
]

#: Shades that the style sheet has for shared passages; the seventh looks like the first, but is called 7.
_SHADES = 6
_EXCERPT = 24


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is shared throughout, boilerplate throughout, or neither.

    Attributes:
        number: which shared passage it belongs to, from 1; 0 for none.
        opens: whether the passage begins here, so that a link to it leads here.
        grey: whether so many records say the same that it weighs nothing.
    """

    text: str
    number: int = 0
    opens: bool = False
    grey: bool = False

    @property
    def shade(self) -> int:
        """Which of the shades it is shown in, from 1."""
        return (self.number - 1) % _SHADES + 1


@dataclass(frozen=True, slots=True)
class SideText:
    """One text of a side: the proposal itself, or one of its replies."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two proposals; ``mark`` distinguishes the two in links: ``a`` or ``b``."""

    mark: str
    other_mark: str
    heading: str
    title: str
    place: str
    url: str
    texts: tuple[SideText, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """One shared passage in the table of them all; sections are ``""`` where none shows."""

    number: int
    excerpt: str
    characters: int
    sections: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything the page of two texts side by side shows."""

    back_url: str
    back: str
    verdict: str
    copied: bool
    strong: bool
    coverage: Share
    reverse_coverage: Share
    reasons: tuple[str, ...]
    shared: tuple[Shared, ...]
    grey: bool
    left: Side
    right: Side
    form: DecideForm


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    number: int
    grey: bool


def compare_page(
    match: Match,
    left: Proposal,
    right: Proposal,
    form: DecideForm,
    *,
    headings: tuple[str, str],
    places: tuple[str, str],
    urls: tuple[str, str],
    back: tuple[str, str],
) -> ComparePage:
    """Return the page of two texts side by side.

    Args:
        headings, places, urls: of the left and the right side; ``""`` for no address.
        back: address and words of the link that leads back.
    """
    left_texts, right_texts = side_texts(match.passages, left.text, right)
    return ComparePage(
        back_url=back[0],
        back=back[1],
        verdict=match.verdict.label,
        copied=match.verdict.copied,
        strong=match.verdict in STRONG,
        coverage=share(match.coverage),
        reverse_coverage=share(match.reverse_coverage),
        reasons=match.reasons,
        shared=shared_passages(match.passages, left.text),
        grey=any(each.boilerplate for each in match.passages),
        left=Side("a", "b", headings[0], left.title or UNTITLED, places[0], urls[0], left_texts),
        right=Side("b", "a", headings[1], right.title or UNTITLED, places[1], urls[1], right_texts),
        form=form,
    )


def pieces(text: str, spans: Iterable[tuple[int, int, int]]) -> tuple[Piece, ...]:
    """Return the whole text as pieces; joined, they are the text again.

    Args:
        spans: ``(start, end, number)``; number 0 is boilerplate. They may come in any order and overlap: the lower
            number is shown, and every number opens somewhere.

    >>> [(piece.text, piece.number, piece.opens) for piece in pieces("增设停车位。", [(2, 5, 1)])]
    [('增设', 0, False), ('停车位', 1, True), ('。', 0, False)]
    """
    stretches = [_Stretch(max(0, start), min(end, len(text)), number, number == 0) for start, end, number in spans]
    stretches = [each for each in stretches if each.start < each.end]
    cuts = sorted({0, len(text), *(each.start for each in stretches), *(each.end for each in stretches)})
    shown = [(start, end, _topmost(stretches, start, end)) for start, end in pairwise(cuts)]
    found: list[Piece] = []
    opened: set[int] = set()
    for top, group in groupby(shown, key=lambda each: each[2]):
        parts = list(group)
        start, end = parts[0][0], parts[-1][1]
        # A passage that begins under another one is still led to.
        for each in sorted(stretches, key=lambda each: each.number):
            hidden = each.number and each.number not in opened and each is not top and each.start < end
            if hidden and _never_on_top(shown, each):
                found.append(Piece("", each.number, opens=True))
                opened.add(each.number)
        number = top.number if top else 0
        found.append(Piece(text[start:end], number, number not in opened and number > 0, bool(top and top.grey)))
        opened.add(number)
    return tuple(found)


def shared_passages(passages: Sequence[Passage], text: str) -> tuple[Shared, ...]:
    """Return the passages that count, numbered in the order of the submitted text."""
    counting = [each for each in passages if not each.boilerplate]
    return tuple(_shared(number, each, text) for number, each in enumerate(counting, 1))


def side_texts(
    passages: Sequence[Passage], left_text: str, right: Proposal
) -> tuple[tuple[SideText, ...], tuple[SideText, ...]]:
    """Return the texts of both sides; of the right side's replies, those that a passage stands in."""
    numbers: dict[int, int] = {}
    for place, each in enumerate(passages):
        numbers[place] = 0 if each.boilerplate else 1 + sum(number > 0 for number in numbers.values())
    placed = [(each, numbers[place]) for place, each in enumerate(passages)]
    left = pieces(left_text, [(*each.query, number) for each, number in placed])
    content = [(*each.span, number) for each, number in placed if each.field == "content"]
    texts = [SideText("提案正文", pieces(right.text, content))]
    for part, reply in enumerate(right.replies):
        inside = [(*each.span, number) for each, number in placed if each.field == "reply" and each.part == part]
        if inside:
            texts.append(SideText("答复", pieces(reply.text, inside)))
    return (SideText("提案正文", left),), tuple(texts)


def _topmost(stretches: Sequence[_Stretch], start: int, end: int) -> _Stretch | None:
    covering = [each for each in stretches if each.start <= start and end <= each.end]
    return min(covering, key=lambda each: (each.grey, each.number), default=None)


def _never_on_top(shown: Sequence[tuple[int, int, _Stretch | None]], stretch: _Stretch) -> bool:
    return not any(top and top.number == stretch.number for _, _, top in shown)


def _shared(number: int, passage: Passage, text: str) -> Shared:
    start, end = passage.query
    words = " ".join(text[start:end].split())
    excerpt = f"{words[:_EXCERPT]}……" if len(words) > _EXCERPT else words
    sections = [passage.query_section or "未分节", passage.section or "未分节"]
    named = "" if not passage.query_section and not passage.section else " ↔ ".join(sections)
    return Shared(number, excerpt, passage.characters or len(words), named)
