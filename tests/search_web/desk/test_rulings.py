"""Rulings of an office: beyond 并案, each named with what it is held against, kept, told and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus import Archive, Pair, Ruling, decision_from_json, decision_to_json
from search_web.site.context import current_site
from tests.search_web.desk.pages import click, get, send, upload
from tests.search_web.desk.samples import ARCHIVED, docx_file
from tests.search_web.dom import Page

FILE = ("乙.docx", docx_file("关于乙的提案", ARCHIVED[3].text))


def _reading(clerk: FlaskClient) -> Page:
    return get(clerk, str(upload(clerk, [FILE]).one('(//p[@class="best"]/a)[1]').get("href")))


@pytest.mark.parametrize("ruling", ["往届已提", "不予立案", "退回修改", "转为来信"])
def test_every_ruling_has_its_note_its_history_and_is_taken_back(clerk: FlaskClient, ruling: str) -> None:
    page = _reading(clerk)
    assert send(clerk, page, page.path, ruling=ruling, note="已有答复").status_code == 303
    decided = get(clerk, page.path)
    assert ruling in decided.text('//p[@class="decided"]')
    assert "已有答复" in decided.text('//p[@class="decided"]')
    undone = click(clerk, decided, "撤销这个决定")
    assert "未决定" not in undone.text("//main")
    assert undone.all('//p[@class="decided"]') == []
    assert ruling in undone.text('//details[@class="history"]')


def test_what_was_raised_before_is_in_the_archive(clerk: FlaskClient) -> None:
    page = _reading(clerk)
    refused = send(clerk, page, page.path, ruling="往届已提", main="新-1")
    assert refused.status_code == 409
    assert "档案里的一件" in refused.text


def test_a_ruling_that_only_operators_make_is_neither_offered_to_a_clerk_nor_taken(
    app: Flask, clerk: FlaskClient
) -> None:
    with app.app_context():
        site = current_site()
    config = replace(
        site.config, rulings_of_operators=(Ruling.DECLINED,), ruling_names=((Ruling.AS_LETTER, "社情民意"),)
    )
    for key, value in app.extensions.items():
        if value is site:
            app.extensions[key] = replace(site, config=config)
    page = _reading(clerk)
    labels = [each.text_content() for each in page.all('//fieldset[@class="rulings"]//b')]
    assert "不予立案" not in labels
    assert "社情民意" in labels
    assert send(clerk, page, page.path, ruling="不予立案").status_code == 400


def test_a_kept_ruling_is_exported_and_read_again(archive: Archive) -> None:
    one, other = (record.id for record, _ in zip(archive.all(), range(2), strict=False))
    entry = archive.decisions.decide(Pair.of(one, other), Ruling.RAISED_BEFORE, who="王芳", main=one)
    assert decision_from_json(decision_to_json(entry)) == entry
