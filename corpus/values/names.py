"""Lists of people as sources write them: 张三、李四, 張 三  李四, 张三等3人."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["split_names"]

_SEPARATORS = re.compile(r"[、，,；;|｜\n\r\t]+")
_SPACES = re.compile(r"[\s\u3000\xa0]+")
_HAN = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff]+")
_AND_OTHERS = re.compile(r"\s?等\s?(?:[0-9０-９〇零一二三四五六七八九十百]*\s?[人位名件](?:.{0,8})|全体.{0,6})?$")
#: What stands between the parts of a name, in every form that keyboards and scans give it.
_DOTS = re.compile("(?<=[㐀-䶿一-鿿])[·•・‧．‥⋅∙●˙･᛫]+(?=[㐀-䶿一-鿿])")
#: （市政协委员、市三院院长）, (领衔): said of the person, at the end of the name.
_ASIDE = re.compile(r"[（(【\[][^（）()【】\[\]]{0,60}[)）】\]]$")
_ASIDES = re.compile(r"[（(][^（）()]{1,60}[)）]")
_TITLES = re.compile(
    r"(?<=[㐀-䶿一-鿿]{2})[\s\u3000\xa0]*(?:政协委员|政协常委|人大代表|委员|委員|代表|议员|議員|先生|女士|同志|常委)$"
)
_TITLE_ALONE = frozenset({"委员", "委員", "代表", "议员", "議員", "先生", "女士", "同志"})
#: Bodies end like this; 民建市委 is no person and has no title to lose.
_BODY = re.compile(r"(?:委|会|社|党|盟|局|院|部|团|联|办|组|界|学|司|厅|府|校|群|队|所|中心|公司)$")
#: Surnames of two characters, two by two.
_SURNAMES = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文"
    "司徒鲜于司空闾丘令狐百里呼延东郭西门歐陽東方獨孤南宮諸葛長孫司馬鍾離"
)
_DOUBLE = frozenset(_SURNAMES[start : start + 2] for start in range(0, len(_SURNAMES), 2))


def split_names(text: str, separators: str = "") -> tuple[tuple[str, ...], bool]:
    """Return the names in a list, in order and without repeats, and whether it says more than these names.

    A space separates names, except that a surname may be set apart (李 晓明, 王　芳 are one person each). Titles
    (委员、议员、先生) and what stands in brackets behind a name are no part of it.
    ``separators`` replaces the usual 、，；; names written in Latin letters keep their spaces.

    >>> split_names("张三、李　四,王五"), split_names("欧阳 芷、尤芳 委员")
    ((('张三', '李四', '王五'), False), (('欧阳芷', '尤芳'), False))
    >>> split_names("张三丰等3人"), split_names("许四（市政协委员、市三院院长）")
    ((('张三丰',), True), (('许四',), True))
    """
    marks = re.compile(f"[{re.escape(separators)}\n\r\t]+") if separators else _SEPARATORS
    stripped = _DOTS.sub("·", text.strip())
    bare = stripped if separators else _ASIDES.sub(_without_list, stripped)
    named = _AND_OTHERS.sub("", bare)
    if len(_SPACES.sub("", named)) < 2:
        named = bare
    more = named != stripped
    names = [name for part in marks.split(named) for name in _unpadded(part.strip())]
    cleaned = [_bare(name) for name in names]
    more |= any(_ASIDE.search(name) for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name)), more


def _without_list(match: re.Match[str]) -> str:
    """Brackets that hold separators would be taken apart; a short one stays with its name until that is cleaned."""
    return "" if _SEPARATORS.search(match[0]) else match[0]


def _bare(name: str) -> str:
    """The name without bracket and title."""
    name = _ASIDE.sub("", name).strip() if len(name) > 4 else name
    if name in _TITLE_ALONE:
        return ""
    bare = _TITLES.sub("", name)
    return bare if len(bare) < len(name) and not _BODY.search(bare) else name


def _unpadded(part: str) -> list[str]:
    pieces = [piece for piece in _SPACES.split(part) if piece]
    if len(pieces) > 1 and pieces[-1] in _TITLE_ALONE:
        pieces = pieces[:-1]
    if not all(_HAN.fullmatch(piece) for piece in pieces):
        return [" ".join(pieces)] if pieces else []
    if len(pieces) == 2 and _is_surname(pieces[0], pieces[1]):
        return ["".join(pieces)]
    names: list[str] = []
    halves: list[str] = []
    for piece, following in pairwise([*pieces, ""]):
        if halves:
            names.append(halves.pop() + piece)
        elif len(piece) == 1 and len(following) in (1, 2):
            halves.append(piece)
        else:
            names.append(piece)
    return names


def _is_surname(first: str, rest: str) -> bool:
    """Whether a lone piece before another is the surname set apart: 李 晓明, 欧阳 芷."""
    return (len(first) == 1 and len(rest) <= 2) or (first in _DOUBLE and len(rest) <= 2)
