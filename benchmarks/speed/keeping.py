"""Runs kept as JSON, and several of them read back as one: 200,000 proposals take hours, 2,000 minutes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from benchmarks.speed.figures import Run

__all__ = ["joined", "load", "save"]


def save(run: Run, path: Path) -> None:
    """Write a run with everything that was measured."""
    path.write_text(json.dumps(asdict(run), ensure_ascii=False, indent=1), encoding="utf-8")


def load(path: Path) -> Run:
    """Return the run that ``save`` wrote."""
    run = _built(Run, json.loads(path.read_text(encoding="utf-8")))
    assert isinstance(run, Run)
    return run


def joined(runs: Sequence[Run]) -> Run:
    """Return several runs on one machine as one: the figures of each size, and of the first what holds for all.

    Raises:
        ValueError: two of them measured the same size, or on different machines.
    """
    sizes = sorted((size for run in runs for size in run.sizes), key=lambda size: size.documents)
    if len({size.documents for size in sizes}) < len(sizes):
        raise ValueError("同样的件数测了两次，不知道该用哪一次")
    first = runs[0]
    if any(run.machine[0] != first.machine[0] for run in runs):
        raise ValueError("不是同一台机器上测的，不能放在一起")
    return Run(
        command="`、`".join(run.command for run in runs),
        machine=first.machine,
        bandwidth=first.bandwidth,
        seconds=sum(run.seconds for run in runs),
        preparation=first.preparation,
        sizes=tuple(sizes),
    )


def _built(kind: Any, value: Any) -> Any:
    """The value of a type from its JSON."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{each.name: _built(hints[each.name], value[each.name]) for each in fields(kind)})
    origin, inside = get_origin(kind), get_args(kind)
    if origin is tuple:
        kinds = [inside[0]] * len(value) if inside[-1] is Ellipsis else inside
        return tuple(map(_built, kinds, value))
    if origin is not None and issubclass(origin, Mapping):
        return {name: _built(inside[1], each) for name, each in value.items()}
    return value
