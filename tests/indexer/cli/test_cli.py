"""The contract of the command line: what is printed where, and with which exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indexer.cli.running import tian, tian_process

PAGE = """<html><head><meta charset="utf-8"></head><body><table>
<tr><td>案由</td><td>关于增设停车位的建议</td></tr>
<tr><td>提案号</td><td>0012</td></tr><tr><td>届次</td><td>十三届二次</td></tr>
<tr><td>提案人</td><td>程小媛</td></tr><tr><td>主办单位</td><td>江州市公安局</td></tr>
<tr><td>会办单位</td><td>江州市城管局</td></tr><tr><td>答复日期</td><td>2019-06-28</td></tr>
<tr><td>提案内容</td><td>老城区停车难，建议增设停车位。</td></tr>
<tr><td>答复内容</td><td>您提出的建议收悉，现答复如下：年内新增停车位500个。</td></tr>
</table></body></html>"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one proposal, indexed."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    assert tian(folder / "home", "import", folder / "page.html").code == 0
    assert tian(folder / "home", "reindex", "--workers", "1").code == 0
    return folder / "home"


def test_search_answers_with_every_key_of_the_contract(home: Path) -> None:
    answer = tian(home, "search", "停车", "--json")
    assert answer.code == 0
    assert answer.json.keys() >= {"query", "total", "relaxed", "took_ms", "hits", "facets"}
    (hit,) = answer.json["hits"]
    assert hit["title"] == "关于增设停车位的建议"
    assert (hit["session"], hit["number"], hit["reply_date"]) == ("13-2", 12, "2019-06-28")
    assert (hit["proposers"], hit["lead_units"], hit["support_units"]) == (
        ["程小媛"],
        ["江州市公安局"],
        ["江州市城市管理局"],
    )
    for snippet in hit["snippets"]:
        assert {snippet["text"][start:end] for start, end in snippet["marks"]} == {"停车"}
    assert {snippet["field"] for snippet in hit["snippets"]} == {"content", "reply"}
    buckets = answer.json["facets"]
    assert buckets["session"] == [{"value": "13-2", "label": "十三届二次", "count": 1, "selected": False}]
    assert {bucket["value"] for bucket in buckets["unit"]} == {"江州市公安局", "江州市城市管理局"}
    assert [bucket["value"] for bucket in buckets["year"]] == ["2019"]


def test_a_choice_that_leaves_nothing_is_named_with_names_like_it(home: Path) -> None:
    near = tian(home, "search", "停车", "--unit", "公安")
    assert (near.code, near.out) == (0, "")
    assert "办理单位“公安”没有符合的，名称相近的有：江州市公安局。" in near.err
    assert "办理单位“气象局”没有符合的。" in tian(home, "search", "停车", "--unit", "气象局").err
    assert "没有符合" not in tian(home, "search", "停车", "--unit", "江州市公安局").err


@pytest.mark.parametrize(
    ("options", "total"),
    [
        (["--session", "十三届二次"], 1),
        (["--session", "13-1"], 0),
        (["--session", "13-1", "--session", "13-2"], 1),
        (["--unit", "江州市城管局"], 1),
        (["--lead-unit", "江州市城管局"], 0),
        (["--from", "2019", "--to", "2019-06"], 1),
        (["--from", "2019-07"], 0),
        (["--sort", "newest", "--limit", "1", "--page", "1"], 1),
    ],
)
def test_search_options_narrow_as_they_say(home: Path, options: list[str], total: int) -> None:
    assert tian(home, "search", "停车", *options, "--json").json["total"] == total


def test_progress_and_remarks_go_to_standard_error_only(home: Path) -> None:
    answer = tian_process(home, "search", "停车")
    assert answer.code == 0
    assert "关于增设停车位的建议" in answer.out
    assert "共 1 件" in answer.err
    assert "共 1 件" not in answer.out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["search"], "缺少"),
        (["search", "停车", "--session", "胡说"], "不是届次"),
        (["search", "停车", "--from", "昨天"], "不是日期"),
        (["search", "停车", "--sesion", "1"], "--session"),
        (["sarch"], "没有 sarch 这个命令"),
        (["reindex", "--workers", "0"], "0 不在 1<=x<=64 之内"),
        (["search", "停车", "--sort", "best"], "没有 best 这一种，请写 relevance、newest、oldest 之一"),
        (["search", "停车", "收费"], "多出了 收费"),
        (["search", "停车", "--limit", "x"], "“x”不是整数"),
        (["import", "没有这个文件夹"], "什么也没有导入"),
    ],
)
def test_wrong_usage_exits_2_and_says_what_to_do_in_chinese(home: Path, args: list[str], message: str) -> None:
    answer = tian(home, *args)
    assert answer.code == 2
    assert message in answer.err
    assert "--help" in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    "command", [["search", "停车"], ["verify"], ["stats"], ["export"], ["reindex"], ["update"], ["show", "x"]]
)
def test_an_empty_home_is_told_with_the_next_step(tmp_path: Path, command: list[str]) -> None:
    answer = tian(tmp_path / "nothing", *command)
    assert answer.code == 1
    assert "tian import" in answer.err
    assert "Traceback" not in answer.err


def test_show_gives_the_whole_record_and_an_unknown_id_exits_1(home: Path) -> None:
    (hit,) = tian(home, "search", "停车", "--json").json["hits"]
    shown = tian(home, "show", hit["id"])
    assert "老城区停车难，建议增设停车位。" in shown.out
    assert "年内新增停车位500个。" in shown.out
    assert tian(home, "show", hit["id"], "--json").json["text"] == "老城区停车难，建议增设停车位。"
    assert tian(home, "show", "没有").code == 1


def test_an_export_is_imported_again_without_loss(home: Path, tmp_path: Path) -> None:
    exported = tian(home, "export").out
    (tmp_path / "all.jsonl").write_text(exported, encoding="utf-8")
    other = tmp_path / "other"
    assert tian(other, "import", tmp_path / "all.jsonl").code == 0
    assert (
        tian(other, "export").out.splitlines()[0].split('"source"')[0] == exported.splitlines()[0].split('"source"')[0]
    )


def test_a_file_that_cannot_be_read_exits_1_is_kept_and_hurts_nothing_else(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.html").write_text(PAGE, encoding="utf-8")
    (files / "empty.html").write_bytes(b"")
    (files / "half.xlsx").write_bytes(b"PK\x03\x04 cut short")
    home = tmp_path / "home"
    answer = tian(home, "import", files)
    assert answer.code == 1
    assert "新增 1 件" in answer.out
    assert "empty.html" in answer.err
    rejects = tian(home, "rejects")
    assert rejects.code == 0
    assert "half.xlsx" in rejects.out
    (files / "empty.html").unlink()
    (files / "half.xlsx").unlink()
    assert tian(home, "import", files).code == 0


def test_a_mistyped_path_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    assert tian(tmp_path / "home", "import", tmp_path / "page.html", tmp_path / "pgae.html").code == 2
    assert not (tmp_path / "home").exists()


def test_after_an_import_the_step_that_works_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for number, step in (("0012", "reindex"), ("0013", "update")):
        (tmp_path / f"{number}.html").write_text(PAGE.replace("0012", number), encoding="utf-8")
        answer = tian(home, "import", tmp_path / f"{number}.html")
        assert f"运行 tian {step}" in answer.err
        assert tian(home, step).code == 0


def test_stats_count_as_revisions_only_what_changed_later(tmp_path: Path) -> None:
    page, home = tmp_path / "page.html", tmp_path / "home"
    for text, revised in ((PAGE, 0), (PAGE.replace("500个", "600个"), 1)):
        page.write_text(text, encoding="utf-8")
        assert f"修订 {revised} 件" in tian(home, "import", page).out
        assert f"修订过 {revised} 次" in tian(home, "stats").out


def test_verify_and_stats_tell_the_same_number(home: Path) -> None:
    assert tian(home, "verify", "--json").json == {
        "archived": 1,
        "indexed": 1,
        "missing": [],
        "stale": [],
        "orphans": [],
        "damage": [],
        "archive_damage": [],
        "sound": True,
    }
    assert tian(home, "stats", "--json").json["archive"]["records"] == 1


def test_verify_exits_1_when_something_is_missing(home: Path, tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text(PAGE.replace("0012", "0013"), encoding="utf-8")
    assert tian(home, "import", tmp_path / "b.html").code == 0
    answer = tian(home, "verify")
    assert answer.code == 1
    assert "tian update" in answer.out
    assert tian(home, "update").code == 0
    assert tian(home, "verify").code == 0


@pytest.mark.parametrize(("args", "code"), [(["verify"], 0), (["show", "没有"], 1), (["sarch"], 2)])
def test_a_process_of_its_own_answers_the_same(home: Path, args: list[str], code: int) -> None:
    answer = tian_process(home, *args)
    assert answer.code == code
    assert answer == tian(home, *args)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(tmp_path: Path, shell: str) -> None:
    assert "_TIAN_COMPLETE" in tian(tmp_path, "completion", shell).out


def test_a_reader_that_closes_the_pipe_early_gets_no_traceback(home: Path) -> None:
    import subprocess
    import sys

    code = f"import sys; sys.argv = ['tian', '--home', {str(home)!r}, 'export']; from indexer.cli import main; main()"
    export = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert export.stdout is not None
    assert export.stderr is not None
    export.stdout.close()
    assert b"Traceback" not in export.stderr.read()
    export.stderr.close()
    export.wait()


def test_an_import_says_what_it_took_as_internal_and_why(tmp_path: Path) -> None:
    rows = "停车难,张三,保密\n上学难,李四,保密\n看病难,王五,公开\n"
    (tmp_path / "a.csv").write_text(f"案由,提案人,公开属性\n{rows}", encoding="utf-8")
    (tmp_path / "b.csv").write_text("案由,提案人\n行路难,赵六\n", encoding="utf-8")
    answer = tian(tmp_path / "home", "import", tmp_path / "a.csv", tmp_path / "b.csv")
    assert "公开属性：保密：2 件按内部收录，如 a.csv，第 2 行《停车难》" in answer.out
    assert "来源没有公开属性：按公开收录 1 件。" in answer.out
    told = tian(tmp_path / "other", "import", tmp_path / "a.csv", "--json").json["visibility"]
    assert [(each["label"], each["value"], each["count"]) for each in told["internal"]] == [("公开属性", "保密", 2)]
    assert (told["public"], told["unstated"]) == (1, {})


def test_the_former_name_of_the_tokenizer_stays_beside_the_new_one(home: Path) -> None:
    index = tian(home, "stats", "--json").json["index"]
    assert index["tokenizer"] == index["cutter"]
    assert index["tokenizer"].startswith("rjieba-")
