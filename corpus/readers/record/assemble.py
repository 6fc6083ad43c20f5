"""Labelled values and a profile become a proposal; nothing that has a value is dropped.

pairs ── profile ──▶ fields, replies, handlings ──▶ Proposal
      └─ labels no rule takes ──▶ extra
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corpus.model import ATTRIBUTES, Coverage, Handling, Kind, Outcome, Proposal, Reply, Source
from corpus.profiles import Profile
from corpus.readers.flow import titles
from corpus.readers.items import Labelled, Statement
from corpus.readers.record import replies as reply_drafts
from corpus.readers.record.pairs import Pairs
from corpus.readers.record.replies import read_handlings
from corpus.readers.record.statements import restricted
from corpus.values import (
    PartialDate,
    Session,
    find_number,
    find_numbers,
    find_session,
    fold,
    parse_number,
    parse_numbers,
    parse_session,
    read_date,
    split_names,
)
from corpus.values.units import UnitAuthority

__all__ = ["assemble"]

#: Tells which attributes are one word and which are lists.
_EMPTY = Proposal("")


def assemble(
    labelled: Labelled, profile: Profile, source: Source, statements: tuple[Statement, ...]
) -> Proposal | None:
    """Return the proposal that these labelled values are, None when they hold neither title nor text.

    Session and number come from the title or the reply's first sentence where no label gives them. A page whose
    title is that of a reply (对…第300号提案的答复) and that labels no reply is the reply itself.

    Args:
        statements: what the source says on who may see the record, from ``statements_of``.
    """
    record = _Assembly(labelled, profile, source).proposal()
    return record and restricted(record, statements, profile.constants.visibility)


class _Assembly:
    """One record being put together from its pairs."""

    def __init__(self, labelled: Labelled, profile: Profile, source: Source) -> None:
        self._labelled = labelled
        self._profile = profile
        self._source = replace(source, place=labelled.place)
        self._pairs = Pairs(labelled.pairs)
        self._units = UnitAuthority.load()
        self._stated_title = self._short("title")
        self._source_title = self._stated_title or labelled.heading.strip()

    def proposal(self) -> Proposal | None:
        labelled_text = self._labelled_text()
        text = labelled_text or self._labelled.text
        replies, text = self._replies(text)
        stated_subject = self._short("subject")
        subject = stated_subject or titles.opening_subject(text)
        title = subject if self._titled_as_reply else self._title(stated_subject, text, replies)
        title = title or self._source_title
        if not title:
            return None
        shown = (self._source_title, self._labelled.heading, self._labelled.header)
        context = " ".join([*shown, *(titles.first_sentence(reply.text) for reply in replies[:1])])
        number, number_written = self._number(context)
        several = self._numbers(context, number)
        body = self._short("body") or self._profile.constants.body
        record = Proposal(
            title=title,
            kind=self._kind(f"{context} {body}"),
            text=text,
            subject=subject,
            session=self._session(context),
            number=number,
            number_written=number_written,
            further_numbers=tuple(each for each in several if each != number),
            body=body,
            proposers=self._names("proposers"),
            cosigners=self._names("cosigners"),
            handlings=self._handlings(),
            outcome=self._outcome(),
            submitted=self._date("submitted") or (None if replies else self._date("written")),
            filed=self._date("filed"),
            published=self._date("published"),
            replies=replies,
            coverage=self._coverage(text),
            merged_into=self._short("merged_into"),
            source=replace(self._source, url=self._short("url")),
            **self._attributes(),
        )
        self._leave_statement()
        return replace(record, extra=(*self._heading(record), *self._pairs.rest(self._profile.skip)))

    def _heading(self, record: Proposal) -> tuple[tuple[str, str], ...]:
        """What stood at the head and became no title."""
        heading = self._labelled.heading.strip()
        titled = {record.title, record.subject, self._stated_title, *(reply.title for reply in record.replies)}
        return (("页首", heading),) if heading and heading not in titled else ()

    def _labelled_text(self) -> str:
        """The labelled text, and the parts (理由、办法) that stand beside it or are all there is of it."""
        whole = self._pairs.one(self._profile.fields.get("text"), repeated="\n")
        rule = self._profile.fields.get("parts")
        parts = [(label, value) for label, value in self._pairs.named(rule) if value.strip()]
        if len(parts) == 1 and not whole:
            return parts[0][1]
        return "\n".join([*([whole] if whole else []), *(f"{label}：{value}" for label, value in parts)])

    def _short(self, key: str) -> str:
        return self._pairs.one(self._profile.fields.get(key)).strip()

    def _unread(self, key: str) -> None:
        """Keep a label's value as extra: it was understood in part or not at all."""
        self._pairs.release(self._profile.fields.get(key))

    def _replies(self, text: str) -> tuple[tuple[Reply, ...], str]:
        """The replies, and what is left of the running text when it was the reply itself."""
        drafts = reply_drafts.collect_drafts(self._pairs, self._profile)
        if self._titled_as_reply and text.strip() and not any(draft.values.get("text") for draft in drafts):
            drafts = drafts or [reply_drafts.Draft()]
            drafts[0].values["text"], text = text, ""
        substantial = [draft for draft in drafts if draft.substantial]
        replies = [reply_drafts.finish(draft, self._pairs, self._profile, self._units) for draft in substantial]
        if replies:
            replies[0] = self._completed(replies[0], alone=not text)
        return tuple(replies), text

    def _completed(self, reply: Reply, *, alone: bool) -> Reply:
        """What the page says of itself belongs to its first reply: title, 成文日期, and 发布日期 if it is all reply."""
        if self._titled_as_reply and not reply.title:
            reply = replace(reply, title=self._source_title)
        written = self._date("written")
        if written and not self._profile_labels("replied"):
            reply = replace(reply, replied=written)
        if alone and not reply.published:
            reply = replace(reply, published=self._date("published"))
        return reply

    def _profile_labels(self, key: str) -> bool:
        rule = self._profile.reply.get(key)
        return rule is not None and any(folded in rule.labels for _, folded, _ in self._pairs)

    @property
    def _titled_as_reply(self) -> bool:
        return titles.is_reply_title(self._source_title)

    def _title(self, subject: str, text: str, replies: tuple[Reply, ...]) -> str:
        """The labelled title, the labelled 案由, then what the page itself puts at its head; else how it begins."""
        stated = self._stated_title or subject or self._source_title
        answers = (titles.opening_line(reply.title or reply.text) for reply in replies)
        return stated or titles.opening_subject(text) or titles.opening_line(text) or next(answers, "")

    def _number(self, context: str) -> tuple[int | None, str]:
        written = self._short("number")
        return parse_number(written) if written else find_number(context)

    def _numbers(self, context: str, number: int | None) -> tuple[int, ...]:
        """Every 案号: those the field gives, or those that are answered together."""
        written = self._short("number")
        found = parse_numbers(written) if written else find_numbers(context)
        return found or (() if number is None else (number,))

    def _session(self, context: str) -> Session | None:
        written = self._short("session")
        session = parse_session(written)
        if written and session is None:
            self._unread("session")
            session = find_session(written)
        return session or self._profile.constants.session or find_session(context)

    def _names(self, key: str) -> tuple[str, ...]:
        names: list[str] = []
        for value in self._pairs.every(self._profile.fields.get(key)):
            found, more = split_names(value, self._profile.separators)
            names.extend(found)
            if more:
                self._unread(key)
        return tuple(dict.fromkeys(names))

    def _attributes(self) -> dict[str, Any]:
        """Words of the source's own: one where the field holds one, several where it is a list."""
        found: dict[str, Any] = {}
        for name in ATTRIBUTES:
            constant = self._profile.constants.attributes.get(name, "")
            if isinstance(getattr(_EMPTY, name), str):
                found[name] = self._short(name) or constant
            else:
                found[name] = self._names(name) or tuple(filter(None, (constant,)))
        return found

    def _kind(self, context: str) -> Kind:
        word = self._short("kind")
        kind = self._profile.kinds.get(fold(word))
        if word and word != kind:
            self._unread("kind")
        stated = kind or self._profile.constants.kind or self._kind_of_labels()
        return stated or titles.kind_of(context) or Kind.PROPOSAL

    def _kind_of_labels(self) -> Kind | None:
        """建议号、领衔代表 are labels of suggestions, where none speaks of proposals."""
        labels = "".join(folded for _, folded, _ in self._pairs)
        suggestion = any(word in labels for word in ("建议号", "建议人", "建议编号", "建议标题", "领衔代表"))
        return Kind.SUGGESTION if suggestion and "提案" not in labels else None

    def _handlings(self) -> tuple[Handling, ...]:
        found: dict[tuple[str, str], Handling] = {}
        for role, rule in self._profile.roles.items():
            for value in self._pairs.every(rule):
                for handling in read_handlings(value, role, self._units):
                    found.setdefault((handling.unit, handling.role), handling)
        return tuple(found.values())

    def _outcome(self) -> Outcome | None:
        return reply_drafts.outcome(self._short("outcome"), self._profile)

    def _date(self, key: str) -> PartialDate | None:
        written = self._short(key)
        day = read_date(written)
        if written and day is None:
            self._unread(key)
        return day

    def _coverage(self, text: str) -> Coverage:
        word = self._short("coverage")
        stated = self._profile.coverages.get(fold(word))
        if word and not stated:
            self._unread("coverage")
        if not text.strip():
            return Coverage.NONE
        summary = any("摘要" in folded and self._profile.field_of(folded) == "text" for _, folded, _ in self._pairs)
        stated = stated or self._profile.constants.coverage or (Coverage.ABSTRACT if summary else Coverage.FULL)
        return stated if stated is not Coverage.NONE else Coverage.FULL

    def _leave_statement(self) -> None:
        """A word that is our own needs no keeping beside the record; any other stays readable in extra."""
        word = self._short("visibility")
        if word and word != self._profile.visibilities.get(fold(word)):
            self._unread("visibility")
