"""What a clerk can do on the desk, without JavaScript; and what nobody else can."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from unittest.mock import patch

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from corpus import Archive, Pair, Ruling
from tests.search_web.accounts.people import PASSWORDS, fill_in, signed_in_client
from tests.search_web.desk.pages import check_full_archive, click, get, send, upload
from tests.search_web.desk.samples import ARCHIVED, HIDDEN, docx_file, new_text
from tests.search_web.dom import Page

#: New, copied from the archive, copied from the first, unreadable.
FILES = [
    ("甲.docx", docx_file("关于甲的提案", new_text(1))),
    ("乙.docx", docx_file("关于乙的提案", ARCHIVED[3].text)),
    ("丙.docx", docx_file("关于丙的提案", new_text(1))),
    ("戊.docx", docx_file("关于戊的提案", new_text(5))),
    ("丁.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"),
]


def _copied(archive: Archive) -> str:
    return next(record.id for record in archive.all() if record.text == ARCHIVED[3].text)


def _other_clerk(app: Flask) -> FlaskClient:
    client = app.test_client()
    assert fill_in(client, "/sign-in", "sign-in", name="李明", password=PASSWORDS["王芳"]).status_code == 303
    return client


def test_a_pasted_text_is_checked_at_once_and_its_candidates_are_ranked(clerk: FlaskClient) -> None:
    half = ARCHIVED[3].text[:80] + "另外还有别的内容。" * 4
    response = send_paste(clerk, "关于新事的提案", f"{ARCHIVED[7].text}\n{half}")
    page = get(clerk, response)
    assert page.text("//h1") == "关于新事的提案"
    titles = [each.text_content() for each in page.all('//ol[@class="matches"]//h3')]
    assert titles[0] == ARCHIVED[7].title
    assert ARCHIVED[3].title in titles
    verdicts = [each.text_content() for each in page.all('//span[contains(@class, "verdict")]')]
    assert set(verdicts) <= {"完全相同", "基本相同", "包含", "被包含", "部分相同", "同一主题"}
    assert page.all('//svg[@class="gauge"]')


def send_paste(client: FlaskClient, title: str, text: str) -> str:
    """Paste a text into the desk and return where that leads."""
    page = get(client, "/desk")
    form = next(each for each in page.all("//form[.//textarea]"))
    data = {"csrf": form.xpath('.//input[@name="csrf"]/@value')[0], "title": title, "text": text}
    response = client.post("/desk/batches", data=data)
    assert response.status_code == 303, response.text
    return str(response.headers["Location"])


def test_a_text_like_nothing_is_told_so(clerk: FlaskClient) -> None:
    page = get(clerk, send_paste(clerk, "关于无人提过的事", "这里没有一句话与档案相同。"))
    assert "未发现重复" in page.text("//main")


def test_what_cannot_be_taken_is_told_and_nothing_typed_is_lost(clerk: FlaskClient) -> None:
    page = get(clerk, "/desk")
    csrf = page.all('//form[.//textarea]//input[@name="csrf"]/@value')[0]
    response = clerk.post("/desk/batches", data={"csrf": csrf, "title": "关于长文的提案", "text": "字" * 200_001})
    assert response.status_code == 422
    again = Page("/desk", response.text)
    assert "一次最多" in again.text('//p[@role="alert"]')
    assert again.one('//input[@name="title"]').get("value") == "关于长文的提案"
    assert len(again.one("//textarea").text or "") == 200_001


def test_too_large_an_upload_is_refused_in_words(app: Flask, clerk: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    page = get(clerk, "/desk")
    csrf = str(page.all('//form[.//textarea]//input[@name="csrf"]/@value')[0])
    response = clerk.post("/desk/batches", data={"csrf": csrf, "files": [(BytesIO(b"x" * 20_000), "甲.docx")]})
    assert response.status_code == 413
    assert "文件太大" in response.text


def test_a_batch_lists_every_new_proposal_with_its_strongest_match(clerk: FlaskClient) -> None:
    page = upload(clerk, FILES, name="第一批")
    assert page.text("//h1") == "第一批"
    lines = [each.text_content() for each in page.all('//ol[@class="lines"]/li//h3')]
    assert len(lines) == 3, "only those with a match, until all are asked for"
    # 甲 and 丙 are the same text, 乙 is an archived one: equally strong, so in the order of their files' names.
    assert [line.split()[-1] for line in lines] == ["关于丙的提案", "关于乙的提案", "关于甲的提案"]
    assert "丁.doc" in page.text('//details[@class="unread"]')
    every = get(clerk, str(page.one('//nav[@aria-label="列出哪些"]/a[2]').get("href")))
    assert len(every.all('//ol[@class="lines"]/li')) == 4
    assert "未发现重复" in every.text('//ol[@class="lines"]')


def test_decide_in_place_then_undo(clerk: FlaskClient) -> None:
    page = upload(clerk, FILES)
    decided = click(clerk, page, "不重复")
    # A pair within the batch stands on the lines of both.
    assert {each.text_content() for each in decided.all('//b[@class="ruling"]')} == {"不重复"}
    assert "王芳" in decided.text('(//p[@class="decided"])[1]')
    undone = click(clerk, decided, "撤销")
    assert undone.all('//b[@class="ruling"]') == []
    reading = get(clerk, str(undone.one('(//p[@class="best"]/a)[1]').get("href")))
    history = [each.text_content() for each in reading.all('//details[@class="history"]//li')]
    assert "撤销上一条决定" in history[0]
    assert "不重复" in history[1]


def test_side_by_side_every_number_leads_to_the_same_number_on_the_other_side(clerk: FlaskClient) -> None:
    page = upload(clerk, FILES)
    reading = get(clerk, str(page.one('(//p[@class="best"]/a)[1]').get("href")))
    ids = {str(each) for each in reading.all("//@id")}
    jumps = reading.all('//div[contains(@class, "compared")]//a[@class="jump"]')
    assert jumps
    for jump in jumps:
        own = str(jump.getparent().get("id"))
        assert jump.text == own[1:]
        assert jump.get("href") == f"#{'b' if own[0] == 'a' else 'a'}{own[1:]}"
        assert jump.get("href", "")[1:] in ids
    listed = reading.all('//details[@class="passages"]//a/@href')
    assert len(listed) == len(jumps) // 2


def test_a_merge_names_its_main_case_and_keeps_the_note(clerk: FlaskClient, archive: Archive) -> None:
    page = upload(clerk, FILES)
    old = _copied(archive)
    path = f"{page.path!s}/2/{old}"
    reading = get(clerk, path)
    response = send(clerk, reading, path, ruling="并案", main=old, note="一字未改")
    assert response.status_code == 303
    again = get(clerk, path)
    told = again.text('//p[@class="decided"]')
    assert "并案" in told
    assert f"主案：右边一件《{ARCHIVED[3].title}》" in told
    assert "一字未改" in told
    assert again.one('//input[@name="main" and @checked]').get("value") == old
    assert archive.decisions.count() == 0


def test_a_decision_that_somebody_changed_meanwhile_is_not_undone(clerk: FlaskClient, archive: Archive) -> None:
    one, other = (record.id for record, _ in zip(archive.all(), range(2), strict=False))
    kept = archive.decisions.decide(Pair.of(one, other), Ruling.PENDING, who="李明")
    archive.decisions.decide(Pair.of(one, other), Ruling.DISTINCT, who="李明")
    csrf = str(get(clerk, "/desk").all('//input[@name="csrf"]/@value')[0])
    response = clerk.post(f"/desk/records/{one}/{other}/undo", data={"csrf": csrf, "entry": kept.id})
    assert response.status_code == 409
    assert "刷新" in response.text


def test_a_report_holds_what_was_decided(clerk: FlaskClient) -> None:
    page = click(clerk, upload(clerk, FILES, name="第一批"), "并案")
    xlsx = clerk.get(str(page.one('//a[contains(., "XLSX")]').get("href")))
    assert "filename*=UTF-8''%E6%9F%A5%E9%87%8D" in xlsx.headers["Content-Disposition"]
    rows = list(load_workbook(BytesIO(xlsx.data))["逐对"].iter_rows(min_row=3, values_only=True))
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert Counter(each["决定"] for each in told)["并案"] >= 1
    assert {each["决定人"] for each in told if each["决定"] == "并案"} == {"王芳"}
    document = docx.Document(BytesIO(clerk.get(str(page.one('//a[contains(., "DOCX")]').get("href"))).data))
    assert "查重" not in document.paragraphs[0].text or document.paragraphs[0].text
    assert any("未发现重复" in each.text for each in document.paragraphs)
    printed = get(clerk, str(page.one('//a[contains(., "打印")]').get("href")))
    assert len(printed.all('//section[@class="checked"]')) == 3
    assert "并案" in printed.text("//main")


def test_keeping_a_batch_puts_it_into_the_archive_with_its_decisions(
    clerk: FlaskClient, archive: Archive, updated: list[str]
) -> None:
    before = archive.counts().records
    page = click(clerk, upload(clerk, FILES), "不重复")
    kept = click(clerk, page, "留存这一批")
    assert archive.counts().records == before + 4
    assert archive.decisions.count() == 1
    assert "全部 4 件都已留存" in kept.text("//main")
    assert not kept.all('//button[contains(., "留存这一批")]')
    for _ in range(6_000):
        if updated:
            break
        time.sleep(0.01)
    assert updated == ["updated"]
    assert {record.visibility.value for record in archive.all() if record.title.startswith("关于甲")} == {"内部"}


def test_discarding_a_batch_leaves_nothing(clerk: FlaskClient, archive: Archive) -> None:
    before = archive.counts()
    page = upload(clerk, FILES)
    home = click(clerk, page, "确定丢弃")
    assert "还没有" in home.text('//section[@aria-labelledby="lying-title"]')
    assert clerk.get(page.path).status_code == 404
    assert archive.counts() == before


def test_discarding_says_first_what_would_be_lost(clerk: FlaskClient) -> None:
    page = click(clerk, upload(clerk, FILES), "不重复")
    box = page.one('//details[@class="discard"]')
    assert box.get("open") is None
    assert "已作的决定（" in box.text_content()
    assert [each.text_content() for each in page.all('//button[contains(., "丢弃")]')] == ["确定丢弃"]


def test_a_batch_of_which_nothing_could_be_read_is_never_called_free_of_duplicates(clerk: FlaskClient) -> None:
    page = upload(clerk, [("坏.docx", b"PK")])
    assert "未发现重复" not in page.text("//main")
    assert "一件也没有读到" in page.text("//main")
    assert "未发现重复" not in get(clerk, "/desk").text("//main")


def test_what_could_not_be_read_is_seen_without_a_click(clerk: FlaskClient) -> None:
    assert upload(clerk, FILES).one('//details[@class="unread"]').get("open") is not None


def test_whoever_decides_later_is_told_of_the_decision_made_meanwhile_and_loses_nothing(
    app: Flask, clerk: FlaskClient, archive: Archive
) -> None:
    click(clerk, upload(clerk, [("乙.docx", FILES[1][1])]), "留存这一批")
    copied = _copied(archive)
    path = str(get(clerk, f"/desk/records/{copied}").one('//ol[@class="matches"]//h3/a').get("href"))
    other = _other_clerk(app)
    hers, his = get(clerk, path), get(other, path)
    assert send(clerk, hers, path, ruling="不重复", note="对象不同").status_code == 303
    late = send(other, his, path, ruling="并案", main=copied, note="我看是一件事")
    assert late.status_code == 409
    page = Page(path, late.text)
    assert "还没有保存" in page.text('//p[@role="alert"]')
    assert "王芳" in page.text('//p[@class="decided"]')
    assert page.one("//textarea").text == "我看是一件事"
    assert page.one('//input[@name="ruling"][@checked]').get("value") == "并案"
    assert page.one('//input[@name="main"][@checked]').get("value") == copied
    assert [each.ruling and each.ruling.value for each in archive.decisions.listed()] == ["不重复"]
    assert send(other, page, path, ruling="并案", main=copied).status_code == 303
    assert [each.ruling and each.ruling.value for each in archive.decisions.listed()] == ["并案"]


def test_pressing_save_twice_is_no_conflict_with_oneself(clerk: FlaskClient, archive: Archive) -> None:
    click(clerk, upload(clerk, [("乙.docx", FILES[1][1])]), "留存这一批")
    path = str(get(clerk, f"/desk/records/{_copied(archive)}").one('//ol[@class="matches"]//h3/a').get("href"))
    page = get(clerk, path)
    assert [send(clerk, page, path, ruling="待定").status_code for _ in range(2)] == [303, 303]


def test_the_decisions_of_the_last_days_are_listed_by_themselves(clerk: FlaskClient, archive: Archive) -> None:
    one, other, third = (record.id for record, _ in zip(archive.all(), range(3), strict=False))
    with patch("corpus.archive.decisions.datetime") as then:
        then.now.return_value = datetime.now(UTC) - timedelta(days=20)
        archive.decisions.decide(Pair.of(one, other), Ruling.DISTINCT, who="王芳")
    archive.decisions.decide(Pair.of(one, third), Ruling.DISTINCT, who="王芳")
    counts = {}
    for days in ("", "7", "30", "昨天"):
        page = get(clerk, f"/desk/decisions?ruling=不重复&days={days}")
        counts[days] = len(page.all('//ol[@class="matches"]/li'))
        for link in page.all('//nav[@aria-label="什么时候作的决定"]/a'):
            assert "ruling=" in str(link.get("href")), "a period keeps what else was asked"
    assert counts == {"": 2, "7": 1, "30": 2, "昨天": 2}


def test_another_clerk_opens_a_batch_decides_on_it_and_cannot_discard_it(app: Flask, clerk: FlaskClient) -> None:
    page = upload(clerk, FILES)
    other = _other_clerk(app)
    assert "王芳 上传" in get(other, "/desk").text('//section[@aria-labelledby="lying-title"]')
    for path in ("", "/1", "/report", "/report.xlsx"):
        assert other.get(f"{page.path}{path}").status_code == 200
    click(other, get(other, page.path), "不重复")
    assert "李明" in get(clerk, page.path).all('//p[@class="decided"]')[0].text_content()
    csrf = str(get(other, "/desk").all('//input[@name="csrf"]/@value')[0])
    refused = other.post(f"{page.path}/discard", data={"csrf": csrf})
    assert refused.status_code == 409
    assert "王芳" in refused.text
    assert clerk.get(page.path).status_code == 200


def test_the_public_is_asked_to_sign_in(app: Flask) -> None:
    anonymous = app.test_client()
    for path in ("/desk", "/desk/archive", "/desk/decisions", "/desk/titles?title=停车"):
        assert anonymous.get(path).status_code == 303
    assert anonymous.post("/desk/batches", data={"text": "停车"}).status_code == 401


def test_nothing_is_written_without_the_forms_token(clerk: FlaskClient, archive: Archive) -> None:
    page = upload(clerk, FILES)
    one, other = (record.id for record, _ in zip(archive.all(), range(2), strict=False))
    for path in (
        "/desk/batches",
        "/desk/archive",
        f"{page.path}/keep",
        f"{page.path}/discard",
        f"/desk/records/{one}/{other}",
    ):
        assert clerk.post(path, data={"ruling": "并案", "text": "停车"}).status_code == 400
    assert archive.decisions.count() == 0


def test_after_a_decision_only_addresses_of_the_desk_are_led_back_to(clerk: FlaskClient, archive: Archive) -> None:
    one, other = (record.id for record, _ in zip(archive.all(), range(2), strict=False))
    csrf = str(get(clerk, "/desk").all('//input[@name="csrf"]/@value')[0])
    for next_page in ("https://example.com/", "//example.com/", "/desk/\\example.com", "/desk"):
        data = {"csrf": csrf, "ruling": "待定", "next": next_page}
        response = clerk.post(f"/desk/records/{one}/{other}", data=data)
        assert response.headers["Location"] == f"/desk/records/{one}/{other}"


def test_titles_like_the_one_being_typed_are_offered_with_internal_ones(clerk: FlaskClient) -> None:
    answer = clerk.get("/desk/titles", query_string={"title": "停车"}).get_json()
    titles = [each["title"] for each in answer["matches"]]
    assert HIDDEN.title in titles or len(titles) == 5
    exact = clerk.get("/desk/titles", query_string={"title": f" {HIDDEN.title} "}).get_json()["matches"]
    assert [(each["title"], each["same"]) for each in exact] == [(HIDDEN.title, True)]
    assert clerk.get("/desk/titles").get_json() == {"title": "", "matches": []}


def test_the_whole_archive_becomes_a_list_of_work_that_grows_shorter(clerk: FlaskClient, archive: Archive) -> None:
    upload(clerk, [("乙.docx", FILES[1][1])])
    kept = click(
        clerk, get(clerk, get(clerk, "/desk").one('(//ul[@class="cards"]//a)[1]').get("href", "")), "留存这一批"
    )
    assert "都已留存" in kept.text("//main")
    page = check_full_archive(clerk)
    (cluster,) = page.all('//section[@class="cluster"]')
    assert "2 件" in cluster.text_content()
    assert "建议主案" in cluster.text_content()
    reading = get(clerk, str(page.one('//section[@class="cluster"]//tbody//a').get("href")))
    path = reading.path
    assert send(clerk, reading, path, ruling="不重复").status_code == 303
    assert "每一对都有了决定" in get(clerk, "/desk/archive").text("//main")
    assert "不重复" in get(clerk, "/desk/archive?show=all").text("//table")
    listed = get(clerk, "/desk/decisions")
    assert "关于乙的提案" in listed.text("//main")
    assert "没有这样的决定" in get(clerk, "/desk/decisions?ruling=并案").text("//main")
    assert "没有这样的决定" in get(clerk, "/desk/decisions?who=李明").text("//main")


def test_an_archived_proposal_has_its_own_check(clerk: FlaskClient, archive: Archive) -> None:
    click(clerk, upload(clerk, [("乙.docx", FILES[1][1])]), "留存这一批")
    page = get(clerk, f"/desk/records/{_copied(archive)}")
    assert [each.text_content() for each in page.all('//ol[@class="matches"]//h3')] == ["关于乙的提案"]


PATHS = (
    "/desk",
    "/desk/archive",
    "/desk/decisions",
    "{batch}",
    "{batch}?show=all",
    "{batch}/1",
    "{best}",
    "{batch}/report",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_one_heading_labels_and_no_inline_code(clerk: FlaskClient, path: str) -> None:
    batch = upload(clerk, FILES)
    best = str(batch.one('(//p[@class="best"]/a)[1]').get("href"))
    page = get(clerk, path.format(batch=batch.path, best=best))
    assert len(page.all("//h1")) == 1
    levels = [int(each.tag[1]) for each in page.all("//h1 | //h2 | //h3 | //h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    labelled = {each.get("for") for each in page.all("//label[@for]")}
    controls = page.all("//main//input[not(@type='hidden')] | //main//textarea")
    assert [
        each.get("name") for each in controls if each.get("id") not in labelled and not each.xpath("ancestor::label")
    ] == []
    ids = Counter(str(each) for each in page.all("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    wanted = [str(each) for each in page.all("//@for | //@aria-labelledby | //@aria-describedby")]
    wanted += [str(each)[1:] for each in page.all("//@href[starts-with(., '#')]")]
    assert [name for name in wanted if name not in ids] == []
    assert page.all("//style | //*[@style] | //@*[starts-with(name(), 'on')]") == []
    posting = page.all("//form[@method='post']")
    assert all(form.xpath(".//input[@name='csrf']") for form in posting)


def test_markup_in_names_titles_texts_and_notes_is_shown_as_text(clerk: FlaskClient) -> None:
    attack = '<script>alert(1)</script><img src=x onerror="alert(2)">\'"><b'
    text = f"{ARCHIVED[3].text}\n{attack}"
    page = upload(clerk, [(f"{attack}.txt", f"关于{attack}\n{text}".encode())], name=attack)
    best = str(page.one('(//p[@class="best"]/a)[1]').get("href"))
    reading = get(clerk, best)
    assert send(clerk, reading, best, ruling="待定", note=attack).status_code == 303
    for path in (page.path, f"{page.path}/1", best, f"{page.path}/report", "/desk"):
        shown = get(clerk, path)
        assert shown.all("//main//img | //main//b[@*[not(name()='class')]] | //*[@onerror]") == []
        assert [each for each in shown.all("//script") if each.text_content() or not each.get("src")] == []
        assert re.search("alert", shown.text("//body"))


def test_an_operator_may_do_what_a_clerk_may(app: Flask) -> None:
    assert get(signed_in_client(app, "admin"), "/desk").text("//h1") == "查重台"
