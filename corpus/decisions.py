"""What clerks decide on a pair of records: is it one matter or two? Every entry is kept; undoing is an entry too.

decide ──▶ Decision(ruling=并案) ──▶ Decision(ruling=不重复) ──▶ undo: Decision(undoes=…)
                    ▲ stands again ────────────────────────────────────┘
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.errors import ReadError

__all__ = [
    "DECISION_FORMAT",
    "Decision",
    "Pair",
    "Ruling",
    "decision_from_json",
    "decision_to_json",
    "is_exported_decision",
    "overtaken",
    "standing",
]

#: Value of the key ``format``; a new meaning of any key gets a new number.
DECISION_FORMAT = "tian-decision/1"

_KEYS = ("first", "second", "ruling", "main", "note", "who", "made", "undoes")


class Ruling(StrEnum):
    """What was decided on a pair. Values are stored: one is added, never renamed."""

    MERGE = "并案"
    RAISED_BEFORE = "往届已提"
    DECLINED = "不予立案"
    RETURNED = "退回修改"
    AS_LETTER = "转为来信"
    DISTINCT = "不重复"
    PENDING = "待定"

    @property
    def names_one(self) -> bool:
        """Whether it names one of the pair as ``main``: the main case, or the one that the other is held against."""
        return self not in (Ruling.DISTINCT, Ruling.PENDING)


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two different records, by id; which is named first does not matter.

    >>> Pair.of("b", "a") == Pair.of("a", "b"), Pair.of("b", "a").other("a")
    (True, 'b')
    """

    first: str
    second: str

    @classmethod
    def of(cls, one: str, other: str) -> Pair:
        """Return the pair of two ids; raise ValueError where both are the same record."""
        if one == other:
            raise ValueError(f"{one} 不能和自己成对")
        return cls(min(one, other), max(one, other))

    def __contains__(self, id: str) -> bool:
        return id in (self.first, self.second)

    def other(self, id: str) -> str:
        """Return the id that the given one stands against."""
        return self.second if id == self.first else self.first


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry in the history of a pair.

    Attributes:
        ruling: None where the entry only takes another one back.
        main: one of the pair where the ruling ``names_one``: the main case of a 并案, the earlier one of 往届已提,
            the one that the other is held against; else ``""``.
        who: the account's name; ``made``: when, ISO 8601 in UTC to the microsecond; later entries are later.
        undoes: ``id`` of the entry that this one takes back, ``""`` for a ruling.
    """

    pair: Pair
    ruling: Ruling | None
    main: str = ""
    note: str = ""
    who: str = ""
    made: str = ""
    undoes: str = ""

    @property
    def id(self) -> str:
        """A digest of all the entry says, so that the same entry is the same in every archive."""
        return hashlib.sha256(json.dumps([_flat(self)[key] for key in _KEYS]).encode()).hexdigest()


def standing(history: Iterable[Decision]) -> Decision | None:
    """Return the ruling that stands after a pair's history, oldest entry first; None while nothing is decided.

    >>> pair = Pair.of("a", "b")
    >>> first, second = Decision(pair, Ruling.PENDING, made="1"), Decision(pair, Ruling.DISTINCT, made="2")
    >>> standing([first, second, Decision(pair, None, made="3", undoes=second.id)]).ruling.value
    '待定'
    """
    entries = list(history)
    undone = {entry.undoes for entry in entries}
    return next((each for each in reversed(entries) if each.ruling is not None and each.id not in undone), None)


def overtaken(history: Sequence[Decision], seen: str | None, who: str) -> bool:
    """Return whether somebody else changed what stands on a pair since ``who`` saw the entry ``seen`` stand.

    Args:
        history: every entry of the pair, oldest first.
        seen: ``""`` where nothing stood; None where nobody asks.
    """
    now = standing(history)
    return seen is not None and seen != (now.id if now else "") and bool(history) and history[-1].who != who


def decision_to_json(decision: Decision) -> dict[str, str]:
    """Return the entry as JSON values, every key present."""
    return {"format": DECISION_FORMAT, **_flat(decision)}


def is_exported_decision(value: Mapping[str, Any]) -> bool:
    """Whether this JSON object says that it is a decision of ours, of any version."""
    return str(value.get("format", "")).startswith("tian-decision/")


def decision_from_json(value: Mapping[str, Any]) -> Decision:
    """Return the entry that ``decision_to_json`` wrote; raise ReadError naming what is wrong."""
    if value.get("format") != DECISION_FORMAT:
        raise ReadError(f"format 是“{value.get('format')}”，本程序只读 {DECISION_FORMAT}，请升级后再导入")
    texts = {key: value.get(key) for key in _KEYS}
    wrong = [key for key, text in texts.items() if not isinstance(text, str)]
    unknown = [key for key in value if key not in (*_KEYS, "format")]
    if wrong or unknown:
        raise ReadError(f"这一条决定的 {'、'.join(wrong + unknown)} 缺失、不是文字或不认识，请从来源重新导出")
    given = {key: str(text) for key, text in texts.items()}
    first, second = given.pop("first"), given.pop("second")
    ruling, main, undoes = given.pop("ruling"), given["main"], given["undoes"]
    if ruling not in ("", *Ruling) or (ruling == "") != bool(undoes) or first == second or not given["made"]:
        raise ReadError("这一条决定前后矛盾，请从来源重新导出")
    pair = Pair.of(first, second)
    taken = Ruling(ruling) if ruling else None
    if (taken is not None and taken.names_one) != bool(main) or (main and main not in pair):
        raise ReadError("并案等决定要写明两件中的哪一件是主案（main），不重复、待定和撤销不写，请从来源重新导出")
    return Decision(pair, taken, **given)


def _flat(decision: Decision) -> dict[str, str]:
    return {
        "first": decision.pair.first,
        "second": decision.pair.second,
        "ruling": decision.ruling.value if decision.ruling else "",
        "main": decision.main,
        "note": decision.note,
        "who": decision.who,
        "made": decision.made,
        "undoes": decision.undoes,
    }
