"""Small files of every format, written by hand or by a library: what the tests decode."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from itertools import accumulate

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SECTOR = 512


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """Return a DOCX with this body; ``parts`` by their kind (``header``, ``footnotes``, ``numbering``, ``styles``)."""
    members = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    relations = ""
    for kind, xml in (parts or {}).items():
        members[f"word/{kind}.xml"] = xml
        relations += f'<Relationship Id="{kind}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    members["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{namespace}">{relations}</Relationships>'
    return zipped(members)


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """Return a paragraph of one run as WordprocessingML."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def odt(body: str, *, automatic: str = "", styles: str = "") -> bytes:
    """Return an ODT with this text, automatic styles and page styles."""
    base = "urn:oasis:names:tc:opendocument:xmlns"
    names = {"office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing"}
    xmlns = " ".join(f'xmlns:{prefix}="{base}:{name}:1.0"' for prefix, name in names.items())
    content = (
        f"<office:document-content {xmlns}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    common = f"<office:document-styles {xmlns}>{styles}</office:document-styles>"
    mimetype = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": mimetype, "content.xml": content, "styles.xml": common})


def ofd(*pages: str) -> bytes:
    """Return an OFD of these pages' layers."""
    xmlns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="P{n}/Content.xml"/>' for n in range(len(pages)))
    members = {
        "OFD.xml": f"<ofd:OFD {xmlns}><ofd:DocBody><ofd:DocRoot>/D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "D/Document.xml": f"<ofd:Document {xmlns}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, layers in enumerate(pages):
        page = f"<ofd:Page {xmlns}><ofd:Content>{layers}</ofd:Content></ofd:Page>"
        members[f"D/P{number}/Content.xml"] = page
    return zipped(members)


def ofd_text(text: str, left: float, top: float, *, attributes: str = "") -> str:
    """Return a text object of 4 mm characters."""
    deltas = f"g {len(text) - 1} 4" if len(text) > 1 else ""
    code = f'<ofd:TextCode X="0" Y="3.5" DeltaX="{deltas}">{text}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{left} {top} 150 5" Size="4" {attributes}>{code}</ofd:TextObject>'


Placed = tuple[float, float, str]


def pdf(*pages: Sequence[Placed], size: float = 12, rulings: Sequence[tuple[float, float, float, float]] = ()) -> bytes:
    """Return a PDF: on each page texts at x, y (points from the lower left corner), on all of them drawn lines."""
    characters = sorted({character for page in pages for _, _, text in page for character in text})
    codes = {character: number + 1 for number, character in enumerate(characters)}
    mapping = "\n".join(f"<{code:04X}> <{character.encode('utf-16-be').hex()}>" for character, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(codes)} beginbfchar\n{mapping}\nendbfchar\n"
        "endcmap end end"
    )
    font = 5 + 2 * len(pages)
    drawn = "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in rulings)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for page in pages:
        texts = "".join(
            f"BT /F {size} Tf {x} {y} Td <{''.join(f'{codes[c]:04X}' for c in text)}> Tj ET\n" for x, y, text in page
        )
        kids.append(len(objects) + 1)
        resources = f"<</Font<</F {font} 0 R>>>>"
        head = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources{resources}"
        objects.append(f"{head}/Contents {len(objects) + 2} 0 R>>".encode())
        objects.append(_stream(drawn + texts))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    objects.append(_stream(cmap))
    descriptor = (
        "/FontDescriptor<</Type/FontDescriptor/FontName/S/Flags 4/FontBBox[0 -200 1000 900]/Ascent 880/Descent -120>>"
    )
    objects.append(f"<</Type/Font/Subtype/CIDFontType2/BaseFont/S{system}/DW 1000{descriptor}>>".encode())
    objects.append(
        f"<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/Identity-H/DescendantFonts[{font - 1} 0 R]"
        f"/ToUnicode {font - 2} 0 R>>".encode()
    )
    return _numbered(objects)


def _stream(text: str) -> bytes:
    raw = text.encode()
    return b"<</Length %d>>stream\n%s\nendstream" % (len(raw), raw)


def _numbered(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


#: Properties of a DOC's characters and paragraphs.
DELETED, HIDDEN = struct.pack("<HB", 0x0800, 1), struct.pack("<HB", 0x083C, 1)
CELL, ROW_END = struct.pack("<HB", 0x2416, 1), struct.pack("<HBHB", 0x2416, 1, 0x2417, 1)


def doc(runs: Sequence[tuple[str, bytes]], paragraphs: Mapping[int, bytes] | None = None, *, notes: int = 0) -> bytes:
    """Return a DOC of these runs; ``paragraphs`` gives properties by the number of the paragraph or cell.

    The last ``notes`` characters are footnotes.
    """
    raw = "".join(run for run, _ in runs).encode("utf-16-le")
    text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))
    start = 0x800
    stream = bytearray(start) + raw
    edges = [start, *(start + at for at in accumulate(len(run.encode("utf-16-le")) for run, _ in runs))]
    ends = [start + 2 * (at + 1) for at, character in enumerate(text) if character in "\r\x07"]
    marks = [start, *ends]
    given = [(paragraphs or {}).get(number, b"") for number in range(len(ends))]
    characters = _page(edges, [bytes([len(p)]) + p if p else b"" for _, p in runs], 1)
    lists = _page(marks, [_paragraph_list(each) for each in given], 13)
    stream += bytes(-len(stream) % _SECTOR)
    first = len(stream) // _SECTOR
    stream += characters + lists
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    bins = [struct.pack("<III", start, edges[-1], first), struct.pack("<III", start, edges[-1], first + 1)]
    table = bytearray()
    struct.pack_into("<HH", stream, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", stream, 0x0A, 0x0200)
    struct.pack_into("<II", stream, 0x4C, len(text) - notes, notes)
    for place, content in ((0x1A2, clx), (0xFA, bins[0]), (0x102, bins[1])):
        struct.pack_into("<II", stream, place, len(table), len(content))
        table += content
    return compound({"WordDocument": bytes(stream), "1Table": bytes(table)})


def _paragraph_list(properties: bytes) -> bytes:
    """Length in words, a style, the properties."""
    words = (len(properties) + 4) // 2
    return bytes([words]) + b"\0\0" + properties.ljust(words * 2 - 3, b"\0")


def _page(edges: Sequence[int], lists: Sequence[bytes], width: int) -> bytes:
    page = bytearray(_SECTOR)
    struct.pack_into(f"<{len(edges)}I", page, 0, *edges)
    at = 510
    for number, each in enumerate(lists):
        if each:
            at = (at - len(each)) // 2 * 2
            page[at : at + len(each)] = each
            page[len(edges) * 4 + number * width] = at // 2
    page[511] = len(lists)
    return bytes(page)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file ([MS-CFB]) with these streams."""
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    chain: list[int] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    data = b""
    for number, (name, content) in enumerate(padded.items(), 1):
        count = -(-len(content) // _SECTOR)
        after = number + 1 if number < len(padded) else 0xFFFFFFFF
        entries.append(_entry(name, 2, len(chain), len(content), right=after))
        chain += [*range(len(chain) + 1, len(chain) + count), 0xFFFFFFFE]
        data += content.ljust(count * _SECTOR, b"\0")
    directory = b"".join(entries)
    directory += bytes(-len(directory) % _SECTOR)
    first = len(chain)
    count = len(directory) // _SECTOR
    chain += [*range(first + 1, first + count), 0xFFFFFFFE, 0xFFFFFFFD]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, first, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", first + count, *[0xFFFFFFFF] * 108)
    return header + data + directory + fat


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    entry = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child)
    return entry + bytes(36) + struct.pack("<III", start, size, 0)
