"""What several benchmarks take on their command lines."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection

__all__ = ["some_of", "whole_numbers"]


def whole_numbers(text: str) -> tuple[int, ...]:
    """Return numbers above zero, written with commas between them: how many proposals, mostly.

    >>> whole_numbers("2000,20000")
    (2000, 20000)
    """
    numbers = tuple(int(each) for each in text.split(","))
    if min(numbers) < 1:
        raise argparse.ArgumentTypeError(f"应为正数：{text}")
    return numbers


def some_of(known: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """Return what reads some of the known names, written with commas between them, into the order they are known in.

    >>> some_of(["arrays", "tantivy"])("tantivy,arrays")
    ('arrays', 'tantivy')
    """

    def names(text: str) -> tuple[str, ...]:
        wanted = text.split(",")
        if unknown := set(wanted) - set(known):
            raise argparse.ArgumentTypeError(f"没有 {'、'.join(sorted(unknown))}，可选：{','.join(known)}")
        return tuple(name for name in known if name in wanted)

    return names
