"""What is deleted is gone from every file of the home; what is corrected, split or restored is seen at once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.indexer.cli.running import tian

_ROW = "{number},{title},{text},十三届二次,江城市政协,{name}\n"
_HEAD = "案号,案由,提案内容,届次,机构,提案人\n"
GONE = _ROW.format(number=12, title="关于青柠巷夜间照明的建议", text="青柠巷路灯全坏。", name="舒青柠")
KEPT = _ROW.format(number=13, title="关于疏浚东河的建议", text="东河淤积严重。", name="程小媛")


def _home(tmp_path: Path) -> tuple[Path, Path, str]:
    """A home of two proposals of one file, indexed; the file; and the first one's id."""
    home, file = tmp_path / "home", tmp_path / "list.csv"
    file.write_text(_HEAD + GONE + KEPT, encoding="utf-8")
    assert tian(home, "import", file).code == 0
    assert tian(home, "reindex", "--workers", "1").code == 0
    (hit,) = tian(home, "search", "案号:12", "--json").json["hits"]
    return home, file, hit["id"]


def _bytes_of(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def test_of_a_deleted_proposal_no_file_of_the_home_holds_a_word(tmp_path: Path) -> None:
    home, file, id = _home(tmp_path)
    with sqlite3.connect(home / "archive.sqlite") as archive:
        packed = [row[0] for row in archive.execute("select body from payloads")]
    archive.close()
    assert any("青柠".encode() in content for content in _bytes_of(home).values())
    answer = tian(home, "delete", id, "--reason", "当事人申请", "--who", "王芳")
    assert answer.code == 0, answer.err
    assert "list.csv" in answer.out
    with sqlite3.connect(home / "archive.sqlite") as archive:
        gone = [each for each in packed if each not in [row[0] for row in archive.execute("select body from payloads")]]
    archive.close()
    assert len(gone) == 1
    for name, content in _bytes_of(home).items():
        assert "青柠".encode() not in content, name
        assert "青柠".encode("utf-16-le") not in content, name
        assert gone[0][20:44] not in content, name
    assert tian(home, "search", "青柠", "--json").json["total"] == 0
    assert tian(home, "show", id).code == 1
    assert tian(home, "verify").code == 0
    told = tian(home, "import", file)
    assert told.code == 0
    again = tian(home, "import", file, "--again")
    assert "新增 1 件" in again.out
    assert tian(home, "show", id).code == 0


def test_a_changed_source_tells_what_it_does_not_bring_back(tmp_path: Path) -> None:
    home, file, id = _home(tmp_path)
    assert tian(home, "delete", id, "--reason", "当事人申请").code == 0
    file.write_text(_HEAD + KEPT + GONE, encoding="utf-8")
    answer = tian(home, "import", file, "--json")
    assert (answer.code, answer.json["added"]) == (0, 0)
    assert [each["id"] for each in answer.json["withheld"]] == [id]
    file.write_text(_HEAD + GONE + KEPT + "\n", encoding="utf-8")
    assert "当事人申请" in tian(home, "import", file).err


def test_a_restored_backup_does_not_bring_back_what_was_deleted_since(tmp_path: Path) -> None:
    home, _, id = _home(tmp_path)
    assert tian(home, "backup", tmp_path / "kept.sqlite").code == 0
    assert tian(home, "delete", id, "--reason", "当事人申请").code == 0
    answer = tian(home, "restore", tmp_path / "kept.sqlite", "--yes")
    assert answer.code == 0, answer.err
    assert "恢复 1 件" in answer.out
    assert tian(home, "show", id).code == 1
    assert tian(home, "verify").code == 0
    assert {path.name for path in home.iterdir() if "archive" in path.name} <= {
        "archive.sqlite",
        "archive.sqlite-wal",
        "archive.sqlite-shm",
    }


def test_a_correction_is_found_at_once_and_survives_the_next_import(tmp_path: Path) -> None:
    home, file, id = _home(tmp_path)
    answer = tian(home, "correct", id, "--set", "单位=江州市公安局、协办:江州市城管局", "--reason", "来源漏写")
    assert answer.code == 0, answer.err
    (hit,) = tian(home, "search", "主办:江州市公安局", "--json").json["hits"]
    assert (hit["id"], hit["support_units"]) == (id, ["江州市城管局"])
    file.write_text(_HEAD + GONE + KEPT + "\n", encoding="utf-8")
    assert tian(home, "import", file).code == 0
    assert tian(home, "show", id, "--json").json["handlings"][0]["unit"] == "江州市公安局"
    assert "没有可以更正的栏目“颜色”" in tian(home, "correct", id, "--set", "颜色=红", "--reason", "试").err


def test_what_was_taken_for_one_is_told_and_split(tmp_path: Path) -> None:
    home, _, id = _home(tmp_path)
    (tmp_path / "other.csv").write_text(_HEAD + GONE.replace("全坏", "都坏了"), encoding="utf-8")
    assert tian(home, "import", tmp_path / "other.csv").code == 0
    assert sum(tian(home, "stats", "--json").json["archive"]["merged"].values()) == 1
    assert "tian split" in tian(home, "stats").out
    answer = tian(home, "split", id, "--reason", "不是一件", "--json")
    assert (answer.code, len(answer.json["split"])) == (0, 1)
    assert tian(home, "stats", "--json").json["archive"]["merged"] == {}
    assert tian(home, "search", "案号:12", "--json").json["total"] == 2


def test_one_flipped_bit_is_told_by_verify_backup_copy_and_export(tmp_path: Path) -> None:
    home, _, id = _home(tmp_path)
    with sqlite3.connect(home / "archive.sqlite") as archive:
        (body,) = archive.execute("select body from payloads where pk = 1").fetchone()
        broken = body[:30] + bytes([body[30] ^ 1]) + body[31:]
        archive.execute("update payloads set body = ? where pk = 1", [broken])
    archive.close()
    for command in (["verify"], ["backup", tmp_path / "kept.sqlite"], ["copy", tmp_path / "copy.sqlite"], ["export"]):
        answer = tian(home, *command)
        assert answer.code == 1, command
        assert id in answer.out + answer.err, command
    exported = tian(home, "export").out.splitlines()
    assert len(exported) == 1
    assert "东河" in exported[0]
    assert tian(home, "show", id).code == 1
