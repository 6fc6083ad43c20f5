"""Lists of people as sources write them: 张三、李四, 張 三  李四, 张三等3人."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["split_names"]

_SEPARATORS = re.compile(r"[、，,；;|\n\r\t]+")
_SPACES = re.compile(r"[\s\u3000\xa0]+")
_HAN = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff]+")
_AND_OTHERS = re.compile(
    r"(?<!\s)\s*+等\s*+(?:[0-9０-９〇零一二三四五六七八九十百]*\s*[人位名](?:.{0,8})|全体.{0,6})?$"
)


def split_names(text: str, separators: str = "") -> tuple[tuple[str, ...], bool]:
    """Return the names in a list, in order and without repeats, and whether it stands for more people than it names.

    A space separates names, except that two-character names are often padded with one (王　芳 is one person).
    ``separators`` replaces the usual 、，；; names written in Latin letters keep their spaces.

    >>> split_names("张三、李　四,王五")
    (('张三', '李四', '王五'), False)
    >>> split_names("张三丰等3人")
    (('张三丰',), True)
    """
    marks = re.compile(f"[{re.escape(separators)}\n\r\t]+") if separators else _SEPARATORS
    stripped = text.strip()
    named = _AND_OTHERS.sub("", stripped)
    if len(_SPACES.sub("", named)) < 2:
        named = stripped
    names = [name for part in marks.split(named) for name in _unpadded(part)]
    return tuple(dict.fromkeys(names)), named != stripped


def _unpadded(part: str) -> list[str]:
    pieces = [piece for piece in _SPACES.split(part) if piece]
    if not all(_HAN.fullmatch(piece) for piece in pieces):
        return [" ".join(pieces)] if pieces else []
    names: list[str] = []
    halves: list[str] = []
    for piece, following in pairwise([*pieces, ""]):
        if halves:
            names.append(halves.pop() + piece)
        elif len(piece) == 1 and len(following) == 1:
            halves.append(piece)
        else:
            names.append(piece)
    return names
