"""Data outlives the code: a field added to the model makes nothing that is stored look changed.

The program is copied, a field with a default is put into its model, and the copy is run on an archive that the
program wrote before: reindexed it verifies, and importing the same files again changes nothing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import Archive, Proposal, Reply
from indexer.index.build import reindex
from indexer.index.generations import Generations
from tests.fixtures.frozen import VERSIONS, restore
from tests.indexer.archives import add

ROOT = Path(__file__).resolve().parents[3]

#: Class → an old field of it, and the new one that is put behind it.
ADDED = {
    "Proposal": ("id", 'urgency: Annotated[str, "紧急程度"] = "普通"'),
    "Reply": ("document_number", 'signed_by: Annotated[tuple[str, ...], "签发人"] = ()'),
    "Handling": ("written", 'rank: Annotated[int, "次序"] = 0'),
    "Source": ("place", 'read: Annotated[PartialDate | None, "读入日期"] = None'),
}

#: What is asked of the changed program; prints one JSON object.
STORY = """
import json, sys
from pathlib import Path
from corpus import Archive, Profile, import_paths, json_types, Proposal, to_json
from indexer.index.build import reindex, update
from indexer.index.generations import Generations
from indexer.index.verify import verify

where, files, index = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
with Archive.open(where, create=False) as archive:
    generations = Generations(index)
    told = {}
    if generations.stamp() != (0, 0):
        told["before"] = verify(archive, generations).sound
        told["update"] = update(archive, generations).action
    reindex(archive, generations)
    found = verify(archive, generations)
    told["reindexed"] = [found.sound, found.archived, found.indexed]
    report = import_paths(archive, [files], profile=Profile.generic())
    told["imported"] = [report.added, report.revised, report.unchanged]
    told["updated"] = [update(archive, generations).action, verify(archive, generations).sound]
    told["read"] = sorted({record.urgency for record in archive.all()})
    told["exported"] = sorted({to_json(record)["urgency"] for record in archive.all()})
    told["described"] = "urgency" in json_types(Proposal)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def changed_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program whose model has one more field in every class that is stored."""
    copy = tmp_path_factory.mktemp("program")
    for package in ("corpus", "indexer"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    model = copy / "corpus" / "model.py"
    text = model.read_text(encoding="utf-8")
    for name, (old, new) in ADDED.items():
        behind = rf"(?s)(class {name}:.*?\n    {old}: [^\n]*\n)"
        text, changed = re.subn(behind, rf"\g<1>    {new}\n", text, count=1)
        assert changed == 1, name
    model.write_text(text, encoding="utf-8")
    return copy


def _story(program: Path, where: str | Path, files: Path, index: Path) -> dict[str, object]:
    told = subprocess.run(
        [sys.executable, "-c", STORY, str(where), str(files), str(index)],
        env={**os.environ, "PYTHONPATH": str(program)},
        cwd=program,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return dict(json.loads(told.stdout))


@pytest.mark.parametrize("version", VERSIONS)
def test_an_archive_of_an_older_version_looks_unchanged(
    version: str, place: str | Path, tmp_path: Path, changed_program: Path
) -> None:
    restore(version, "archive", place)
    with Archive.open(place) as archive:
        for record in archive.all():
            for source in archive.sources(record.id):
                (tmp_path / "files" / source.file).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / "files" / source.file).write_bytes(archive.raw(source.sha256))
    assert _story(changed_program, place, tmp_path / "files", tmp_path / "index") == {
        "reindexed": [True, 13, 13],
        "imported": [0, 0, 14],
        "updated": ["unchanged", True],
        "read": ["普通"],
        "exported": ["普通"],
        "described": True,
    }


def test_an_archive_with_its_index_needs_nothing_at_all(
    place: str | Path, tmp_path: Path, changed_program: Path
) -> None:
    with Archive.open(place) as archive:
        records = [Proposal(f"关于第{n}条街停车的提案", number=n, replies=(Reply("已办。"),)) for n in range(5)]
        add(archive, tmp_path / "files", records)
        reindex(archive, Generations(tmp_path / "index"))
    (tmp_path / "files").rename(tmp_path / "moved")  # Another path: every file is read again.
    assert _story(changed_program, place, tmp_path / "moved", tmp_path / "index") == {
        "before": True,
        "update": "unchanged",
        "reindexed": [True, 5, 5],
        "imported": [0, 0, 5],
        "updated": ["unchanged", True],
        "read": ["普通"],
        "exported": ["普通"],
        "described": True,
    }
