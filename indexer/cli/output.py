"""Answers on standard output, for people and for programs."""

from __future__ import annotations

import json

import click

__all__ = ["echo_json", "highlighted"]


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
