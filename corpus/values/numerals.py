"""Whole numbers as sources write them: 12, １２, 十二, 〇三〇〇, 廿三, 壹佰."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["NUMERAL", "parse_numeral", "to_chinese"]

#: Characters a Chinese or Arabic whole number is written with, as the inside of a character class.
NUMERAL = "0-9０-９〇○零一二三四五六七八九十百千两兩廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟貳參陸"

_DIGITS = re.compile(r"[0-9]{1,18}")
_POSITIONAL = re.compile(r"[零一二三四五六七八九]+")
_WRITTEN = "零一二三四五六七八九"
#: What cn2an does not read; ``卅`` and ``卌`` are 三十 and 四十.
_REWRITE = str.maketrans(
    {"○": "零", "〇": "零", "兩": "两", "貳": "贰", "參": "叁", "陸": "陆", "卅": "三十", "卌": "四十"}
)


def parse_numeral(text: str) -> int | None:
    """Return the whole number this text writes, None when it is not one.

    Arabic digits of any width, Chinese numerals with units (十二, 一百零三), digit by digit (二〇二一) and
    financial forms (壹佰) are read.

    >>> parse_numeral("十二"), parse_numeral("二〇二一"), parse_numeral("０３００"), parse_numeral("十二届")
    (12, 2021, 300, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().translate(_REWRITE)
    if _DIGITS.fullmatch(plain):
        return int(plain)
    if not plain or re.search(f"[^{NUMERAL}]|[0-9]", plain):
        return None
    if _POSITIONAL.fullmatch(plain):
        # Digit by digit keeps its leading zeros out of the library's sight, which would refuse them.
        plain = plain.lstrip("零") or "零"
    # Imported where it is used: it costs an eighth of a second, and most commands never meet a Chinese numeral.
    import cn2an

    try:
        return int(cn2an.cn2an(plain, "normal"))
    except (ValueError, KeyError):
        # KeyError: its spoken forms (三百四) look up a unit that 三十零 does not have.
        return None


@lru_cache(maxsize=1 << 10)
def to_chinese(number: int) -> str:
    """Return a number below ten thousand as it is written in 十二届二十次: 10 is 十, 105 is 一百零五.

    Raises ValueError for negative numbers and for 10000 and above.

    >>> to_chinese(12), to_chinese(105)
    ('十二', '一百零五')
    """
    if not 0 <= number < 10_000:
        raise ValueError(f"超出范围：{number}")
    written = ""
    for place, unit in enumerate("千百十"):
        digit = number // 10 ** (3 - place) % 10
        if digit:
            written += f"{_WRITTEN[digit]}{unit}"
        elif written and not written.endswith("零"):
            written += "零"
    written += _WRITTEN[number % 10] if number % 10 or not written else ""
    # 十二, not 一十二; and no 零 is left behind where nothing follows it.
    return re.sub("^一十", "十", written.rstrip("零") or "零")
