"""What a record's source says on who may see it: every label is inspected, and the ends of every text.

Labelled ── labels of visibility (公开属性、密级、is_public …) ──▶ Statement
         └─ remarks in texts (（此件不公开）、公开属性：不予公开) ──▶ Statement
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.model import Coverage, Proposal, Reply, Visibility
from corpus.profiles import Profile
from corpus.readers.items import Labelled, Statement
from corpus.values import fold, is_about_reply, is_yes_or_no, remarks, says_public, speaks_of_visibility

__all__ = ["restricted", "statements_of"]

#: How an empty value is written in a profile's words and in what an import tells.
BLANK = "（空白）"
_ABSTRACT = ("摘要", "摘要公开", "公开摘要", "仅公开摘要")


def statements_of(labelled: Labelled, profile: Profile) -> tuple[Statement, ...]:
    """Return what a record says on visibility, in its order.

    >>> found = statements_of(Labelled("", (("案由", "停车难"), ("密级", "机密"))), Profile.generic())
    >>> [(each.label, each.value, each.public) for each in found]
    [('密级', '机密', False)]
    """
    return tuple(_statements(labelled, profile))


def restricted(record: Proposal, statements: tuple[Statement, ...], otherwise: Visibility) -> Proposal:
    """Return the record with the visibility that its source states, of itself and of each reply.

    Args:
        otherwise: what a record is of which the source says nothing.
    """
    own = [each for each in statements if not each.reply]
    replies = tuple(_restricted_replies(record.replies, statements))
    hidden = any(not each.public for each in own)
    if not replies:
        hidden |= any(not each.public for each in statements)
    elif not record.text.strip():
        # Of a page that is the reply and nothing else, no more is known than the reply says.
        hidden |= all(each.visibility is Visibility.INTERNAL for each in replies)
    stated = Visibility.PUBLIC if any(each.label for each in own) else otherwise
    return replace(record, visibility=Visibility.INTERNAL if hidden else stated, replies=replies)


def _statements(labelled: Labelled, profile: Profile) -> Iterator[Statement]:
    abstract = _gives_abstract(labelled, profile)
    for label, value in labelled.pairs:
        field = profile.field_of(label)
        about_reply = field.startswith("reply.") or is_about_reply(label)
        public = None
        if field == "visibility" or (field in ("", "coverage") and speaks_of_visibility(label)):
            public = _public(field, label, value, profile, abstract)
        if public is not None:
            yield Statement(label.strip().rstrip(":："), value.strip() or BLANK, public, about_reply)
            continue
        for inner, said in remarks(value):
            yield Statement(inner, said, False, about_reply, inside=field in ("reply.text", "reply.title"))
    for text in (labelled.heading, labelled.text):
        for inner, said in remarks(text):
            yield Statement(inner, said, False)


def _public(field: str, label: str, value: str, profile: Profile, abstract: bool) -> bool | None:
    """What a value says; the profile's own words come first, but 是 and 否 only under labels it maps."""
    word = profile.visibilities.get(fold(value.strip() or BLANK))
    if word and (field == "visibility" or not is_yes_or_no(value)):
        return word is Visibility.PUBLIC
    if abstract and fold(value) in _ABSTRACT:
        return True
    return says_public(label, value)


def _gives_abstract(labelled: Labelled, profile: Profile) -> bool:
    """Whether the text that is there is labelled as an abstract: then the abstract's being public is enough."""
    texts = [fold(label) for label, value in labelled.pairs if value.strip() and profile.field_of(label) == "text"]
    return profile.constants.coverage is Coverage.ABSTRACT or (bool(texts) and all("摘要" in each for each in texts))


def _restricted_replies(replies: tuple[Reply, ...], statements: tuple[Statement, ...]) -> Iterator[Reply]:
    """Each reply as its own words and the labels of replies say; a label that stands once for each is read in order."""
    labels: dict[str, list[bool]] = {}
    for each in statements:
        if each.reply and not each.inside:
            labels.setdefault(fold(each.label), []).append(each.public)
    for place, reply in enumerate(replies):
        said = [publics[place] if len(publics) == len(replies) else all(publics) for publics in labels.values()]
        hidden = not all(said) or any(remarks(reply.text)) or any(remarks(reply.title))
        yield replace(reply, visibility=Visibility.INTERNAL) if hidden else reply
