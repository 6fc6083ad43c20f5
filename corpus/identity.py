"""Which record is which: the evidence that makes two readings one proposal, and the id made from it.

    Proposal ──▶ CaseKey     届次 and 案号, where the source numbers the record
             ──▶ identity()  digest of what names it; weight_of_identity() says what equal digests are worth
             ──▶ evidence()  what makes two readings of different digests one proposal all the same
             ──▶ record_id() a short, readable, URL-safe id

All of it is computed from the record alone, never from what else is in an archive, so that ids come out the
same in whatever order files are imported. Why these fields: docs/decisions/0005-identity-and-revisions.md.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.model import Proposal
    from corpus.values.sessions import Session

__all__ = [
    "CaseKey",
    "Evidence",
    "alike",
    "case_digests",
    "case_key",
    "evidence",
    "folded",
    "id_lengths",
    "identity",
    "is_id",
    "is_telling",
    "record_id",
    "weight_of_identity",
]

#: Share of the shorter text's character 4-grams that the longer one must hold to be the same text, edited.
SAME_TEXT = 0.8

#: Characters of a text, and of a title, that are too many to be the same by chance.
_TELLING_TEXT, _TELLING_TITLE = 12, 8
#: Characters at the beginning of a reply in which it names what it answers.
_OPENING = 400
_REPLY_TITLE = re.compile(r"(?:答复|答復|复函|回复|意见|函|报告|书)\W*$")
_NAMES_SUBJECT = re.compile("关于|關於|《")
_TITLE_DRESS = re.compile(r"^(?:关于|關於)|(?:的)?(?:提案|建议|建議|议案|議案)$")

#: Kinds of meeting that read better in an id as letters; any other becomes a short hash.
_SERIES = {"临时": "ls", "臨時": "ls", "定期": "dq"}
_URL_SAFE = re.compile(r"[A-Za-z0-9]{1,12}")
_ID = re.compile(r"(?=.{1,120}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")
_BETWEEN_NUMBERS = re.compile(
    r"(?<=[0-9a-z〇零一二三四五六七八九十百千万])[\W_]+(?=[0-9a-z〇零一二三四五六七八九十百千万])"
)
_NUMBER_DRESS = re.compile(r"^(?:第|编号|編號|no\.?)|(?:号|號|案)$")


class Evidence(StrEnum):
    """Why a reading of another file is taken for one of a record that the archive has.

    A title alone is none. Readings of the same place of the same file need none: they are its revisions.
    """

    BYTES = "原件逐字节相同"
    NUMBER = "届次、案号与题目或机构相同"
    TEXT = "题目与正文相同"
    ANSWER = "同一届次、案号的提案与答复"


@dataclass(frozen=True, slots=True)
class CaseKey:
    """What a body itself tells its records apart by.

    Attributes:
        session: code of the 届次 (``12-5``), ``""`` where unknown.
        number_written: what the written number says beyond ``number`` (``a12``); ``""`` where it says the same.
    """

    body: str
    kind: str
    session: str
    number: int | None
    number_written: str

    @property
    def numbered(self) -> bool:
        """Whether the key can name one record: 案号 start again in every session, so it takes both."""
        return bool(self.session) and (self.number is not None or bool(self.number_written))


def case_key(record: Proposal) -> CaseKey:
    """Return the record's key: body, kind, session and number, each free of how it happens to be written.

    >>> from corpus.model import Proposal
    >>> from corpus.values.sessions import Session
    >>> one = Proposal("关于停车", session=Session(12, 5), number=300, number_written="第0300号")
    >>> two = Proposal("关于停车", session=Session(12, 5), number=300, number_written="300")
    >>> case_key(one) == case_key(two)
    True
    """
    return CaseKey(
        body=folded(record.body),
        kind=record.kind.value,
        session=record.session.code if record.session else "",
        number=record.number,
        number_written=_beyond_number(record.number_written, record.number),
    )


def identity(record: Proposal) -> str:
    """Return the digest (64 hex digits) of the evidence that two readings are the same proposal.

    - Numbered, body known: key and title. One body gives one number once a session.
    - Numbered, body unknown: key, title and proposers, since other cities number alike.
    - Numbered, neither body nor proposers known: key, title and the text itself.
    - Not numbered: key, title, proposers, date and text.

    Where there is no text, the replies' texts stand for it: 对市政协第300号提案的答复 is a title in every city.

    >>> from corpus.model import Proposal
    >>> from corpus.values.sessions import Session
    >>> def read(title: str, text: str) -> Proposal:
    ...     return Proposal(title, text=text, body="江城市政协", session=Session(12, 5), number=300)
    >>> identity(read("关于“停车难”的建议", "全文")) == identity(read("关于停车难的建议", ""))
    True
    """
    key = case_key(record)
    evidence: list[object] = [key.body, key.kind, key.session, key.number, key.number_written]
    evidence.append(folded(record.title))
    proposers = sorted(folded(name) for name in record.proposers)
    if not key.numbered:
        day = record.submitted or record.filed or record.published
        evidence += [proposers, str(day or ""), _own_words(record)]
    elif not key.body:
        evidence += [proposers] if proposers else [[], _own_words(record)]
    return _digest(evidence)


def weight_of_identity(record: Proposal) -> Evidence | None:
    """Return what it is that two readings of this identity agree in; None where it is little more than a title.

    >>> from corpus.model import Proposal
    >>> weight_of_identity(Proposal("关于停车")) is None
    True
    >>> weight_of_identity(Proposal("关于停车", text="全文")).value
    '题目与正文相同'
    """
    key = case_key(record)
    if key.numbered and (key.body or record.proposers or is_telling(record.title)):
        return Evidence.NUMBER
    return Evidence.TEXT if any(_own_words(record)) else None


def evidence(one: Proposal, other: Proposal) -> Evidence | None:
    """Return what shows that two readings of different identities are one proposal; None where nothing does.

    Both have the same kind, session and numbers, and no body or proposers that contradict. Besides,

    - the body is the same, and title or text are alike (or one of the titles is only that of a reply); or
    - one is the proposal, the other nothing but a reply that names the proposal's title.

    >>> from corpus.model import Proposal, Reply
    >>> from corpus.values.sessions import Session
    >>> asked = Proposal("关于修缮东桥的提案", text="桥面破损。", session=Session(13, 2), number=301)
    >>> words = Reply("您提出的关于修缮东桥的提案收悉。", title="对第301号提案的答复")
    >>> answer = Proposal("对第301号提案的答复", session=Session(13, 2), number=301, replies=(words,))
    >>> evidence(asked, answer).value, evidence(asked, Proposal("关于修西桥", session=Session(13, 2), number=301))
    ('同一届次、案号的提案与答复', None)
    """
    here, there = case_key(one), case_key(other)
    if not (here.numbered and there.numbered) or _numbering(one, here) != _numbering(other, there):
        return None
    if here.body and there.body and here.body != there.body:
        return None
    if here.body and there.body and (_titles_agree(one, other) or _texts_agree(one, other)):
        return Evidence.NUMBER
    return Evidence.ANSWER if _answers(one, other) or _answers(other, one) else None


def case_digests(record: Proposal) -> tuple[str, ...]:
    """Return a digest of kind, session and number for each number: what to look for others of the same case by.

    The archive keeps them: whoever changes them adds a step to its migrations.
    """
    if not record.session:
        return ()
    return tuple(_digest([record.kind.value, record.session.code, number]) for number in record.numbers)


def _numbering(record: Proposal, key: CaseKey) -> tuple[object, ...]:
    return key.kind, key.session, key.number_written, frozenset(record.numbers)


def _titles_agree(one: Proposal, other: Proposal) -> bool:
    return alike(one.title, other.title) or _is_reply_alone(one) or _is_reply_alone(other)


def _texts_agree(one: Proposal, other: Proposal) -> bool:
    return min(len(folded(one.text)), len(folded(other.text))) >= _TELLING_TEXT and alike(one.text, other.text)


def _answers(reply: Proposal, asked: Proposal) -> bool:
    if folded(reply.text) or not reply.replies or not folded(asked.text):
        return False
    subject = folded(_TITLE_DRESS.sub("", asked.title.strip()))
    named = (text for each in reply.replies for text in (each.title, each.text[:_OPENING]))
    return len(subject) > 2 and any(subject in folded(text) for text in (reply.title, *named))


def _is_reply_alone(record: Proposal) -> bool:
    """Whether a record is nothing but a reply, and called after it without naming the proposal's title."""
    bare = not folded(record.text) and not _NAMES_SUBJECT.search(record.title)
    return bare and any(each.title == record.title for each in record.replies)


def is_telling(title: str) -> bool:
    """Whether a title is long enough to be no other proposal's by chance, and not that of a reply."""
    return len(folded(title)) >= _TELLING_TITLE and not _REPLY_TITLE.search(title)


def _own_words(record: Proposal) -> str | list[str]:
    return folded(record.text) or [folded(reply.text) for reply in record.replies]


def record_id(record: Proposal, *, occurrence: int = 1, length: int = 0, digest: str = "") -> str:
    """Return the id of the ``occurrence``-th record with this identity: ASCII letters, digits and hyphens.

    Args:
        length: hex digits of the identity to show; 0 for the usual 6 (numbered) or 10 (not numbered). An
            archive asks for the next of ``id_lengths`` when two identities meet on one id.
        digest: the record's identity, where it is known already.

    >>> from corpus.model import Proposal
    >>> from corpus.values.sessions import Session
    >>> record_id(Proposal("关于停车", session=Session(17, 20, "临时"), number=3, body="江城市政协"))
    '17-20-ls-0003-20dd72'
    >>> record_id(Proposal("关于停车"), occurrence=2)
    'x-2f43aa2a68-2'
    """
    key = case_key(record)
    parts = [_session_part(record.session) if record.session else "x"]
    if key.number_written:
        parts.append(_safe(key.number_written))
    elif key.number is not None:
        parts.append(f"{key.number:04d}")
    parts.append((digest or identity(record))[: length or id_lengths(record)[0]])
    if occurrence > 1:
        parts.append(str(occurrence))
    return "-".join(parts)


def is_id(text: str) -> bool:
    """Whether the text has the form of an id.

    >>> is_id("12-5-0300-7c2e9a"), is_id("../etc"), is_id("")
    (True, False, False)
    """
    return _ID.fullmatch(text) is not None


def id_lengths(record: Proposal) -> tuple[int, ...]:
    """Return how many hex digits an id may show, shortest first; the last is the whole digest."""
    return (6, 12, 24, 64) if case_key(record).numbered else (10, 20, 40, 64)


def folded(text: str) -> str:
    """Return the text as it is compared: NFKC, caseless, without spaces and punctuation.

    What parts two numbers or Latin words stays as ``-``: 第1、2号 is not 第12号. A text of nothing but
    punctuation keeps it, so that two such texts still differ.

    >>> folded("关于 “停车难”（ＡＢＣ）的建议"), folded("第1、2号桥"), folded("第12号桥")
    ('关于停车难abc的建议', '第1-2号桥', '第12号桥')
    """
    normal = unicodedata.normalize("NFKC", text).casefold()
    words = ("".join(filter(str.isalnum, part)) for part in _BETWEEN_NUMBERS.split(normal))
    return "-".join(words) or normal.strip()


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same text, perhaps edited or cut: one holds most of the other.

    >>> alike("您提出的增加停车泊位的提案收悉", "您提出的增加停车泊位的提案收悉。现答复如下")
    True
    >>> alike("增加停车泊位", "加强河道治理")
    False
    """
    shorter, longer = sorted((folded(one), folded(other)), key=len)
    if not shorter or shorter in longer:
        return bool(shorter)
    grams = _grams(shorter)
    return bool(grams) and len(grams & _grams(longer)) >= SAME_TEXT * len(grams)


def _beyond_number(written: str, number: int | None) -> str:
    plain = _NUMBER_DRESS.sub("", unicodedata.normalize("NFKC", written).casefold().strip()).strip()
    plain = _NUMBER_DRESS.sub("", plain).strip()
    says_number = plain.isdecimal() and number is not None and int(plain) == number
    return "" if says_number else plain


def _session_part(session: Session) -> str:
    numbers = [str(session.term)] + ([str(session.meeting)] if session.meeting else [])
    series = [_SERIES.get(session.series) or _safe(session.series)] if session.series else []
    return "-".join([*numbers, *series])


def _safe(text: str) -> str:
    return text if _URL_SAFE.fullmatch(text) else "h" + _digest([text])[:6]


def _digest(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[start : start + 4] for start in range(len(text) - 3))
