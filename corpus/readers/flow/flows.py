"""A flow of blocks becomes labelled records, whatever format it came from.

blocks ── sections.collect ──▶ one section a record ──┬── letters: title, text and signature of a reply
                                                      ├── the text: its label, its main block, or what is left
                                                      └──▶ Labelled, with every visible line
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.profiles import Profile
from corpus.readers.flow.blocks import Block, TextLine, visible_lines
from corpus.readers.flow.letters import find_letter, title_of
from corpus.readers.flow.sections import Section, collect
from corpus.readers.flow.titles import is_furniture, is_reply_title, is_title
from corpus.readers.items import Labelled
from corpus.values import remarks

__all__ = ["Framing", "labelled_records"]

#: A first line beyond this is a paragraph, not a title.
_TITLE_LENGTH = 100
#: Lines this short carry no weight in finding the block that holds the text.
_WEIGHTY = 10
#: Portals link to this column from every page.
_COLUMN = "依申请公开"
#: What running text has, and the names and links of a site have not.
_PROSE = re.compile(r"[。；！？]|.{30}")


@dataclass(frozen=True, slots=True)
class Framing:
    """What stands around the flow.

    Attributes:
        title: what the file calls itself (an HTML ``title``), ``""`` for nothing.
        header: what is printed at the head of every page.
        site: whether the flow is a page with a site's own lines around the text.
    """

    title: str = ""
    header: str = ""
    site: bool = False


def labelled_records(blocks: Iterable[Block], profile: Profile, framing: Framing) -> Iterator[Labelled]:
    """Yield the records of a flow; each visible line is in one of them."""
    flow = list(blocks)
    sections = collect(flow, profile)
    lost = Counter(line for line in visible_lines(flow) if line.strip())
    lost.subtract(Counter(line for section in sections for line in section.visible))
    sections[-1].visible.extend(line for line, times in lost.items() for _ in range(times))
    common = " ".join(line.text for line in sections[0].lines[:8]) if len(sections) > 1 else ""
    kept = _with_content(sections)
    for number, section in enumerate(kept, 1):
        place = f"第 {number} 件" if len(kept) > 1 else ""
        yield _labelled(section, profile, framing, place, common if number > 1 else "")


def _with_content(sections: list[Section]) -> list[Section]:
    """The sections that are records; what stands before the first of a list goes with that."""
    kept: list[Section] = []
    before: list[str] = []
    for section in sections:
        if section.listed or section.pairs or len(sections) == 1:
            section.visible[:0] = before
            before = []
            kept.append(section)
        else:
            before += section.visible
    if before and kept:
        kept[-1].visible.extend(before)
    return kept or sections[:1]


def _labelled(section: Section, profile: Profile, framing: Framing, place: str, common: str) -> Labelled:
    texts = [line.text for line in section.lines]
    long = {profile.field_of(label) for label, value in section.pairs if value.strip()}
    pairs = list(section.pairs)
    heading, number = _heading(section.lines, framing, listed=section.listed)
    text = ""
    if long.isdisjoint(("text", "parts")):
        letter = None if "reply.text" in long else find_letter(texts, heading if is_reply_title(heading) else "")
        if letter:
            again = any(_same(value, letter.title) for _, value in pairs)
            heading = letter.title
            begins = letter.titled if again and letter.titled is not None else letter.begins
            text = "\n".join(texts[begins : letter.ends])
            if letter.document_number and not any(
                profile.field_of(each) == "reply.document_number" for each, _ in pairs
            ):
                pairs.append(("文号", letter.document_number))
        else:
            text = _main_text(section.lines) if framing.site else "\n".join(texts[number:]).strip("\n")
    if framing.site:
        pairs.extend(_remarks_outside(text, section.lines))
    header = " ".join(filter(None, (framing.header, common)))
    return Labelled(place, tuple(pairs), heading, text, header, tuple(section.visible))


def _heading(lines: Sequence[TextLine], framing: Framing, *, listed: bool) -> tuple[str, int]:
    """The title that the flow itself shows, and how many lines of a plain text it takes from the top."""
    if listed:
        return "", 0
    texts = [line.text.strip() for line in lines]
    if not framing.site:
        return _first_line(texts)
    marked = next((line.text for level in (1, 2, 3) for line in lines if line.heading == level), "")
    if marked and (is_title(marked) or is_reply_title(marked)):
        return marked, 0
    if is_reply_title(framing.title):
        return framing.title, 0
    found = title_of(texts)[0] or next((text for text in texts if is_title(text)), "")
    return found or marked or framing.title, 0


def _first_line(texts: list[str]) -> tuple[str, int]:
    first = next((number for number, text in enumerate(texts) if text), len(texts))
    title, begins, ends = title_of(texts)
    if title and begins == first:
        return title, ends
    if first < len(texts) and len(texts[first]) <= _TITLE_LENGTH:
        return texts[first], first + 1
    return "", 0


def _main_text(lines: Sequence[TextLine]) -> str:
    """The lines of the block with most text in it; what surrounds it is the site's own."""
    weights: Counter[tuple[int, ...]] = Counter()
    for line in lines:
        container = line.scope
        if len(line.text) >= _WEIGHTY and not line.heading and not line.beside:
            weights[container] += len(line.text)
            weights[container[:-1]] += len(line.text) // 2
    if not weights:
        return ""
    best, _ = weights.most_common(1)[0]
    text = "\n".join(line.text for line in lines if line.path[: len(best)] == best and line.heading != 1)
    return text if _PROSE.search(text) and not is_furniture(text) else ""


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _remarks_outside(text: str, lines: Sequence[TextLine]) -> Iterator[tuple[str, str]]:
    """（此件不公开） beside the text that it is about; the name of a portal's column is none."""
    inside = set(text.splitlines())
    for line in lines:
        if line.text not in inside and line.text.strip() != _COLUMN and any(remarks(line.text)):
            yield "页面说明", line.text
