"""DOCX: body, text boxes, notes, headers and footers as Word shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.formats.limits import Budget
from corpus.formats.model import Block, Document, Dropped, Paragraph, Part, Table
from corpus.formats.packages import Package
from corpus.formats.word.docx_body import Body
from corpus.formats.word.docx_numbering import numbering_of
from corpus.formats.word.styles import Styles, W

__all__ = ["decode_docx"]

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_IDENTIFIER = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_PAGE_NUMBER = re.compile(r"[\W_]*+第?\s*+\d*+\s*+页?[\W_]*+共?\s*+\d*+\s*+页?[\W_]*+")
_NOTES = (
    ("footnote", "footnotes", Part.FOOTNOTE),
    ("endnote", "endnotes", Part.ENDNOTE),
)


def decode_docx(content: bytes, budget: Budget) -> Document:
    """Return the document; raise ReadError where the package or its text is damaged."""
    package = Package(content, budget)
    main = _main_part(package)
    root = package.xml(main)
    relations = _relations(package, main)
    styles = Styles(_related(package, relations, "styles"))
    body = Body(styles, numbering_of(_related(package, relations, "numbering"), styles), budget)
    blocks: list[Block] = list(body.blocks(root))
    for name, kind, part in _NOTES:
        blocks += _in_part(_notes(body, _related(package, relations, kind), name), part)
    for name, part in (("header", Part.HEADER), ("footer", Part.FOOTER)):
        blocks += _margin(package, relations, root, body, name, part)
    comments = _related(package, relations, "comments")
    for comment in comments.iterfind(f"{W}comment") if comments is not None else ():
        body.dropped.append(Dropped("批注", "\n".join(_texts(body.blocks(comment)))))
    return Document(tuple(blocks), dropped=tuple(body.dropped))


def _main_part(package: Package) -> str:
    for kind, target in _relations(package, "").values():
        if kind == "officeDocument" and target in package.names:
            return target
    return "word/document.xml"


def _relations(package: Package, member: str) -> dict[str, tuple[str, str]]:
    """Kind and member of every relation of a part, by identifier."""
    folder, _, name = member.rpartition("/")
    root = package.optional(f"{folder}/_rels/{name}.rels".lstrip("/"))
    found: dict[str, tuple[str, str]] = {}
    for each in root.iter(_RELATION) if root is not None else ():
        if each.get("TargetMode") != "External":
            kind = each.get("Type", "").rpartition("/")[2]
            found[each.get("Id", "")] = kind, package.beside(member, each.get("Target", ""))
    return found


def _related(package: Package, relations: dict[str, tuple[str, str]], kind: str) -> etree._Element | None:
    for found, target in relations.values():
        if found == kind and target in package.names:
            return package.xml(target)
    return package.optional(f"word/{kind}.xml") if not relations else None


def _notes(body: Body, root: etree._Element | None, name: str) -> Iterator[Block]:
    """The notes that the text refers to, in the text's order; all where it refers to none."""
    if root is None:
        return
    notes = {each.get(f"{W}id", ""): each for each in root if each.get(f"{W}type") not in _SEPARATORS}
    for identifier in dict.fromkeys([*body.references[name], *notes]):
        if identifier in notes:
            yield from body.blocks(notes[identifier])


def _margin(
    package: Package, relations: dict[str, tuple[str, str]], root: etree._Element, body: Body, name: str, part: Part
) -> Iterator[Block]:
    """Headers or footers, those that a section names first, each text once; a mere page number is dropped."""
    told: set[str] = set()
    named = [reference.get(_IDENTIFIER, "") for reference in root.iter(f"{W}{name}Reference")]
    for identifier in dict.fromkeys([*named, *relations]):
        kind, target = relations.get(identifier, ("", ""))
        if kind != name or target not in package.names:
            continue
        for block in _in_part(body.blocks(package.xml(target)), part):
            text = block.text if isinstance(block, Paragraph) else ""
            if text and text not in told and not _PAGE_NUMBER.fullmatch(text):
                told.add(text)
                yield block
            elif text:
                body.dropped.append(Dropped("页码" if text not in told else "各页重复的页眉页脚", text))


def _in_part(blocks: Iterator[Block], part: Part) -> Iterator[Block]:
    """The blocks as paragraphs of a part; a table there is layout, its rows are lines."""
    for text in _texts(blocks):
        yield Paragraph(text, part=part)


def _texts(blocks: Iterator[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from ("\t".join(cell.text for cell in row if not cell.repeats).strip() for row in block.rows)
        elif block.text.strip():
            yield block.text
