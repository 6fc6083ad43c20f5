"""An official letter, by its lines alone, whatever format it came in.

江州市水利局文件                          letterhead
江水提〔2022〕17号　　　签发人：高山        document number
关于市政协八届一次会议第0158号提案的答复    title, which may go on in the next line
骆宾委员：                                addressee: here the text begins
……
江州市水利局                              signature: unit, date
2022年5月20日
（联系人：周到，电话：0000-7654321）       contact: here it ends
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.flow.titles import is_furniture, is_reply_title
from corpus.values import PartialDate, signed_date
from corpus.values.units import UnitAuthority

__all__ = ["Letter", "Signature", "find_letter", "signature", "title_of"]

_DOCUMENT_NUMBER = re.compile(r"[一-鿿]{1,16}[〔\[［（(【]\s?\d{4}\s?[〕\]］）)】]\s?第?\s?\d{1,5}\s?号")
#: A title that goes on in the next line: 关于对市政协十届五次会议, 国务院办公厅对全国政协十届四次会议.
_OPENS_TITLE = re.compile(r"^(?:关于|關於|对|對)|^[一-鿿]{2,20}(?:关于|對|对)(?!.*[。，：])")
_ADDRESSEE = re.compile(r"\s*[^。；！？，：:]{1,80}[：:]\s*")
_ADDRESSED = re.compile(
    r"(?:委员|委員|代表|议员|議員|先生|女士|同志|同仁|委员会|党派|民[革盟建进]|农工党|致公党|九三学社|台盟|工商联|总工会|团委|妇联|侨联)[^：:]{0,12}[：:]"
)
_CONTACT = re.compile(
    r"\s*[（(]|\s*(?:联系|聯絡|电话|抄送|抄报|抄告|附件|经办|承办人|负责人|审核|签发|印发|公开属性|信息公开|办理结果|邮编|传真|此件)"
)
#: A unit signs alone in its line, without a mark of punctuation.
_UNIT = re.compile(
    r"[一-鿿（）()、·]{2,36}(?:局|委|委员会|办|办公室|厅|部|府|院|中心|处|会|社|公司|集团|大学|学院|学校|馆|队|署|行|站|所|区|县|州|市|省|联|团|党|盟|公所)"
)
_SENTENCE = re.compile(r"[。；！？，,：:]")
_DATE_TAIL = re.compile(
    r"(?:(?:中[华華])?民[国國]\s?)?[0-9０-９〇○零一二三四五六七八九十廿OoＯ]{2,5}\s?[年./-]\s?[0-9０-９〇零一二三四五六七八九十]{1,3}"
    r"\s?[月./-]\s?[0-9０-９〇零一二三四五六七八九十廿]{1,3}\s?[日号號]?\s*$"
)
_SEAL = re.compile(r"[（(](?:盖|公|印)?章[)）]$")
#: Lines among which the title and the addressee are looked for.
_HEAD = 60
_TITLE_LINE = 80
#: Lines at the end of a letter among which its signature is looked for.
_FOOT = 12
_DATED_LINE = 60


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter found among lines.

    Attributes:
        title: in one piece, ``""`` where the lines hold none.
        document_number: 文号, ``""`` for none.
        titled: the line in which its title begins, None where the lines hold none.
        begins, ends: the lines of its text, addressee and contact lines included.
    """

    title: str
    document_number: str
    titled: int | None
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs a letter, as written, and the day under it."""

    units: tuple[str, ...] = ()
    day: PartialDate | None = None


def title_of(lines: Sequence[str]) -> tuple[str, int, int]:
    """Return the title of a reply among these lines, and from which to which line it stands; ``("", 0, 0)`` for none.

    >>> title_of(["关于对市政协十届五次会议", "第0260号提案的复函", "温良委员："])
    ('关于对市政协十届五次会议第0260号提案的复函', 0, 2)
    """
    for number, line in enumerate(lines[:_HEAD]):
        text = line.strip()
        if not text or len(text) > _TITLE_LINE * 2 or _ADDRESSEE.fullmatch(text):
            continue
        following = lines[number + 1].strip() if number + 1 < len(lines) else ""
        joined = text + following
        if _OPENS_TITLE.search(text) and not is_reply_title(text) and is_reply_title(joined):
            return joined, number, number + 2
        if is_reply_title(text):
            return text, number, number + 1
    return "", 0, 0


def find_letter(lines: Sequence[str], title: str = "") -> Letter | None:
    """Return the reply that these lines are, None where they are none.

    Args:
        title: what the page or file gives as the title, where it is that of a reply.
    """
    found, first, after = title_of(lines)
    if not found and not title:
        return None
    begins = _addressee(lines, after)
    if begins is None:
        begins = after if found else None
    if begins is None:
        return None
    while begins < len(lines) and not lines[begins].strip():
        begins += 1
    head = "\n".join(lines[:begins])
    number = _DOCUMENT_NUMBER.search(head)
    return Letter(found or title, number[0] if number else "", first if found else None, begins, _end(lines, begins))


def signature(text: str, units: UnitAuthority) -> Signature:
    """Return who signs a reply and when, by its last lines; a day inside a sentence is a deadline and no date.

    >>> found = signature("东堤已经完工。\\n江州市水利局\\n2022年5月20日", UnitAuthority.load())
    >>> found.units, str(found.day)
    (('江州市水利局',), '2022-05-20')
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    dated = [number for number, line in enumerate(lines) if len(line) < _DATED_LINE and _signs(line, units)]
    lines = lines[: dated[-1] + 1 if dated else None][-_FOOT:]
    names: list[str] = []
    for line in reversed(lines):
        bare = _SEAL.sub("", _DATE_TAIL.sub("", line).strip())
        if _CONTACT.match(line) or (not bare and line):
            continue
        written = _signing(bare, units)
        if not written:
            break
        names[:0] = written
    return Signature(tuple(dict.fromkeys(names)), signed_date("\n".join(lines)[-400:]))


def _signs(line: str, units: UnitAuthority) -> bool:
    """Whether a line is a date alone, or a unit's with the date behind it."""
    bare = _SEAL.sub("", _DATE_TAIL.sub("", line).strip())
    return bare != line and (not bare or bool(_signing(bare, units)))


def _signing(line: str, units: UnitAuthority) -> list[str]:
    """The units that a line consists of, none where it is a sentence or a heading."""
    if not line or len(line) > 80 or _SENTENCE.search(line):
        return []
    names = [name for name in re.split(r"[\s\u3000]+", line) if name]
    if len(names) > 1 and all(len(name) < 3 for name in names):
        names = ["".join(names)]
    return names if all(_UNIT.fullmatch(name) or units.knows(name) for name in names) else []


def _addressee(lines: Sequence[str], after: int) -> int | None:
    """The line that says whom the letter is for, with a colon: it names members, or is the first below a title."""
    for number in range(after, min(len(lines), after + _HEAD)):
        line = lines[number]
        if _ADDRESSEE.fullmatch(line) and (_ADDRESSED.search(line) or (after and number - after < 4)):
            return number
    return None


def _end(lines: Sequence[str], begins: int) -> int:
    """Where the letter ends: behind its signature and contact lines, before what a site puts below it."""
    last = len(lines)
    for number in range(begins + 1, len(lines)):
        if is_furniture(lines[number]) and not _CONTACT.match(lines[number]):
            last = number
            break
    signed = [number for number in range(begins, last) if _DATE_TAIL.search(lines[number]) and len(lines[number]) < 60]
    if signed:
        end = signed[-1] + 1
        while end < last and (not lines[end].strip() or _CONTACT.match(lines[end])):
            end += 1
        last = end if last - end < _HEAD else last
    while last > begins and not lines[last - 1].strip():
        last -= 1
    return last
