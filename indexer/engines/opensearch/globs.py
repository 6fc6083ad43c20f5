"""Wildcards as Lucene regular expressions: Lucene's own wildcards have no classes like ``[停亭]``. Pure."""

from __future__ import annotations

__all__ = ["regexp_of"]


def regexp_of(pattern: str) -> str:
    """Return the Lucene regular expression (flags NONE) of a Whoosh wildcard, which reads as ``fnmatch``.

    >>> regexp_of("停?*"), regexp_of("[停亭]车"), regexp_of("[!a-c].")
    ('停..*', '[停亭]车', '[^a-c]\\\\.')
    """
    pieces: list[str] = []
    place = 0
    while place < len(pattern):
        character = pattern[place]
        place += 1
        if character == "*":
            pieces.append(".*")
        elif character == "?":
            pieces.append(".")
        elif character == "[" and (end := _class_end(pattern, place)) > 0:
            pieces.append(_class(pattern[place:end]))
            place = end + 1
        else:
            pieces.append(_literal(character))
    return "".join(pieces)


def _class_end(pattern: str, start: int) -> int:
    """Where a class that begins at ``start`` ends; -1 where it does not: then the bracket stands for itself."""
    first = start + 1 if pattern[start : start + 1] == "!" else start
    # A bracket that comes first stands for itself.
    return pattern.find("]", first + 1 if pattern[first : first + 1] == "]" else first)


def _class(inside: str) -> str:
    negated = inside.startswith("!")
    members = inside[1:] if negated else inside
    pieces: list[str] = []
    place = 0
    while place < len(members):
        if members[place + 1 : place + 2] == "-" and place + 2 < len(members):
            if members[place] <= members[place + 2]:
                pieces.append(f"{_member(members[place])}-{_member(members[place + 2])}")
            place += 3
        else:
            pieces.append(_member(members[place]))
            place += 1
    if not pieces:
        return "." if negated else "[^\0-\U0010ffff]"
    return f"[{'^' if negated else ''}{''.join(pieces)}]"


def _member(character: str) -> str:
    return character if character.isalnum() else f"\\{character}"


def _literal(character: str) -> str:
    return character if character.isalnum() else f"\\{character}"
