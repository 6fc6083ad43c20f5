"""``docs/extending.md`` says in how many places an extension is made: its own code is put there and run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
PACKAGES = ("corpus", "indexer", "search_web")

RECORDS = """案由：关于增设停车位的提案
届次：十二届五次
提案号：12
提案人：王小明
党派：民盟、致公党
提案内容：城北停车难。
"""


def _section(title: str) -> str:
    return PAGE.split(f"## {title}")[1].split("\n## ")[0]


def _blocks(title: str, language: str) -> list[str]:
    return re.findall(rf"(?ms)^[ ]*```{language}\n(.*?)^[ ]*```", _section(title))


def _after(path: Path, line: str, added: str) -> None:
    """Put text behind the first line that a pattern finds."""
    text, count = re.subn(rf"(?m)^({line}.*\n)", lambda match: match[1] + added, path.read_text("utf-8"), count=1)
    assert count == 1, line
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program, to be extended."""
    copy = tmp_path / "program"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def _run(program: Path, code: str, *arguments: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(program), str(ROOT)])},
        cwd=program,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


_TIAN = "import sys; from indexer.cli.main import main; main(sys.argv[1:])"

_FIELD_STORY = """
import json, sys
from pathlib import Path
from indexer import Settings
from search_web.bootstrap import open_site
from search_web.site.config import WebConfig

client = open_site(Settings(Path(sys.argv[1])), WebConfig()).test_client()
def text(path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)
found = json.loads(text("/api/v1/search?q=停车"))
record = found["hits"][0]["id"]
print(json.dumps({
    "record": text(f"/proposal/{record}"),
    "panel": text("/?q=停车&party=民盟"),
    "typed": json.loads(text("/api/v1/search?q=界别:致公党"))["total"],
    "other": json.loads(text("/api/v1/search?q=停车&party=民革"))["total"],
    "help": text("/help"),
    "browse": text("/browse/party"),
    "csv": text("/export.csv?q=停车"),
    "whole": json.loads(text(f"/api/v1/proposals/{record}")),
    "described": text("/api/v1/openapi.json"),
}))
"""


def test_a_field_with_its_facet_is_one_declaration_and_its_labels(program: Path, tmp_path: Path) -> None:
    (declaration,) = _blocks("加一个字段，连同分面", "python")
    (labels,) = _blocks("加一个字段，连同分面", "toml")
    _after(program / "corpus" / "model.py", "    category: Annotated", re.sub(r"(?m)^ {3}(?=    )", "", declaration))
    _after(program / "corpus" / "profiles" / "generic.toml", r"category = \[", labels.strip() + "\n")
    home, file = tmp_path / "home", tmp_path / "record.txt"
    file.write_text(RECORDS, encoding="utf-8")
    _run(program, _TIAN, "--home", str(home), "import", str(file))
    _run(program, _TIAN, "--home", str(home), "reindex")
    found = json.loads(_run(program, _TIAN, "--home", str(home), "search", "停车", "--party", "民盟", "--json"))
    assert found["total"] == 1
    assert [each["value"] for each in found["facets"]["party"]] == ["民盟", "致公党"]
    assert "民盟、致公党" in _run(program, _TIAN, "--home", str(home), "show", found["hits"][0]["id"])
    told = json.loads(_run(program, _FIELD_STORY, str(home)))
    for page in ("record", "panel", "browse"):
        assert "党派" in told[page], page
        assert "民盟" in told[page], page
    assert "党派:民盟" in told["help"]
    assert (told["typed"], told["other"]) == (1, 0)
    assert "党派" in told["csv"].splitlines()[0]
    assert "民盟、致公党" in told["csv"]
    assert told["whole"]["party"] == ["民盟", "致公党"]
    assert "党派" in told["described"]


CARDS = """#案由 关于增设停车位的提案
#提案人 王小明
#提案内容 城北停车难。
背面：请速办。

#案由 关于修渠的提案
#提案内容 修渠。
"""


def test_a_reader_is_one_module_and_one_line(program: Path, tmp_path: Path) -> None:
    module, line = _blocks("加一种读入格式", "python")
    (program / "corpus" / "readers" / "cards.py").write_text(module, encoding="utf-8")
    sniffing = program / "corpus" / "readers" / "sniffing.py"
    _after(sniffing, r"READERS: tuple\[TextReader", f"    {line.strip()},\n")
    _after(sniffing, r"from corpus\.readers import delimited", "from corpus.readers import cards\n")
    home, file = tmp_path / "home", tmp_path / "cards.txt"
    file.write_text(CARDS, encoding="utf-8")
    told = json.loads(_run(program, _TIAN, "--home", str(home), "import", str(file), "--json"))
    assert (told["added"], told["rejects"]) == (2, [])
    exported = _run(program, _TIAN, "--home", str(home), "export")
    records = {each["title"]: each for each in map(json.loads, exported.splitlines())}
    first = records["关于增设停车位的提案"]
    assert (first["proposers"], first["text"], first["source"]["reader"]) == (["王小明"], "城北停车难。", "cards")
    assert first["extra"] == [["其余文字", "背面：请速办。"]]


def test_an_engine_is_one_module_and_one_line(program: Path, tmp_path: Path) -> None:
    module, line = _blocks("加一个检索引擎", "python")
    (program / "indexer" / "engines" / "reference.py").write_text(module, encoding="utf-8")
    _after(program / "indexer" / "settings.py", r'        EngineKind\("whoosh"', f"{line.strip()},\n")
    home, file = tmp_path / "home", tmp_path / "record.txt"
    file.write_text(RECORDS, encoding="utf-8")
    chosen = ["--home", str(home), "--engine", "reference"]
    _run(program, _TIAN, *chosen, "import", str(file))
    _run(program, _TIAN, *chosen, "reindex")
    found = json.loads(_run(program, _TIAN, *chosen, "search", "停车", "--json"))
    assert (found["total"], found["facets"]["session"][0]["value"]) == (1, "12-5")
    _run(program, _TIAN, *chosen, "verify")
    assert "reference 逐件比对" in _run(program, _TIAN, "--help").replace("\n", "").replace("  ", "")
