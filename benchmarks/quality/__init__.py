"""Whether the right record comes first: judged queries, put to our search and to baselines in the same run.

    collections ─▶ systems: index · rank ─▶ metrics ─▶ figures ─▶ report (docs/quality.md) · expected.toml

``python -m benchmarks.quality --help``; what is measured and how is told in docs/quality.md.
"""

from __future__ import annotations

from benchmarks.quality.collection import Collection, JudgedQuery
from benchmarks.quality.evaluate import Figures, Part, Result, evaluate

__all__ = ["Collection", "Figures", "JudgedQuery", "Part", "Result", "evaluate"]
