"""What commands print: answers on standard output, for people and for programs, and progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

__all__ = ["echo_json", "highlighted", "progress_bar"]


def echo_json(value: object, *, line: bool = False) -> None:
    """Print a JSON value in UTF-8: indented for reading, or on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=None if line else 2))


def highlighted(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """Return text on one line with its marks in bold yellow (plain where the output is no terminal)."""
    pieces: list[str] = []
    place = 0
    for start, end in marks:
        pieces += [text[place:start], click.style(text[start:end], fg="yellow", bold=True)]
        place = end
    return "".join([*pieces, text[place:]]).replace("\n", " ").strip()


@contextmanager
def progress_bar(label: str, *, hidden: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with (done, total); the bar follows it."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden or not sys.stderr.isatty()) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show
