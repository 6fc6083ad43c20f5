"""Configuration: one frozen value, built at the edge (command line, server start) and passed down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import SettingsError

if TYPE_CHECKING:
    from corpus import Archive

__all__ = ["ENGINES", "EngineSettings", "Settings", "addresses", "open_archive"]


ENGINES = ("whoosh", "opensearch")
_PREFIX = re.compile(r"[a-z][a-z0-9_-]{0,40}")


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Which engine answers searches, and where it is.

    Attributes:
        kind: ``whoosh`` on this machine, or ``opensearch`` on a cluster.
        urls: the cluster's nodes, any of which will do.
        prefix: what the cluster's names for this installation begin with.
        shards: into how many parts a new index is laid.
    """

    kind: str = "whoosh"
    urls: tuple[str, ...] = ()
    prefix: str = "tian"
    shards: int = 1

    def __post_init__(self) -> None:
        """Check what was given.

        Raises:
            SettingsError: an unknown engine, a cluster without addresses, or a name the cluster would refuse.
        """
        if self.kind not in ENGINES:
            raise SettingsError(f"没有名为 {self.kind} 的检索引擎，可选：{'、'.join(ENGINES)}。")
        if self.kind == "opensearch" and not self.urls:
            raise SettingsError("用 OpenSearch 还需要集群节点的地址：--engine-url 或环境变量 TIAN_ENGINE_URL。")
        if not _PREFIX.fullmatch(self.prefix):
            raise SettingsError("集群里的名称只能用小写字母、数字、- 和 _，以字母开头，不超过 41 个字符。")

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> EngineSettings:
        """Return what a server's environment says: ``TIAN_ENGINE``, ``TIAN_ENGINE_URL`` and so on.

        >>> EngineSettings.of({"TIAN_ENGINE": "opensearch", "TIAN_ENGINE_URL": "http://a:9200,http://b:9200"}).urls
        ('http://a:9200', 'http://b:9200')
        """
        return cls(
            environment.get("TIAN_ENGINE", "whoosh"),
            addresses([environment.get("TIAN_ENGINE_URL", "")]),
            environment.get("TIAN_ENGINE_PREFIX", "tian"),
        )


def addresses(given: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses in texts that hold one or several, parted by commas or spaces."""
    return tuple(address for each in given for address in re.split(r"[,\s]+", each) if address)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this installation keeps its archive and its index.

    >>> Settings(Path("tian-home")).index_directory.as_posix()
    'tian-home/index'
    """

    home: Path
    #: URL of an archive in a database elsewhere; empty for a file in the home directory.
    archive_url: str = ""
    #: File that holds the password of that URL, so that it stands in no command line.
    archive_password_file: Path | None = None
    engine: EngineSettings = EngineSettings()

    @property
    def archive(self) -> str:
        """Path or URL of the archive."""
        return self.archive_url or str(self.home / "archive.sqlite")

    @property
    def index_directory(self) -> Path:
        """Where index generations live."""
        return self.home / "index"

    @property
    def archive_exists(self) -> bool:
        """Whether anything was ever imported here; of a database elsewhere, only opening it tells."""
        return bool(self.archive_url) or Path(self.archive).exists()


def open_archive(
    settings: Settings, *, create: bool = False, progress: Callable[[int, int], None] | None = None
) -> Archive:
    """Open the archive of a home directory (a context manager).

    Args:
        progress: called with payloads done and payloads in all while an older archive is brought over.

    Raises:
        SettingsError: there is none, and ``create`` is not set; or the password's file cannot be read.
        ArchiveError: it cannot be opened.
    """
    # The database library is loaded by whoever opens an archive, not by whoever says where one is.
    from corpus import Archive

    if create:
        settings.home.mkdir(parents=True, exist_ok=True)
    elif not settings.archive_exists:
        raise SettingsError(
            f"{settings.home} 里还没有档案。请先运行 tian import 导入文件，或用 --home 指定另一个目录。"
        )
    return Archive.open(
        settings.archive, create=create, password=_password(settings.archive_password_file), progress=progress
    )


def _password(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"读不了密码文件 {path}。请检查路径和权限，文件里只写密码一行。") from error
