"""What a database does in its own way, as one value: ``sqlite.py`` and ``postgresql.py`` each make theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from sqlalchemy import Engine
    from sqlalchemy.exc import DBAPIError

__all__ = ["WRITER", "Dialect"]

#: Execution option of a connection whose transactions write: they wait for any other writer as they begin.
WRITER = "archive_writer"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One database's own ways.

    Attributes:
        options: arguments of ``sqlalchemy.create_engine``.
        reading, writing: execution options of a connection that reads one consistent view, and of a writer.
        prepare: set every connection of an engine up; told how long a writer waits, in seconds.
        advice: what an error means and what to do, in Chinese; ``""`` where the message alone has to do.
        lost: whether an error means that the server could not be reached, or was lost on the way.
    """

    options: Mapping[str, Any]
    reading: Mapping[str, Any]
    writing: Mapping[str, Any]
    prepare: Callable[[Engine, float], None]
    advice: Callable[[DBAPIError], str]
    lost: Callable[[DBAPIError], bool]
