"""What titles and opening sentences of proposals and replies say beyond their words."""

from __future__ import annotations

import re

from corpus.model import Kind
from corpus.values.numerals import NUMERAL

__all__ = ["first_sentence", "is_furniture", "is_reply_title", "is_title", "kind_of", "opening_line", "opening_subject"]

#: 号 after a number; that of 信号 or 符号 numbers nothing.
_NUMBERED = rf"[{NUMERAL}]\s*(?:号|號)"
_FILED = r"(?:提案|建议|建議|议案|議案)[”\"』」》]?\s*(?:[（(][^（）()]{0,30}[)）])?\s*"
_ANSWERED = r"(?:的)?(?:联合|办理|协商)?(?:答复|答復|复函|回复|会办意见|协办意见)(?:意见)?(?:函|的函|报告|书)?"
#: 关于……的提案, 请……案: a line that is nothing but a title.
_TITLE = re.compile(r"(?:关于|關於|对|建议|请)[^。；：:！？\n]{2,90}(?:提案|建议|建議|议案|議案|意见|案)(?:及答复)?")
_FURNITURE = re.compile(
    r"^(?:上|下)一[篇条][：:]|^[【\[]?(?:打印|关闭|分享|返回)(?:本页|窗口|到|顶部|列表)?[】\]]?$|版权所有|ICP备|公网安备|网站标识码|"
    r"^扫一扫|^网站地图$|^关于我们$"
)
_FURNITURE_LENGTH = 120
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


def is_furniture(line: str) -> bool:
    """Whether a line is what sites put around a page, and no sentence is: 版权所有, ICP备, 上一篇：.

    >>> is_furniture("上一篇：关于公厕的提案"), is_furniture("已关闭打印作坊三家。")
    (True, False)
    """
    return len(line) < _FURNITURE_LENGTH and bool(_FURNITURE.search(line.strip()))


def is_title(line: str) -> bool:
    """Whether a line is the title of a proposal: 关于……的提案.

    >>> is_title("关于疏浚东渠的提案"), is_title("您提出的关于疏浚东渠的提案收悉。")
    (True, False)
    """
    return bool(_TITLE.fullmatch(line.strip()))


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
