"""Where the time of our whole answer, and of the page around it, goes: processor milliseconds of each step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import process_time
from urllib.parse import urlencode

from benchmarks.answers.engines.ours import Ours, request_of
from benchmarks.answers.questions import Question
from benchmarks.web.stages import STAGES, stage_times, timed

__all__ = ["answer_stages", "page_stages"]

#: Questions of two words whose steps are timed, and values of a facet that are looked at.
_STAGED, _VALUES = 100, 20
#: Steps of a page that an answer does not have.
_PAGE_ONLY = ("近似件", "页面内容", "模板")
_ANSWER_REST = "其余（服务本身、取前二十个值）"


def answer_stages(home: Path, questions: Sequence[Question]) -> dict[str, float]:
    """Return the median processor milliseconds of each step of a whole answer; every question was asked once before."""
    opened = Ours().open(home)
    asked = [question for question in questions if question.kind == "two"][:_STAGED]
    for question in asked:
        opened.answer(question, _VALUES)
    answers: dict[str, list[float]] = {step: [] for step in (*STAGES, _ANSWER_REST) if step not in _PAGE_ONLY}
    for question in asked:
        with timed() as spent:
            started = process_time()
            opened.answer(question, _VALUES)
            whole = process_time() - started
        for step, times in answers.items():
            times.append(spent[step] if step in STAGES else whole - sum(spent.values()))
    opened.close()
    return {step: 1000 * median(times) for step, times in answers.items()}


def page_stages(home: Path, questions: Sequence[Question]) -> dict[str, float]:
    """Return the median processor milliseconds of each step of the site's page for the same questions."""
    asked = [question for question in questions if question.kind == "two"][:_STAGED]
    return stage_times(home, ["/?" + urlencode(request_of(question).to_args()) for question in asked])
