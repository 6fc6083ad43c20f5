"""A form that was filled in but not taken, because nobody was signed in any more or its token had run out.

What somebody typed is handed back to be sent once more: through the sign-in, or with a fresh token. Nothing is sent
on by itself, and only what came from a page of this site is kept (``Sec-Fetch-Site``, or ``Origin`` where the browser
sends only that): no other page can put words into anybody's mouth.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

__all__ = ["PreservedForm", "is_own_path", "page_before", "preserved_form"]

#: What the fields that people fill in are called on the pages.
_WORDS: Mapping[str, str] = MappingProxyType(
    {"title": "标题", "text": "正文", "name": "名称", "ruling": "决定", "note": "说明", "who": "谁"}
)
#: A form with one of these is never kept.
_SECRETS = frozenset({"password", "old", "new", "again"})
#: Characters at most: what is kept travels through the sign-in form, which takes no uploads.
_LONGEST = 40_000


@dataclass(frozen=True, slots=True)
class PreservedForm:
    """Where the form was sent to, and its fields in order, without the token."""

    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """The fields that a person filled in, as they are called on the pages."""
        return tuple((_WORDS[name], value) for name, value in self.fields if name in _WORDS and value.strip())

    def to_text(self) -> str:
        """Return the form as the text of one hidden field.

        >>> form = PreservedForm("/desk/batches", (("title", "增设车位"),))
        >>> PreservedForm.from_text(form.to_text()) == form, PreservedForm.from_text("[]"), form.shown
        (True, None, (('标题', '增设车位'),))
        """
        return json.dumps([self.action, self.fields], ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> PreservedForm | None:
        """Return the form that ``to_text`` wrote; None for anything else."""
        try:
            action, fields = json.loads(text)
            pairs = tuple((name, value) for name, value in fields)
        except (ValueError, TypeError, RecursionError):
            return None
        texts = isinstance(action, str) and all(isinstance(each, str) for pair in pairs for each in pair)
        return cls(action, pairs) if texts and is_own_path(action) else None


def preserved_form() -> PreservedForm | None:
    """Return the form of this request, for its sender to send again; None where there is nothing to be kept."""
    if request.method != "POST" or request.mimetype != "application/x-www-form-urlencoded" or not _from_own_page():
        return None
    try:
        typed = request.form
    except RequestEntityTooLarge:
        return None
    if _SECRETS & set(typed):
        return None
    fields = tuple((name, value) for name, value in typed.items(multi=True) if name != "csrf")
    form = PreservedForm(request.full_path.removesuffix("?"), fields)
    return form if form.shown and len(form.to_text()) <= _LONGEST else None


def page_before() -> str:
    """Return the page of this site that the form stood on; ``""`` where the browser does not say."""
    before = urlsplit(request.referrer or "")
    path = f"{before.path}?{before.query}" if before.query else before.path
    return path if before.netloc == request.host and is_own_path(path) else ""


def is_own_path(path: str) -> bool:
    """Whether this is an address within this site, and nothing that a browser takes for another one."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()


def _from_own_page() -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
