"""Measures the product on one machine: import into an archive, build the embedded index, search."""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, text

from benchmarks.scale.figures import ArchiveFigures, IndexFigures
from benchmarks.speed.generate import proposal
from benchmarks.speed.memory import resident_bytes
from corpus import Archive, Profile, import_paths, to_json
from indexer import SearchRequest, Settings, open_service
from indexer.index.build import reindex
from indexer.index.store import open_generations

__all__ = ["QUESTIONS", "measure_import", "measure_index", "write_files"]

_PER_FILE = 500

#: Two words each, as people type them; common and middling ones of the generated proposals.
QUESTIONS = (
    *("建设 教育", "发展 医疗", "管理 交通", "企业 服务", "社会 保障"),
    *("环境 治理", "农村 经济", "文化 旅游", "安全 生产", "城市 规划"),
)


def write_files(directory: Path, documents: int) -> int:
    """Write the first generated proposals as JSON lines, 500 a file; return the bytes written."""
    directory.mkdir(parents=True)
    for start in range(0, documents, _PER_FILE):
        lines = (
            json.dumps(to_json(proposal(number)), ensure_ascii=False)
            for number in range(start, min(start + _PER_FILE, documents))
        )
        (directory / f"{start:09}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sum(path.stat().st_size for path in directory.iterdir())


def measure_import(files: Path, where: str, documents: int) -> ArchiveFigures:
    """Import the files into an empty archive at a path or a PostgreSQL URL. Run in a process of its own."""
    began, worked = time.perf_counter(), time.process_time()
    with Archive.open(where) as archive:
        report = import_paths(archive, [files], profile=Profile.generic())
        assert (report.added, report.rejects) == (documents, ())
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - worked
    server = where.startswith("postgresql")
    size = _database_size(where) if server else Path(where).stat().st_size
    return ArchiveFigures("postgresql" if server else "sqlite", documents, size, seconds, cpu_seconds)


def measure_index(home: Path, documents: int) -> IndexFigures:
    """Build the embedded index of a home directory and search it. Run in a process of its own."""
    settings = Settings(home)
    began = time.perf_counter()
    with Archive.open(settings.archive) as archive:
        report = reindex(archive, open_generations(settings))
        assert report.documents == documents
    seconds = time.perf_counter() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu_ms, ms = _search(settings)
    return IndexFigures(
        engine="embedded",
        documents=documents,
        size=sum(path.stat().st_size for path in settings.index_directory.rglob("*") if path.is_file()),
        seconds=seconds,
        cpu_seconds=sum(each.ru_utime + each.ru_stime for each in used),
        server_cpu_seconds=0,
        query_cpu_ms=cpu_ms,
        query_ms=ms,
        resident=resident_bytes(),
    )


def _search(settings: Settings) -> tuple[float, float]:
    """Median milliseconds of work and of time; each question once unmeasured, then five times."""
    service = open_service(settings)
    worked: list[float] = []
    waited: list[float] = []
    for turn in range(6):
        for question in QUESTIONS:
            began, cpu = time.perf_counter(), time.thread_time()
            service.search(SearchRequest(query=question))
            if turn:
                worked.append(1000 * (time.thread_time() - cpu))
                waited.append(1000 * (time.perf_counter() - began))
    service.archive.close()
    return median(worked), median(waited)


def _database_size(url: str) -> int:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
        size = sum(
            connection.scalar(text("SELECT pg_total_relation_size(oid) FROM pg_class WHERE oid = :oid"), {"oid": oid})
            or 0
            for (oid,) in connection.execute(
                text("SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace")
            ).all()
        )
    engine.dispose()
    return int(size)
