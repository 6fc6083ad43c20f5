"""Which files are one record, and which only look like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Archive, Profile, Proposal, import_paths
from tests.corpus.layouts.objects import dumped
from tests.corpus.layouts.portal_tables import page

_NOT_YET = pytest.mark.xfail(strict=True, raises=AssertionError, reason="the readers do not yet tell these apart")


def _imported(folder: Path, files: dict[str, bytes]) -> list[Proposal]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with Archive.open(folder / "archive.sqlite") as archive:
        import_paths(archive, [folder / name for name in files], profile=Profile.generic())
        return list(archive.all())


def test_two_pages_of_which_only_the_title_was_understood_are_two_records(tmp_path: Path) -> None:
    one, other = "甲委员等二十人，鉴于超载频发，拟提高罚款。", "乙党团，鉴于吊销执照过轻，拟增订累犯规定。"
    files = {
        f"{at}.json": dumped(
            {"title": "公路运输条例第十八条修正草案", "motivation": text, "url": f"https://example.org/{at}"}
        )
        for at, text in enumerate((one, other))
    }
    found = _imported(tmp_path, files)
    assert len(found) == 2
    assert [text for record in found for _, text in record.extra if text in (one, other)] == [one, other]


def test_two_pages_of_one_site_title_are_two_records(tmp_path: Path) -> None:
    def site(name: str) -> bytes:
        body = f"<h1>关于修{name}的提案</h1><p>提案人：吴七</p><p>提案内容：</p><p>{name}漏雨。</p>"
        return page(f'<div class="wrapper no-sidebar">{body}</div>', head="<title>澄州市政协提案</title>")

    found = _imported(tmp_path, {"a.html": site("南仓"), "b.html": site("北仓")})
    assert sorted(record.title for record in found) == ["关于修北仓的提案", "关于修南仓的提案"]


def test_proposals_of_one_number_in_two_classes_are_two_records(tmp_path: Path) -> None:
    rows = [{"案由": "增设街边座椅", "案号": f"{kind}类第12号", "届次": "5-3"} for kind in ("林业", "教育")]
    found = _imported(tmp_path, {"a.json": dumped(rows)})
    assert sorted(record.number_written for record in found) == ["教育类第12号", "林业类第12号"]
    assert len({record.id.rpartition("-")[0] for record in found}) == 2


def test_a_proposal_page_and_its_reply_page_are_one_record(tmp_path: Path) -> None:
    proposal = "关于修缮东桥的提案\n提案人：蒋三\n案号：301\n届次：十三届二次\n提案内容：\n东桥桥面破损。\n"
    reply = (
        "对市政协十三届二次会议第0301号提案的答复\n\n蒋三委员：\n您提出的关于修缮东桥的提案收悉。东桥已列入计划。\n"
        "澄州市财政局\n2022年7月1日\n"
    )
    for order in (("proposal.txt", "reply.txt"), ("reply.txt", "proposal.txt")):
        folder = tmp_path / order[0]
        folder.mkdir()
        texts = {"proposal.txt": proposal.encode(), "reply.txt": reply.encode()}
        found = _imported(folder, {name: texts[name] for name in order})
        assert len(found) == 1
        record = found[0]
        assert record.title == "关于修缮东桥的提案"
        assert record.text == "东桥桥面破损。"
        assert [str(each.replied) for each in record.replies] == ["2022-07-01"]
