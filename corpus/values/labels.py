"""Labels and other short words compared as a person would: width, script, spaces and colons do not matter."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import opencc

__all__ = ["fold"]

_IGNORED = re.compile(r"[\s:：*＊【】\[\]《》“”\"'|]+")
#: ``motions[].resolution`` is an address into JSON, where the brackets mean something.
_LIST = "[]"


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    # Loaded when a label is read: whoever only asks an archive reads none.
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=4096)
def fold(label: str) -> str:
    """Return the form in which labels are compared; folding twice changes nothing.

    >>> fold("标　　题："), fold("提案編號:"), fold("ＴＩＴＬＥ")
    ('标题', '提案编号', 'title')
    """
    # What is left when a space goes may compose with what stood before it; a second pass settles that.
    return _pass(_pass(label))


def _pass(label: str) -> str:
    plain = unicodedata.normalize("NFKC", label).replace(_LIST, "\0")
    plain = _IGNORED.sub("", plain).replace("\0", _LIST)
    try:
        return str(_converter().convert(plain)).casefold()
    except UnicodeEncodeError:
        # Half of a surrogate pair is no character, and no label has one.
        return plain.casefold()
