"""What of a text counts when it is compared: boilerplate left out, sections and titles recognised.

Boilerplate is a stretch that so many archived texts have that having it too says nothing. Which fingerprints are common
is counted over the archive itself when the index is built. A stretch of text whose fingerprints are all common is
boilerplate, unless it is long: whole paragraphs that many proposals share are copies, not formulas.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus import Proposal
from indexer.analysis.fingerprints import Fingerprinting, Hashes
from indexer.analysis.normal import Codes, NormalText, normal, normal_codes
from indexer.duplicates.results import Submission

__all__ = [
    "Boilerplate",
    "ComparedText",
    "TextSection",
    "common_from",
    "compared",
    "compared_reply",
    "compared_submission",
    "section_at",
    "sections_of",
    "title_matter",
    "title_similarity",
]


Mask = npt.NDArray[np.bool_]

#: Characters of the longest formula. The reply openings, slogans and legal titles of real records are shorter.
_LONGEST = 120


def common_from(documents: int) -> int:
    """Return in how many documents a fingerprint must be to be common.

    It grows with the root of the archive: copies of one text do not become formulas in a large archive, nor
    formulas rare in a small one.

    >>> [common_from(documents) for documents in (100, 436, 20_000, 200_000)]
    [10, 10, 70, 223]
    """
    return max(10, int(0.5 * math.sqrt(documents)))


class Boilerplate:
    """Knows which characters of a text are boilerplate.

    Args:
        common: the common fingerprints, ascending.
    """

    def __init__(self, common: Hashes, fingerprinting: Fingerprinting) -> None:
        self.common = common
        self._fingerprinting = fingerprinting

    def is_common(self, hashes: Hashes) -> Mask:
        """Return which fingerprints are common."""
        if not len(self.common):
            return np.zeros(len(hashes), dtype=np.bool_)
        places = np.minimum(self.common.searchsorted(hashes), len(self.common) - 1)
        found: Mask = self.common[places] == hashes
        return found

    def mask(self, codes: Codes) -> Mask:
        """Return which normal characters of a text are boilerplate."""
        mask = np.zeros(len(codes), dtype=np.bool_)
        hashes, places = self._fingerprinting.select(codes)
        for first, last in self._formulas(hashes, places):
            mask[int(places[first]) : int(places[last - 1]) + self._fingerprinting.gram] = True
        return mask

    def are_formulas(self, hashes: Hashes, places: npt.NDArray[np.intp]) -> Mask:
        """Return which fingerprints of one text, in text order with their places, are of its boilerplate.

        Common ones in a stretch too long for a formula are not.
        """
        found = np.zeros(len(hashes), dtype=np.bool_)
        for first, last in self._formulas(hashes, places):
            found[first:last] = True
        return found

    def _formulas(self, hashes: Hashes, places: npt.NDArray[np.intp]) -> Iterator[tuple[int, int]]:
        """Yield where stretches of common fingerprints that are short enough begin and end, as fingerprints."""
        common = self.is_common(hashes)
        edges = np.flatnonzero(np.diff(np.concatenate(([False], common, [False])).astype(np.int8)))
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            if int(places[last - 1]) + self._fingerprinting.gram - int(places[first]) <= _LONGEST:
                yield first, last


_NUMBER = r"(?:[（(【\[]?\s*+[一二三四五六七八九十\d]{1,3}\s*+[）)、.．\]】]\s*+)?"
#: What the words of a heading say the section is; the last that occurs decides (问题及建议 is demands).
_KINDS = (
    ("背景", "背景|案由|缘由|缘起|基本情况|情况分析|调研情况|情况说明|现状|概况|情况|理由"),
    ("问题", "问题|原因分析|困难|不足|短板|症结|瓶颈|成因"),
    ("建议", "建议|对策|意见|措施|办法|举措|议案内容|提案内容"),
)
_WORDS = "|".join(words for _, words in _KINDS)
#: Where a heading may begin: on a line of its own or behind a gap; never among blanks, which may be many.
_START = r"(?:^|(?<=\n)|(?<=\s\s)|(?<=^[ \t\u3000]))(?=\S)"
#: A heading: few characters with such a word, alone on a line or before a colon at the beginning of a line.
_HEADING = re.compile(
    rf"{_START}(?P<mark>【?)(?P<number>{_NUMBER})"
    rf"(?P<words>[^\n，。；：:！？\d（）()]{{0,10}}?(?:{_WORDS})[^\n。；：:！？]{{0,6}}?)"
    rf"(?:】|[ \t\u3000]*+[:：]|[ \t\u3000]*+(?=\n)|[ \t\u3000]{{2,}}+)"
)
#: A sentence that leads over to a section: 为此，提出如下建议：
_LEAD_IN = re.compile(
    rf"{_START}(?P<words>(?:为此|对此|因此|当前|目前)"
    rf"[^\n。；：:]{{0,12}}(?:{_WORDS})[^\n。；：:]{{0,4}})[:：]"
)


@dataclass(frozen=True, slots=True)
class TextSection:
    """A section of a text: what it is (背景、问题、建议) and where it stands, its heading included."""

    name: str
    start: int
    end: int


def sections_of(text: str) -> tuple[TextSection, ...]:
    """Return the sections that headings show, in order; none where there are no headings.

    >>> [(each.name, each.start) for each in sections_of("一、背景情况\\n……\\n二、存在的问题\\n……\\n具体建议：\\n……")]
    [('背景', 0), ('问题', 10), ('建议', 21)]
    """
    found: dict[int, str] = {}
    for pattern in (_HEADING, _LEAD_IN):
        for match in pattern.finditer(text):
            found.setdefault(match.start(), _kind(match["words"]))
    starts = sorted(found)
    merged = [start for n, start in enumerate(starts) if n == 0 or found[start] != found[starts[n - 1]]]
    ends = [*merged, len(text)][1:]
    return tuple(TextSection(found[start], start, end) for start, end in zip(merged, ends, strict=True))


def section_at(sections: tuple[TextSection, ...], place: int) -> str:
    """Return the name of the section a place is in, ``""`` before the first heading."""
    number = bisect_right([section.start for section in sections], place)
    return sections[number - 1].name if number else ""


def _kind(words: str) -> str:
    """The kind whose word stands last in the heading."""
    return max(_KINDS, key=lambda kind: max((m.end() for m in re.finditer(kind[1], words)), default=-1))[0]


#: What nearly every title begins and ends with.
_FRAME = re.compile(
    r"^(?:关于|有关|对)?(?P<matter>.*?)(?:的?(?:几点|若干)?(?:建议|提案|议案|意见|思考|对策))?(?:案)?$", re.S
)


def title_matter(title: str) -> Codes:
    """Return what a title is about, in normal form: 关于……的建议 without its frame.

    >>> title_matter("關於加強停車管理的幾點建議").tobytes().decode("utf-32-le")
    '加强停车管理'
    """
    text = normal_codes(title).tobytes().decode("utf-32-le")
    matter = _FRAME.match(text)
    kept = matter["matter"] if matter and matter["matter"] else text
    return np.frombuffer(kept.encode("utf-32-le"), dtype=np.uint32)


def title_similarity(one: Codes, other: Codes) -> float:
    """Return the share of neighbouring pairs two normal titles have in common (Dice's coefficient), 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 1.0 if len(one) and np.array_equal(one, other) else 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(codes: Codes) -> set[int]:
    wide = codes.astype(np.uint64)
    return set((wide[:-1] << np.uint64(21) | wide[1:]).tolist())


@dataclass(frozen=True, slots=True, eq=False)
class ComparedText:
    """One text of a proposal.

    Attributes:
        normal: its characters as they are compared.
        counts: which of them count: not boilerplate, nor the title before the text.
        offset: what is added to spans, where the text is part of a longer one that is shown.
    """

    normal: NormalText
    counts: Mask
    boilerplate: Mask
    sections: tuple[TextSection, ...]
    offset: int = 0

    @property
    def size(self) -> int:
        """How many characters count."""
        return int(self.counts.sum())

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the shown span behind normal characters."""
        start, end = self.normal.span(first, last)
        return start + self.offset, end + self.offset


def compared(proposal: Proposal, boilerplate: Boilerplate) -> ComparedText:
    """Return a proposal's own text, prepared."""
    return _prepared(proposal.text, boilerplate, proposal.title)


def compared_reply(text: str, boilerplate: Boilerplate) -> ComparedText:
    """Return the text of a reply, prepared."""
    return _prepared(text, boilerplate, "")


def compared_submission(submission: Submission, boilerplate: Boilerplate) -> ComparedText:
    """Return a submitted text, prepared; spans count in ``submission.text``."""
    proposal = submission.proposal
    return _prepared(proposal.text, boilerplate, proposal.title, submission.start)


def _prepared(text: str, boilerplate: Boilerplate, title: str, offset: int = 0) -> ComparedText:
    found = normal(text)
    formulas = boilerplate.mask(found.codes)
    counts = ~formulas
    opening = normal_codes(title)
    # A text that opens with its own title does not say it twice.
    if 0 < len(opening) < len(found) and np.array_equal(found.codes[: len(opening)], opening):
        counts[: len(opening)] = False
    return ComparedText(found, counts, formulas, sections_of(text), offset)
