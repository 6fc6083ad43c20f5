"""Configuration: one frozen value, read in one place from flags, environment and a file, and passed down.

    flags ▸ environment ▸ tian.toml in the home directory ▸ defaults ── read_settings ──▶ Settings

``OPTIONS`` is the table of what can be set; the command line's flags, the environment's names, the file's keys and
docs/settings.md follow from it. ``ENGINES`` is the table of engines.
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import system_reason
from indexer.errors import SettingsError

if TYPE_CHECKING:
    from corpus import Archive

__all__ = [
    "ENGINES",
    "FILE",
    "OPTIONS",
    "EngineKind",
    "EngineSettings",
    "LogSettings",
    "Option",
    "Settings",
    "addresses",
    "open_archive",
    "read_settings",
]

_PREFIX = re.compile(r"[a-z][a-z0-9_-]{0,40}")
#: Whose log messages these are; libraries keep their own.
_LOGGING = ("corpus", "indexer", "search_web")
#: The file of settings in a home directory.
FILE = "tian.toml"


@dataclass(frozen=True, slots=True)
class EngineKind:
    """One engine that can be chosen.

    Attributes:
        where: where it runs, for the help of the command line.
        opener: ``module:function`` that makes a ``GenerationStore`` of ``Settings``; imported when it is used.
        remote: whether it is reached by addresses (``EngineSettings.urls``), rather than being part of this process.
    """

    name: str
    where: str
    opener: str
    remote: bool = False

    @property
    def described(self) -> str:
        """Name and place: ``whoosh 在本机``."""
        return f"{self.name} {self.where}"


#: Every engine, by its name; the first is the default.
ENGINES: Mapping[str, EngineKind] = {
    each.name: each
    for each in (
        EngineKind("whoosh", "在本机", "indexer.index.generations:open_embedded"),
        EngineKind("opensearch", "在集群上", "indexer.index.store:open_cluster", remote=True),
    )
}


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Which engine answers searches, and where it is.

    Attributes:
        kind: one of ``ENGINES``.
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
        if self.remote and not self.urls:
            raise SettingsError("用 OpenSearch 还需要集群节点的地址：--engine-url 或环境变量 TIAN_ENGINE_URL。")
        if not _PREFIX.fullmatch(self.prefix):
            raise SettingsError("集群里的名称只能用小写字母、数字、- 和 _，以字母开头，不超过 41 个字符。")
        if not 1 <= self.shards <= 1024:
            raise SettingsError(f"索引可以分成 1 到 1024 片，不能是 {self.shards} 片。")

    @property
    def remote(self) -> bool:
        """Whether searching happens in other processes than this one."""
        return ENGINES[self.kind].remote


@dataclass(frozen=True, slots=True)
class LogSettings:
    """What is logged (``debug``, ``info``, ``warning``, ``error``), and where: standard error for no file."""

    level: str = "warning"
    file: Path | None = None

    def __post_init__(self) -> None:
        """Raise SettingsError for a level that is none."""
        if self.level not in ("debug", "info", "warning", "error"):
            raise SettingsError(f"没有名为 {self.level} 的日志级别，可选：debug、info、warning、error。")

    def begin(self) -> None:
        """Have this process log as the settings say; called once, at the edge.

        Raises:
            SettingsError: the file cannot be written.
        """
        try:
            handler = logging.FileHandler(self.file, encoding="utf-8") if self.file else logging.StreamHandler()
        except OSError as error:
            raise SettingsError(f"写不了日志文件 {self.file}：{system_reason(error)}。请检查路径和权限。") from error
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        for package in _LOGGING:
            logger = logging.getLogger(package)
            logger.setLevel(self.level.upper())
            for earlier in logger.handlers[:]:
                logger.removeHandler(earlier)
                earlier.close()
            logger.addHandler(handler)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this installation keeps its archive and its index, what searches it, and what it logs.

    >>> Settings(Path("tian-home")).index_directory.as_posix()
    'tian-home/index'
    """

    home: Path
    #: URL of an archive in a database elsewhere; empty for a file in the home directory.
    archive_url: str = ""
    #: File that holds the password of that URL, so that it stands in no command line.
    archive_password_file: Path | None = None
    engine: EngineSettings = EngineSettings()
    log: LogSettings = LogSettings()

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


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be set.

    Attributes:
        flag: on the command line, without the dashes (``engine-url``).
        variable: in the environment (``TIAN_ENGINE_URL``).
        key: in ``tian.toml``, section and key (``engine.urls``).
        help: what it sets, in Chinese; ``metavar`` what stands for its value.
        take: the setting of what was written; raises ValueError for what it is not, which is ``wanted``.
        several: whether it may be given more than once.
        choices: the words it may be, none for anything.
    """

    flag: str
    variable: str
    key: str
    help: str
    metavar: str = ""
    take: Callable[[Any], Any] = str
    wanted: str = "文字"
    several: bool = False
    choices: tuple[str, ...] = ()


def addresses(given: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses in texts that hold one or several, parted by commas or spaces."""
    return tuple(address for each in given for address in re.split(r"[,\s]+", each) if address)


def _addresses(written: Any) -> tuple[str, ...]:
    return addresses([written] if isinstance(written, str) else list(map(str, written)))


OPTIONS: tuple[Option, ...] = (
    Option(
        "archive",
        "TIAN_ARCHIVE",
        "archive.url",
        "档案库在 PostgreSQL 里时的地址：postgresql+psycopg://用户@主机/数据库；默认为目录里的 SQLite 文件。",
        "地址",
    ),
    Option(
        "archive-password-file",
        "TIAN_ARCHIVE_PASSWORD_FILE",
        "archive.password_file",
        "只写着档案库密码的文件。",
        "文件",
        take=Path,
        wanted="文件路径",
    ),
    Option(
        "engine",
        "TIAN_ENGINE",
        "engine.kind",
        f"检索引擎：{'，'.join(each.described for each in ENGINES.values())}；默认 {next(iter(ENGINES))}。",
        choices=tuple(ENGINES),
    ),
    Option(
        "engine-url",
        "TIAN_ENGINE_URL",
        "engine.urls",
        "集群节点的地址，如 http://10.0.0.1:9200；可多次给出，也可用逗号隔开。",
        "地址",
        take=_addresses,
        several=True,
    ),
    Option(
        "engine-prefix",
        "TIAN_ENGINE_PREFIX",
        "engine.prefix",
        "集群里索引名称的开头，默认 tian；几套档案共用一个集群时各用各的。",
        "名称",
    ),
    Option(
        "engine-shards",
        "TIAN_ENGINE_SHARDS",
        "engine.shards",
        "集群里新建的索引分成几片，默认 1；每片以一千万件以内为宜。",
        "N",
        take=int,
        wanted="整数",
    ),
    Option(
        "log-level",
        "TIAN_LOG_LEVEL",
        "log.level",
        "记日志的级别：debug、info、warning、error；默认 warning。",
        choices=("debug", "info", "warning", "error"),
    ),
    Option(
        "log-file",
        "TIAN_LOG_FILE",
        "log.file",
        "日志文件；不写则在标准错误输出。",
        "文件",
        take=Path,
        wanted="文件路径",
    ),
)


def read_settings(home: Path, flags: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """Return the settings of a home directory: flags before the environment, that before its ``tian.toml``.

    Args:
        flags: flag → what was given on the command line; those that were not given are left out.

    Raises:
        SettingsError: something cannot be understood; the message names the flag, the variable or the file's key.

    >>> read_settings(Path("tian-home"), {"engine-shards": 2}, {"TIAN_ENGINE_SHARDS": "3"}).engine.shards
    2
    """
    written = _file(home / FILE)
    chosen: dict[str, Any] = {}
    for option in OPTIONS:
        if option.flag in flags:
            value, said = flags[option.flag], f"--{option.flag}"
        elif environment.get(option.variable):
            value, said = environment[option.variable], f"环境变量 {option.variable}"
        elif option.key in written:
            value, said = written[option.key], f"{home / FILE} 的 {option.key}"
        else:
            continue
        chosen[option.key] = _taken(option, value, said)
    engine = {"kind": "engine.kind", "urls": "engine.urls", "prefix": "engine.prefix", "shards": "engine.shards"}
    log = {"level": "log.level", "file": "log.file"}
    return Settings(
        home,
        chosen.get("archive.url", ""),
        chosen.get("archive.password_file"),
        EngineSettings(**{name: chosen[key] for name, key in engine.items() if key in chosen}),
        LogSettings(**{name: chosen[key] for name, key in log.items() if key in chosen}),
    )


def _taken(option: Option, value: Any, said: str) -> Any:
    try:
        return option.take(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{said} 应是{option.wanted}，现在是“{value}”。") from error


def _file(path: Path) -> dict[str, Any]:
    """The values of a settings file by section and key; none where there is no file."""
    try:
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"设置文件 {path} 无法读取：{error}。请检查写法（TOML，UTF-8）。") from error
    values = {
        f"{section}.{key}": value
        for section, keys in sections.items()
        for key, value in (keys.items() if isinstance(keys, dict) else [("", keys)])
    }
    known = {option.key for option in OPTIONS}
    for key in values:
        if key not in known:
            raise SettingsError(f"设置文件 {path}：不认识 {key.rstrip('.')}。可用的有：{'、'.join(sorted(known))}。")
    return values


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
        # Internal proposals lie here: nobody else on this machine may enter.
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
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
