"""Records that were filed and published in Traditional characters."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from opencc import OpenCC

from corpus import Handling, Proposal, Reply, UnitAuthority


@cache
def _converter() -> OpenCC:
    return OpenCC("s2tw")


def traditional(text: str) -> str:
    """Return the text in Traditional characters, of which every one has a Big5 code.

    >>> traditional("停车难、里程")
    '停車難、里程'
    """
    return str(_converter().convert(text))


def in_traditional(record: Proposal) -> Proposal:
    """Return the record with every text it shows in Traditional characters."""
    return replace(
        record,
        title=traditional(record.title),
        text=traditional(record.text),
        proposers=tuple(map(traditional, record.proposers)),
        cosigners=tuple(map(traditional, record.cosigners)),
        category=traditional(record.category),
        handlings=tuple(map(_handling, record.handlings)),
        outcome=replace(record.outcome, text=traditional(record.outcome.text)) if record.outcome else None,
        replies=tuple(map(_reply, record.replies)),
        merged_into=traditional(record.merged_into),
    )


def _handling(handling: Handling) -> Handling:
    written = traditional(handling.written)
    return Handling(UnitAuthority.load().canonical(written), handling.role, written)


def _reply(reply: Reply) -> Reply:
    return replace(
        reply,
        text=traditional(reply.text),
        title=traditional(reply.title),
        units=tuple(UnitAuthority.load().canonical(traditional(unit)) for unit in reply.units),
        document_number=traditional(reply.document_number),
    )


@cache
def _back() -> OpenCC:
    return OpenCC("tw2s")


def simplified(text: str) -> str:
    """Return the text in Simplified characters.

    >>> simplified("停車難")
    '停车难'
    """
    return str(_back().convert(text))
