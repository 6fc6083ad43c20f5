"""Known items: a text is indexed without its title, its title is the query, and only that text is right.

Real records, found beside the project and never part of it; a collection whose file is missing is left out.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from openpyxl import load_workbook

from benchmarks.quality.collection import Collection, JudgedQuery, key_of
from corpus import Proposal

__all__ = ["KNOWN_ITEMS", "Loader"]

#: Reads a collection from the folder of real records; FileNotFoundError where its file is missing.
Loader = Callable[[Path], Collection]

#: The one right record.
_RIGHT = 3
#: Of the messages' subjects, one in so many is asked: enough for three digits, and it is over in half a minute.
_MESSAGES_ASKED = 4


def jiangsu(data: Path) -> Collection:
    """Return 436 proposals without their titles, asked for by title."""
    with (data / "jiangsu-2019.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    documents = _untitled(row["content"] for row in rows)
    queries = [JudgedQuery(row["reason"], {key_of(each): _RIGHT}) for row, each in zip(rows, documents, strict=True)]
    return Collection("jiangsu-2019", "提案：用标题找正文", documents, tuple(queries))


def cmrc(data: Path) -> Collection:
    """Return 1,104 encyclopedia passages, asked for by questions."""
    folder = data / "cmrc2018"
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    documents = tuple(
        Proposal(title=row["title"] or _called(number), text=row["text"], number=number)
        for number, row in enumerate(rows, 1)
    )
    keys = {row["id"]: key_of(each) for row, each in zip(rows, documents, strict=True)}
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for query, _, document, _ in _columns(folder / "qrels.tsv"):
        grades[query][keys[document]] = _RIGHT
    queries = tuple(JudgedQuery(text, grades[query]) for query, text in _columns(folder / "queries.tsv"))
    return Collection("cmrc2018", "百科：用问题找段落", documents, queries)


def messages(data: Path) -> Collection:
    """Return 4,326 messages of citizens without their subjects, asked for by subject; copies are as right."""
    with closing(load_workbook(data / "messages.xlsx", read_only=True)) as book:
        sheet = book.active
        assert sheet is not None
        rows = [(str(row[2]).strip(), str(row[4]).strip()) for row in sheet.iter_rows(min_row=2, values_only=True)]
    documents = _untitled(text for _, text in rows)
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for (subject, text), each in zip(rows, documents, strict=True):
        alike[subject].add(key_of(each))
        alike[text].add(key_of(each))
    queries = [
        JudgedQuery(subject, dict.fromkeys(alike[subject] | alike[text], _RIGHT))
        for subject, text in rows
        if hashlib.sha256(text.encode()).digest()[1] % _MESSAGES_ASKED == 0
    ]
    return Collection("messages", "市民留言：用主题找内容", documents, tuple(queries))


KNOWN_ITEMS: dict[str, Loader] = {"jiangsu-2019": jiangsu, "cmrc2018": cmrc, "messages": messages}


def _untitled(texts: Iterable[str]) -> tuple[Proposal, ...]:
    return tuple(Proposal(title=_called(number), text=text, number=number) for number, text in enumerate(texts, 1))


def _called(number: int) -> str:
    """What a record without a title is called, as every record must be; no query contains it."""
    return f"N{number:05d}"


def _columns(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
