"""No regular expression over foreign text takes more than linear time: three records of 5 kB must not stop an archive.

Patterns are collected from the packages, hostile texts are made from each pattern's own parts (``tests/patterns.py``):
a pattern that lands tomorrow is tried without a word here.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from corpus import Archive, Proposal
from indexer import Reader, update
from indexer.index.generations import Generations
from tests.indexer.archives import add, service_over
from tests.patterns import UsedPattern, growth, hostile_texts, used_patterns
from tests.search_web.samples import proposals

#: Growth from a text to one four times as long: 4 is linear, 16 quadratic; between them, with room for a busy machine.
_MOST = 9.0
#: Patterns that only ever see so many characters, which the code beside them sees to.
_BOUNDED = {
    # Labels longer than ``_LABEL`` are not taken apart.
    "corpus.values.visibility:_COMPOSED": 24,
    "corpus.values.visibility:_COMPOSED_WEAK": 24,
    "corpus.values.visibility:_ASKING": 24,
}
#: Patterns over what this program or the person at the keyboard wrote.
_OWN_TEXT = ("indexer.cli.",)


def _foreign() -> list[UsedPattern]:
    return [used for used in used_patterns() if not used.place.startswith(_OWN_TEXT)]


@pytest.mark.parametrize("used", _foreign(), ids=lambda used: used.place)
def test_time_grows_with_the_length_of_a_text_and_not_faster(used: UsedPattern) -> None:
    if used.place in _BOUNDED:
        longest = max(_seconds(used.pattern, text) for text in hostile_texts(used.pattern, _BOUNDED[used.place]))
        assert longest < 0.1
        return
    ratio, text = growth(used)
    assert ratio < _MOST, f"{used.place}: {ratio:.0f} times as long for {text!r}…"


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    began = time.thread_time()
    pattern.fullmatch(text[:24])
    return time.thread_time() - began


def test_a_pattern_that_backtracks_is_found() -> None:
    for written in (r"a+b?a+$", r"\s*x?\s*y", r"(?:ab?)+(?:ba?)+z", r"[。；]+\s*甲?\s*[乙丙]"):
        ratio, _ = growth(UsedPattern("here", re.compile(written), frozenset(("finditer",))))
        assert ratio > _MOST, written


def test_patterns_are_collected_from_names_tables_and_calls() -> None:
    places = {used.place.partition(":")[0] for used in used_patterns()}
    assert {
        "corpus.readers.flow.titles",
        "indexer.duplicates.texts",
        "corpus.formats.ocr",
        "search_web.api.endpoint",
    } <= places
    assert len(used_patterns()) > 100


#: Each is cubic or worse in a pattern that looks for headings, subjects or page numbers one place after the other.
_HOSTILE = (
    "　" * 1_600 + "一、背景" + " " * 1_600 + "（" + " " * 1_600,
    "情况分析 " * 500 + " " * 2_500,
    "（一" * 800 + "\t \u3000" * 800 + "建议：" + "为此 " * 300,
)


def test_three_hostile_records_hold_up_neither_the_update_nor_a_check(tmp_path: Path) -> None:
    service = service_over(tmp_path, proposals(3))
    hostile = [Proposal(f"关于第{n}件的建议", text=text, number=900 + n) for n, text in enumerate(_HOSTILE)]
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        add(archive, tmp_path / "files", hostile, "hostile.jsonl")
        began = time.process_time()
        assert update(archive, Generations(tmp_path / "index")).indexed == 3
        for record in list(archive.all()):
            assert service.duplicates.of(record.id, Reader()) is not None
        # They took minutes; the bound leaves room for a machine ten times as slow.
        assert time.process_time() - began < 20
    service.archive.close()
