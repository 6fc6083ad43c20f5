"""Archives of real, sample and given records, imported the way an operator would, for measurements that ask them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus import Archive, Profile, Proposal, import_paths, to_json
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.settings import Settings
from sample_archive import write_sample

__all__ = ["ARCHIVES", "DATA", "archive_of", "index_archive"]

_ROOT = Path(__file__).resolve().parents[1]

#: Where real records are, beside the project and never part of it.
DATA = _ROOT.parent / "shared" / "data"

_PROFILES = _ROOT / "docs" / "profiles"


def _sample(archive: Archive, folder: Path, data: Path) -> None:
    write_sample(folder)
    import_paths(archive, [folder], profile=Profile.generic())


def _real(file: str, profile: str) -> Callable[[Archive, Path, Path], None]:
    def load(archive: Archive, folder: Path, data: Path) -> None:
        if not (data / file).exists():
            raise FileNotFoundError(2, "没有这个文件", str(data / file))
        import_paths(archive, [data / file], profile=Profile.load(_PROFILES / profile))

    return load


#: Name → what brings its records into an archive; FileNotFoundError where real records are missing.
ARCHIVES: dict[str, Callable[[Archive, Path, Path], None]] = {
    "sample": _sample,
    "jiangsu-2019": _real("jiangsu-2019.csv", "jiangsu-2019.toml"),
    "hualien-council": _real("hualien-council.json", "hualien.toml"),
}


def index_archive(name: str, home: Path, data: Path = DATA) -> Settings:
    """Return the settings of a home directory that now holds one of the archives and its index.

    Raises:
        FileNotFoundError: its real records are not there.
    """
    settings = Settings(home)
    home.mkdir(parents=True, exist_ok=True)
    with Archive.open(settings.archive) as archive:
        ARCHIVES[name](archive, home / "files", data)
        reindex(archive, Generations(settings.index_directory))
    return settings


@contextmanager
def archive_of(records: Iterable[Proposal], directory: Path) -> Iterator[Archive]:
    """Give an archive, below the directory, that these records were imported into; every one of them must be read."""
    file = directory / "records.jsonl"
    file.write_text("\n".join(json.dumps(to_json(each), ensure_ascii=False) for each in records), encoding="utf-8")
    with Archive.open(directory / "archive.sqlite") as archive:
        report = import_paths(archive, [file], profile=Profile.generic())
        assert not report.rejects, report.rejects
        yield archive
