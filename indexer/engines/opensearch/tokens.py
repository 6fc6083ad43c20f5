"""Tokens as the cluster can hold them: no token is cut again, none is too long, none breaks its JSON.

Used alike for what is indexed and for what is asked, so nothing is lost by it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

__all__ = ["MISSING", "joined", "safe_token", "safe_value"]

#: Stands in a text field of a document that has nothing there. Lucene counts only the documents that have a field,
#: Whoosh counts all: with it, both weigh a term by the same number. Folded text has no capitals, so it is no token.
MISSING = "MISSING"

#: Lucene's white space tokenizer cuts longer tokens at 255 UTF-16 units; a character can be two.
_LONGEST_TOKEN = 127
#: A keyword may have 32,766 bytes; a character can be four.
_LONGEST_VALUE = 8_000
_DIGEST = 16
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s")


def safe_value(value: str) -> str:
    """Return a whole value as it is kept; one that is too long is cut and made distinct by its checksum.

    >>> safe_value("提案"), len(safe_value("长" * 9000))
    ('提案', 8000)
    """
    return _short(_SURROGATE.sub("\ufffd", value), _LONGEST_VALUE)


def safe_token(token: str) -> str:
    r"""Return a token that the white space tokenizer leaves whole.

    >>> safe_token("养老"), safe_token("a b"), len(safe_token("x" * 500))
    ('养老', 'a�b', 127)
    """
    if len(token) <= 2 and token.isalnum():
        return token
    return _short(_SPACE.sub("\ufffd", _SURROGATE.sub("\ufffd", token)), _LONGEST_TOKEN)


def joined(tokens: Iterable[str]) -> str:
    """Return tokens as the text that the white space tokenizer cuts back into them.

    >>> joined(["养老", "服务"])
    '养老 服务'
    """
    return " ".join(map(safe_token, tokens))


def _short(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - _DIGEST] + hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
