"""A TOML table whose every value is checked while it is taken; messages name the file, the key and the fix."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.errors import ProfileError, system_reason

__all__ = ["Section", "load"]


class Section:
    """One table of a profile, and where it stands in its file."""

    def __init__(self, values: Mapping[str, Any], file: str, path: str = "") -> None:
        self._values = values
        self._file = file
        self._path = path

    def __contains__(self, key: str) -> bool:
        return key in self._values

    @property
    def file(self) -> str:
        """The file's name, for messages."""
        return self._file

    def __iter__(self) -> Iterator[str]:
        """The keys that are there, in the file's order."""
        return iter(self._values)

    def only(self, *allowed: str) -> None:
        """Raise ProfileError for the first key that is not one of these."""
        for key in self._values:
            if key not in allowed:
                raise self.error(key, f"不认识这个键，可用的有：{'、'.join(allowed)}")

    def error(self, key: str, fix: str) -> ProfileError:
        """Return the error that names this file and key, to be raised."""
        return ProfileError(f"{self._file}：{self._path}{key}：{fix}")

    def is_table(self, key: str) -> bool:
        """Whether the value is a table of its own."""
        return isinstance(self._values.get(key), dict)

    def table(self, key: str) -> Section:
        """Return the table under this key, an empty one where there is none."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, f"应是一节，如 [{self._path}{key}]")
        return Section(value, self._file, f"{self._path}{key}.")

    def text(self, key: str) -> str:
        """Return the string under this key, ``""`` where there is none."""
        value = self._values.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, "应是带引号的文字")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of strings under this key; a single string is a list of one."""
        value = self._values.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(each, str) and each.strip() for each in values):
            raise self.error(key, '应是标签或标签列表，如 "案由" 或 ["案由", "标题"]')
        return tuple(values)

    def flag(self, key: str) -> bool:
        """Return the true or false under this key, false where there is none."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "只能是 true 或 false")
        return value

    def pattern(self, key: str) -> re.Pattern[str] | None:
        """Return the regular expression under this key, None where there is none."""
        written = self.text(key)
        try:
            return re.compile(written) if written else None
        except re.error as error:
            raise self.error(key, f"正则表达式有误（{error}）") from error


def load(path: Path) -> Section:
    """Return the whole TOML file; raise ProfileError where it cannot be read."""
    try:
        return Section(tomllib.loads(path.read_text(encoding="utf-8-sig")), path.name)
    except OSError as error:
        raise ProfileError(f"{path}：打不开（{system_reason(error)}），请检查路径") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path.name}：不是 UTF-8 编码，请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path.name}：TOML 写法有误（{error}）") from error
