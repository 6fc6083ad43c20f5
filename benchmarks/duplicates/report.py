"""Figures as tables for people, and as the values that the tests expect."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.duplicates.cases import INDEPENDENT, Cases
from benchmarks.duplicates.changes import CHANGES
from benchmarks.duplicates.measure import BASE_RATES, Figures, f1, precision
from benchmarks.duplicates.systems import OURS

__all__ = ["EXPECTED", "LABELS", "Outcome", "markdown", "read_expected", "write_expected"]

#: The figures that were measured last; the tests measure ours again.
EXPECTED = Path(__file__).with_name("expected.toml")
LABELS = {OURS: "本系统", "minhash": "MinHash LSH（datasketch）", "simhash": "SimHash", "title": "标题相同"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one system did with one collection's held-out half.

    Attributes:
        threshold: the score from which on it called a copy, chosen on the other half; None for ours: verdicts decide.
    """

    threshold: float | None
    figures: Mapping[str, Figures]


def markdown(cases: Cases, outcomes: Mapping[str, Outcome]) -> str:
    """Return one collection's tables: recall by kind of copy, what is raised for nothing, and precision from both."""
    labels = [LABELS[system] for system in outcomes]
    lines = [
        f"### {cases.label}（{cases.name}）",
        "",
        f"档案 {len(cases.archive)} 件；独立撰写的新提案 {_count(cases, INDEPENDENT)} 件，"
        f"每种改法的抄件 {_count(cases, CHANGES[0].name)} 件；以下为留出的一半。",
        "",
        f"| 召回率 | {' | '.join(labels)} | 本系统 F1（一成抄件） | 本系统标出的文字：准、全 |",
        f"|---|{'--:|' * len(labels)}--:|--:|",
    ]
    for change in CHANGES:
        lines.append(f"| {change.label} | {_recalls(change.name, outcomes)} | {_ours(change.name, outcomes)} |")
    lines += ["", f"| | {' | '.join(labels)} |", f"|---|{'--:|' * len(labels)}"]
    lines.append(f"| 判为抄件的最低分 | {' | '.join(_threshold(each) for each in outcomes.values())} |")
    lines.append(
        f"| 独立撰写的，每百件误报 | {' | '.join(f'{100 * _wrong(each):.2f}' for each in outcomes.values())} |"
    )
    for rate in BASE_RATES:
        cells = [f"{precision(_recall(each), _wrong(each), rate):.3f}" for each in outcomes.values()]
        lines.append(f"| 百件中有 {rate * 100:.0f} 件抄件时的准确率 | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def read_expected() -> dict[str, dict[str, Outcome]]:
    """Return the expected figures: collection → system."""
    if not EXPECTED.exists():
        return {}
    with EXPECTED.open("rb") as file:
        raw = tomllib.load(file)
    return {
        collection: {
            system: Outcome(
                values.get("threshold"), {name: Figures(**each) for name, each in values["figures"].items()}
            )
            for system, values in systems.items()
        }
        for collection, systems in raw.items()
    }


def write_expected(measured: Mapping[str, Mapping[str, Outcome]]) -> None:
    """Replace the expected figures of what was measured; the others stay."""
    kept = read_expected()
    for collection, systems in measured.items():
        kept[collection] = {**kept.get(collection, {}), **systems}
    lines = ["# 由 python -m benchmarks.duplicates --write 写入；测试时重新测量，相差不得超过 0.01。"]
    for collection, outcomes in kept.items():
        for system, outcome in outcomes.items():
            lines += ["", f"[{collection}.{system}]"]
            lines += [] if outcome.threshold is None else [f"threshold = {outcome.threshold:.2f}"]
            lines += [f"figures.{name} = {_inline(each)}" for name, each in outcome.figures.items()]
    EXPECTED.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _inline(figures: Figures) -> str:
    given = {name: value for name, value in asdict(figures).items() if value is not None}
    return "{ " + ", ".join(f"{name} = {value:.4f}" for name, value in given.items()) + " }"


def _recalls(change: str, outcomes: Mapping[str, Outcome]) -> str:
    recalls = [outcome.figures[change].recall for outcome in outcomes.values()]
    best = max(recalls)
    return " | ".join(f"**{each:.3f}**" if each == best else f"{each:.3f}" for each in recalls)


def _ours(change: str, outcomes: Mapping[str, Outcome]) -> str:
    if OURS not in outcomes:
        return "– | –"
    found = outcomes[OURS].figures[change]
    exactness = precision(found.recall, _wrong(outcomes[OURS]), 0.1)
    overlap = "–"
    if found.overlap_precision is not None and found.overlap_recall is not None:
        overlap = f"{found.overlap_precision:.3f}、{found.overlap_recall:.3f}"
    return f"{f1(found.recall, exactness):.3f} | {overlap}"


def _threshold(outcome: Outcome) -> str:
    return "按判定" if outcome.threshold is None else f"{outcome.threshold:.2f}"


def _wrong(outcome: Outcome) -> float:
    return outcome.figures[INDEPENDENT].false_alarms


def _recall(outcome: Outcome) -> float:
    recalls = [each.recall for name, each in outcome.figures.items() if name != INDEPENDENT]
    return sum(recalls) / len(recalls)


def _count(cases: Cases, change: str) -> int:
    return sum(case.change == change for case in cases.cases)
