"""RTF: text, tables, notes and headers as Word shows them, deletions and hidden text left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from corpus.errors import ReadError
from corpus.formats.limits import Budget
from corpus.formats.model import Block, Document, Dropped, Paragraph, Part
from corpus.formats.word.rows import MERGED, RESTART, VERTICAL, RowEnd, TableBuilder
from corpus.formats.word.rtf_tokens import Token, codec_of_charset, codec_of_page, tokens

__all__ = ["decode_rtf"]

_SIGNS = {"line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
          "rdblquote": "”", "bullet": "•", "emspace": "　", "enspace": " ", "~": " ", "_": "-", "lbr": "\n",
          "softline": "\n"}  # fmt: skip
#: Groups that hold text of their own.
_PARTS: Mapping[str, Part | None] = {
    "footnote": Part.FOOTNOTE, "shptxt": Part.TEXT_BOX, "annotation": None,
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), Part.HEADER),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), Part.FOOTER),
}  # fmt: skip
#: Groups that hold no text, also where no ``\*`` says so.
_SKIPPED = frozenset({
    "colortbl", "stylesheet", "info", "pict", "objdata", "fldinst", "nonshppict", "listtable", "listoverridetable",
    "pntxta", "pntxtb", "xmlnstbl", "rsidtbl", "generator", "sp", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc",
    "aftncn", "upr", "filetbl", "revtbl", "mmathPr", "do",
})  # fmt: skip
#: Groups with ``\*`` that hold text all the same.
_SHOWN = frozenset({"shpinst", "shptxt", "shppict", "ud", "moMath", "moMathPara", "result", "nesttableprops"})
_MOST_GROUPS = 10_000


@dataclass(slots=True)
class _Sink:
    """Where text goes: the body, or a note, a header, a text box."""

    part: Part | None = Part.BODY
    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    tables: TableBuilder = field(default_factory=TableBuilder)
    nested: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and its end undoes."""

    sink: _Sink
    skipped: bool = False
    fonts: bool = False
    hidden: bool = False
    deleted: bool = False
    font: int = -1
    fallback: int = 1
    in_table: bool = False
    starred: bool = False


def decode_rtf(content: bytes, budget: Budget) -> Document:
    """Return the document; raise ReadError where the groups never end well or the text is too long."""
    budget.check_size(len(content), "文件")
    return _Reader(budget).document(content)


class _Reader:
    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._body = _Sink()
        self._state = _State(self._body)
        self._stack: list[_State] = []
        self._fonts: dict[int, str] = {}
        self._codec = "cp1252"
        self._raw = bytearray()
        self._to_skip = 0
        self._edges: list[int] = []
        self._flags: list[int] = []
        self._flag = 0
        self._beside: list[Block] = []
        self._dropped: list[Dropped] = []

    def document(self, content: bytes) -> Document:
        for token in tokens(content):
            if token.raw:
                self._bytes(token)
            elif token.group:
                self._group(token.group)
            elif not self._text_word(token):
                self._format_word(token)
        self._flush()
        if self._stack:
            raise ReadError("RTF 不完整，文件可能没有下载完，请重新下载或另存")
        self._end_paragraph(self._body)
        self._body.blocks += self._body.tables.finished()
        return Document((*self._body.blocks, *self._beside), dropped=tuple(self._dropped))

    def _bytes(self, token: Token) -> None:
        raw = token.raw
        if self._to_skip:
            raw, self._to_skip = raw[self._to_skip :], max(self._to_skip - len(raw), 0)
        if not self._state.skipped and not self._state.fonts:
            self._raw += raw

    def _flush(self) -> None:
        """Put the bytes that came so far into the text, in the encoding of their font."""
        if self._raw:
            codec = self._fonts.get(self._state.font, "") or self._codec
            raw, self._raw = bytes(self._raw), bytearray()
            self._add(raw.decode(codec, "replace"))

    def _add(self, text: str) -> None:
        self._budget.take(len(text))
        if self._state.hidden or self._state.deleted:
            self._dropped.append(Dropped("修订中删除的文字" if self._state.deleted else "隐藏文字", text))
        else:
            self._state.sink.text.append(text)

    def _group(self, sign: str) -> None:
        self._flush()
        self._to_skip = 0
        if sign == "{":
            if len(self._stack) > _MOST_GROUPS:
                raise ReadError("RTF 的嵌套层次太深，文件可能损坏，请用 Word 另存后再导入")
            self._stack.append(self._state)
        elif self._stack:
            ended, self._state = self._state.sink, self._stack.pop()
            if ended is not self._state.sink:
                self._end_sink(ended)

    def _end_sink(self, sink: _Sink) -> None:
        self._end_paragraph(sink)
        texts = [block.text for block in (*sink.blocks, *sink.tables.finished()) if isinstance(block, Paragraph)]
        for text in (text for text in texts if text.strip()):
            if sink.part is None:
                self._dropped.append(Dropped("批注", text))
            elif (told := Paragraph(text, part=sink.part)) not in self._beside:
                self._beside.append(told)

    def _text_word(self, token: Token) -> bool:
        """Act on what is text or ends text; return whether the token was that."""
        word = token.word
        if word == "u" and token.number is not None:
            self._unicode(token.number)
        elif word in _SIGNS:
            self._to_skip = max(self._to_skip - 1, 0)
            self._raw_or_text(_SIGNS[word])
        elif word in ("\\", "{", "}"):
            self._bytes(Token(raw=word.encode()))
        elif word in ("\n", "\r", "par", "sect", "cell", "row", "nestcell", "nestrow"):
            self._flush()
            if not self._state.skipped and not self._state.deleted:
                self._end(word)
        else:
            return False
        return True

    def _raw_or_text(self, text: str) -> None:
        self._flush()
        if not self._state.skipped and not self._state.fonts:
            self._add(text)

    def _unicode(self, number: int) -> None:
        self._raw_or_text("" if not -0x8000 <= number <= 0x10FFFF else chr(number % 0x10000 if number < 0 else number))
        self._to_skip = self._state.fallback

    def _end(self, word: str) -> None:
        sink = self._state.sink
        if word == "cell":
            sink.tables.end_cell(Paragraph(_taken(sink)))
        elif word == "row":
            sink.tables.end_row(RowEnd(tuple(self._edges), tuple(self._flags)))
        elif word == "nestcell":
            sink.nested.append(_taken(sink))
        elif word == "nestrow":
            sink.tables.add(Paragraph("\t".join(sink.nested)))
            sink.nested = []
        else:
            self._end_paragraph(sink, always=True)

    def _end_paragraph(self, sink: _Sink, *, always: bool = False) -> None:
        if not sink.text and not always:
            return
        paragraph = Paragraph(_taken(sink))
        if self._state.in_table:
            sink.tables.add(paragraph)
        else:
            sink.blocks += sink.tables.finished()
            sink.blocks.append(paragraph)

    def _format_word(self, token: Token) -> None:
        word, number = token.word, token.number
        if word == "*":
            self._state = replace(self._state, starred=True)
        elif word in _PARTS and not self._state.skipped:
            self._flush()
            self._state = replace(self._state, sink=_Sink(_PARTS[word]), in_table=False, starred=False, hidden=False)
        elif word in _SKIPPED or (self._state.starred and word not in _SHOWN):
            self._state = replace(self._state, skipped=True, starred=False)
        elif word == "ud":
            self._state = replace(self._state, skipped=False, starred=False)
        elif word in ("fonttbl", "f", "fcharset", "ansicpg", "cpg"):
            self._font(word, number or 0)
        elif word in ("trowd", "trleft", "cellx", "clmrg", "clvmgf", "clvmrg"):
            self._row_word(word, number or 0)
        else:
            self._switch(word, number)

    def _font(self, word: str, number: int) -> None:
        self._flush()
        if word == "fonttbl":
            self._state = replace(self._state, fonts=True, starred=False)
        elif word == "f":
            self._state = replace(self._state, font=number)
        elif word == "fcharset" and self._state.fonts:
            self._fonts[self._state.font] = codec_of_charset(number)
        elif word == "cpg" and self._state.fonts:
            self._fonts[self._state.font] = codec_of_page(number)
        elif word == "ansicpg":
            self._codec = codec_of_page(number)

    def _row_word(self, word: str, number: int) -> None:
        if word == "trowd":
            self._edges, self._flags, self._flag = [0], [], 0
        elif word == "trleft":
            self._edges[:1] = [number]
        elif word == "cellx":
            self._edges.append(number)
            self._flags.append(self._flag)
            self._flag = 0
        else:
            self._flag |= {"clmrg": MERGED, "clvmgf": VERTICAL | RESTART, "clvmrg": VERTICAL}[word]

    def _switch(self, word: str, number: int | None) -> None:
        on = number != 0
        changes: dict[str, bool | int] = {}
        if word == "v":
            changes = {"hidden": on}
        elif word == "deleted":
            changes = {"deleted": on}
        elif word == "plain":
            changes = {"hidden": False, "deleted": False}
        elif word == "uc":
            changes = {"fallback": min(max(number or 0, 0), 8)}
        elif word == "intbl":
            changes = {"in_table": on}
        elif word == "pard":
            changes = {"in_table": False}
        if changes or self._state.starred:
            self._flush()
            self._state = replace(self._state, starred=False, **changes)  # type: ignore[arg-type]


def _taken(sink: _Sink) -> str:
    """The text of the paragraph that ends, halves of characters put together."""
    text, sink.text = "".join(sink.text), []
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
