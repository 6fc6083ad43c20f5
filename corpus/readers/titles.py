"""What titles and opening sentences of proposals and replies say beyond their words."""

from __future__ import annotations

import re

from corpus.model import Kind
from corpus.values.numerals import NUMERAL

__all__ = ["first_sentence", "is_reply_title", "kind_of", "opening_line", "opening_subject"]

#: 号 after a number; that of 信号 or 符号 numbers nothing.
_NUMBERED = rf"[{NUMERAL}]\s*(?:号|號)"
_FILED = r"(?:提案|建议|建議|议案|議案)[”\"』」》]?\s*(?:[（(][^（）()]{0,30}[)）])?\s*"
_ANSWERED = r"(?:的)?(?:办理)?(?:答复|答復|复函|回复|会办意见|协办意见)(?:意见|函|的函|报告|书)?"
_REMARK = r"(?:[（(][^（）()]{0,30}[)）])?"
_REPLY_TITLE = re.compile(
    rf"(?:{_FILED}{_ANSWERED}|[号號][”\"』」]?\s*{_REMARK}\s*{_FILED}的?办理(?:情况|意见|结果).{{0,4}})\s*{_REMARK}$"
)
_HEADINGS = (
    "情况分析|基本情况|背景情况|背景情況|调研情况|背景|情况|现状分析|现状|"
    "存在问题|问题及分析|问题|案由分析|理由|说明|分析"
)
_SUBJECT = re.compile(rf"\s*+(?P<subject>[^。！？!?\n]{{4,100}}?)\s++(?:[一1]、)?(?:{_HEADINGS})\s*+[:：]")
_SENTENCE_END = re.compile(r"[。！？!?]")
_TITLE_LENGTH = 60


def is_reply_title(title: str) -> bool:
    """Whether a title is only that of a reply: 对市政协…第300号提案的答复.

    >>> is_reply_title("对市政协十二届第五次会议第300号提案的答复"), is_reply_title("关于加强停车管理的建议")
    (True, False)
    """
    return bool(_REPLY_TITLE.search(title.strip()))


def kind_of(title: str) -> Kind | None:
    """Return what a reply's title or first sentence says was filed; None where it does not say.

    >>> kind_of("对十届全国人大四次会议第7240号建议的答复").value
    '建议'
    >>> kind_of("关于优化信号控制的建议") is None
    True
    """
    for kind, words in (
        (Kind.PROPOSAL, rf"{_NUMBERED}[^。]{{0,24}}?提案|政协[^。]{{0,30}}?提案"),
        (Kind.SUGGESTION, rf"{_NUMBERED}[^。]{{0,24}}?(?:建议|建議)|人大[^。]{{0,30}}?(?:建议|建議)"),
        (Kind.BILL, rf"{_NUMBERED}[^。]{{0,24}}?(?:议案|議案)|人大[^。]{{0,30}}?(?:议案|議案)"),
    ):
        if re.search(words, title):
            return kind
    return None


def opening_subject(text: str) -> str:
    """Return the 案由 a text opens with, before its first section heading; ``""`` where it opens otherwise.

    >>> opening_subject("以法治建设为抓手, 助推治理现代化 情况分析: 党的十九大……")
    '以法治建设为抓手, 助推治理现代化'
    """
    match = _SUBJECT.match(text)
    return match["subject"] if match else ""


def opening_line(text: str) -> str:
    """Return the beginning of a text for want of a title: its first line, cut at a sentence's end."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    end = _SENTENCE_END.search(line)
    line = line[: end.start()] if end else line
    return line if len(line) <= _TITLE_LENGTH else f"{line[:_TITLE_LENGTH]}…"


def first_sentence(text: str) -> str:
    """Return the first sentence of a reply with its salutation: where it names the session and number it answers."""
    end = _SENTENCE_END.search(text, 0, 400)
    return text[: end.end()] if end else text[:200]
