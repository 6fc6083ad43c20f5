"""From the archive to a live index: build a whole generation, or bring the live one up to date."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from whoosh.query import Every

from corpus import Archive, StoredRecord, UnitAuthority, system_reason, visible_to
from indexer.analysis.analyzer import ANALYSIS_VERSION, Analyzer, Segmenter, domain_words
from indexer.analysis.fingerprints import Fingerprinting
from indexer.duplicates.cache import update_duplicates, write_duplicates
from indexer.engines.base import Engine, EngineQuery
from indexer.errors import BuildFailed, IndexDamaged, IndexMissing, IndexOutdated
from indexer.index.documents import SCHEMA_VERSION, DocumentMaker
from indexer.index.manifest import Manifest, read_analyzer, write_dictionary
from indexer.index.store import GenerationStore
from indexer.suggest.storage import update_suggestions, vocabulary, write_suggestions

__all__ = ["BuildReport", "Progress", "reindex", "update"]

#: Told after every batch how many proposals are done, and how many there are.
Progress = Callable[[int, int], None]

#: Units' short names up to this many characters are kept whole as words: 卫健委, 城管局.
_SHORT_UNIT = 4


_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build or an update did."""

    action: str
    documents: int
    indexed: int
    generation: str


def reindex(
    archive: Archive,
    generations: GenerationStore,
    *,
    if_needed: bool = False,
    workers: int = 1,
    fingerprinting: Fingerprinting | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build a new generation from the whole archive beside the live one, swap it in, and say what was done.

    Searches go on meanwhile in the old generation. With ``if_needed``, a live generation that fits this
    program is kept, and only brought up to date.

    Args:
        fingerprinting: how texts are fingerprinted for duplicate checks; as before, or by default, when None.

    Raises:
        IndexBusy: another process is building or updating.
        BuildFailed: the system refused to write; what was written of the new generation is removed.
    """
    with _told(generations, "tian reindex", "新索引没有建成，写了的部分已经删去"), generations.writing("正在重建索引"):
        live = _usable(generations)
        wanted = fingerprinting or (live.fingerprinting if live else Fingerprinting())
        if if_needed and live and live.fingerprinting == wanted:
            return _update(archive, generations, progress)
        return _rebuild(archive, generations, wanted, workers, progress)


def update(archive: Archive, generations: GenerationStore, *, progress: Progress | None = None) -> BuildReport:
    """Index what changed in the archive since the live generation, and say what was done.

    Raises:
        IndexMissing: there is no generation to update yet.
        IndexOutdated: the live generation was built by another version of the program.
        IndexBusy: another process is building or updating.
        BuildFailed: the system refused to write; the index is as it was, or a further update completes it.
    """
    with _told(generations, "tian update", "这次没有更新完"), generations.writing("正在更新索引"):
        Manifest.read(generations.live()).expect_fit()
        return _update(archive, generations, progress)


def _usable(generations: GenerationStore) -> Manifest | None:
    """The live generation's manifest; None where it cannot be searched by this program."""
    try:
        live = generations.live()
        manifest = Manifest.read(live)
        read_analyzer(live, manifest)
    except (IndexMissing, IndexDamaged, IndexOutdated):
        return None
    return manifest if manifest.fits() else None


def _rebuild(
    archive: Archive,
    generations: GenerationStore,
    fingerprinting: Fingerprinting,
    workers: int,
    progress: Progress | None,
) -> BuildReport:
    # Read before the proposals: what changes during the build is indexed again by the next update.
    sequence = archive.sequence()
    segmenter = Segmenter(_words_of(archive))
    path = generations.begin()
    _LOG.info("在 %s 建索引，档案到第 %d 次变动，%d 个进程", path.name, sequence, workers)
    try:
        documents = _load(archive, generations, path, segmenter, fingerprinting, workers, progress)
        now = _now()
        manifest = Manifest(
            schema=SCHEMA_VERSION,
            analysis=ANALYSIS_VERSION,
            tokenizer=segmenter.name,
            dictionary=segmenter.dictionary,
            sequence=sequence,
            documents=documents,
            built=now,
            changed=now,
            gram=fingerprinting.gram,
            window=fingerprinting.window,
        )
        generations.swap(path, manifest)
    except BaseException:
        # A full disk is not left fuller.
        generations.discard(path)
        raise
    _LOG.info("新索引 %s 已切换，%d 件", path.name, documents)
    return BuildReport("rebuilt", documents, documents, path.name)


def _load(
    archive: Archive,
    generations: GenerationStore,
    path: Path,
    segmenter: Segmenter,
    fingerprinting: Fingerprinting,
    workers: int,
    progress: Progress | None,
) -> int:
    """Fill a generation that was begun; return how many documents it has."""
    total = archive.counts().records
    told = (lambda done: progress(done, total)) if progress else None
    make = DocumentMaker(Analyzer(segmenter), fingerprinting)
    documents = generations.load(path, archive.stored(), make.of_stored, workers=workers, progress=told)
    write_dictionary(path, segmenter)
    with closing(generations.engine(path)) as engine:
        write_suggestions(path, archive.all(), vocabulary(engine))
    write_duplicates(path, archive, fingerprinting)
    return documents


def _update(archive: Archive, generations: GenerationStore, progress: Progress | None) -> BuildReport:
    live = generations.live()
    manifest = Manifest.read(live)
    if archive.amendments.tombstones(since=manifest.sequence) or archive.sequence() < manifest.sequence:
        # Nothing of what was deleted stays in any file: neither here nor in what is derived beside it. An archive
        # that is younger than its index was restored from a backup.
        return _rebuild(archive, generations, manifest.fingerprinting, 1, progress)
    changed = list(archive.changed_since(manifest.sequence))
    ids = [id for id, _ in changed]
    with closing(generations.engine(live)) as engine:
        if not _rest_agrees(archive, engine, frozenset(ids)):
            _LOG.warning("档案有变动没有编号（删去过记录，或恢复了较早的档案），重建索引")
            return _rebuild(archive, generations, manifest.fingerprinting, 1, progress)
    if not changed:
        return BuildReport("unchanged", manifest.documents, 0, live.name)
    make = DocumentMaker(read_analyzer(live, manifest), manifest.fingerprinting)
    with closing(generations.engine(live)) as engine:
        engine.update(map(make.of_stored, _counted(archive.stored(ids=ids), len(ids), progress)))
        documents = engine.search(EngineQuery(tree=Every(), limit=0, internal=True)).total
        # Searches see the update from here on; suggestions and copies follow a moment later.
        update_suggestions(live, archive.all(ids=ids), vocabulary(engine))
        update_duplicates(live, archive, ids, engine, manifest.fingerprinting)
    newest = max(sequence for _, sequence in changed)
    generations.keep(live, replace(manifest, sequence=newest, documents=documents, changed=_now()))
    return BuildReport("updated", documents, len(ids), live.name)


def _rest_agrees(archive: Archive, engine: Engine, changed: frozenset[str]) -> bool:
    """Whether archive and index are the same apart from these records: what ``verify`` will find after the update."""
    archived = {(id, checksum) for id, checksum in archive.versions() if id not in changed}
    return archived == {(id, checksum) for id, checksum in engine.versions() if id not in changed}


def _counted(stored: Iterable[StoredRecord], total: int, progress: Progress | None) -> Iterator[StoredRecord]:
    for done, each in enumerate(stored, 1):
        yield each
        if progress:
            progress(done, total)


def _words_of(archive: Archive) -> tuple[str, ...]:
    """The words this archive needs whole besides the dictionary's: its people, and units' short names."""
    units = (name for name in UnitAuthority.load().names if len(name) <= _SHORT_UNIT)
    # Of public records alone: how the public's own words are cut would tell the name of an internal one's proposer.
    shown = filter(None, (visible_to(proposal, internal=False) for proposal in archive.all()))
    people = (name for proposal in shown for name in (*proposal.proposers, *proposal.cosigners))
    return tuple(sorted({*domain_words(units), *domain_words(people, shortest=2, longest=4)}))


@contextmanager
def _told(generations: GenerationStore, command: str, left: str) -> Iterator[None]:
    """Say in one sentence what the system refused while an index was written."""
    try:
        yield
    except OSError as error:
        # A write that is refused does not say of which file.
        where = f"文件 {error.filename}" if error.filename else f"索引目录 {generations.directory} 里的文件"
        raise BuildFailed(
            f"写不了{where}：{system_reason(error)}。{left}；原有的索引照常检索。"
            f"请检查磁盘空间、磁盘状况和目录权限，再运行一次 {command}。"
        ) from error
    except (BrokenExecutor, MemoryError) as error:
        raise BuildFailed(
            f"内存不够，或者工作进程被系统结束了。{left}；原有的索引照常检索。"
            f"请关掉别的程序，或减少进程数（--workers 1），再运行一次 {command}。"
        ) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
