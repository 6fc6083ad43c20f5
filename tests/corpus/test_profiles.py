"""Profiles: what they say, how they are checked, the examples in the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ProfileError
from corpus.model import Kind, OutcomeClass, Visibility
from corpus.profiles import FIELDS, REPLY_FIELDS, Profile

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLES = sorted((DOCS / "profiles").glob("*.toml"))


def written(tmp_path: Path, toml: str) -> Path:
    path = tmp_path / "来源.toml"
    path.write_text(toml, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("建议/提案提出者:", "proposers"),
        ("案　由", "subject"),
        ("標題", "title"),
        ("领衔代表", "proposers"),
        ("主办单位", "units.主办"),
        ("会办单位：", "units.协办"),
        ("答复内容", "reply.text"),
        ("发文字号", "reply.document_number"),
        ("成文日期", "written"),
        ("浏览次数", ""),
    ],
)
def test_the_shipped_profile_knows_the_labels_of_portals(label: str, field: str) -> None:
    assert Profile.generic().field_of(label) == field


def test_no_label_of_the_shipped_profile_means_two_things() -> None:
    profile = Profile.generic()
    rules = {**profile.fields, **{f"reply.{k}": r for k, r in profile.reply.items()}}
    rules |= {f"units.{role}": rule for role, rule in profile.roles.items()}
    labels = [label for rule in rules.values() for label in rule.labels]
    assert sorted(labels) == sorted(set(labels))


def test_result_letters_mean_nothing_without_a_profile_of_the_place() -> None:
    assert not {"a", "b", "c"} & set(Profile.generic().outcomes)


def test_words_of_a_source_map_to_ours(tmp_path: Path) -> None:
    profile = Profile.load(
        written(
            tmp_path,
            'fields.title = "案名"\n[outcomes]\n"已解决" = ["A", "甲类"]\n[kinds]\n"建议" = "意见"\n'
            '[visibilities]\n"内部" = ["不宜公开"]',
        )
    )
    assert profile.outcomes["a"] is OutcomeClass.SOLVED
    assert profile.kinds["意见"] is Kind.SUGGESTION
    assert profile.visibilities["不宜公开"] is Visibility.INTERNAL


def test_generic_adds_the_shipped_labels_after_the_profiles_own(tmp_path: Path) -> None:
    profile = Profile.load(written(tmp_path, 'generic = true\nskip = ["主题"]\n[fields]\ncategory = "标题"'))
    assert profile.field_of("标题") == "category"
    assert profile.field_of("题目") == "title"
    assert profile.field_of("主题") == ""
    assert profile.knows("主题")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('fields.titel = "案由"', "fields.titel：不认识这个键，可用的有：title"),
        ('field.title = "案由"', "field：不认识这个键"),
        ("fields.title = 3", "fields.title：应是标签或标签列表"),
        ('fields.title = ["案由", ""]', "fields.title：应是标签或标签列表"),
        ("fields = 3", "fields：应是一节"),
        ('[fields]\ntitle = { form = "案由" }', "fields.title.form：不认识这个键"),
        ('[fields]\ntitle = { join = "、" }', "fields.title.from：请写明取自哪个标签"),
        ('[fields]\ntitle = { from = "案由", strip = "是" }', "fields.title.strip：只能是 true 或 false"),
        ("[fields]\ntitle = { from = '案由', remove = '(' }", "fields.title.remove：正则表达式有误"),
        ('[fields]\ntitle = "案由"\n[constants]\nsession = "本届"', "constants.session：“本届”不是届次"),
        (
            '[fields]\ntitle = "案由"\n[constants]\nkind = "议题"',
            "constants.kind：“议题”不可用，只能是：提案、建议、议案",
        ),
        ('[fields]\ntitle = "案由"\n[units]\n"牵头" = "牵头单位"', "units.牵头：不认识这个键"),
        ('[fields]\ntitle = "案由"\n[outcomes]\n"好" = "A"', "outcomes.好：不认识这个键"),
        ('name = "空"', "fields：没有这一节"),
        ("name = 1", "name：应是带引号的文字"),
        ("标题 = 1", "TOML 写法有误"),
    ],
)
def test_a_wrong_profile_names_file_key_and_fix(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(ProfileError) as caught:
        Profile.load(written(tmp_path, toml))
    assert str(caught.value).startswith("来源.toml：")
    assert message in str(caught.value)


def test_a_profile_that_is_not_there_or_not_utf8_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="打不开"):
        Profile.load(tmp_path / "没有.toml")
    path = tmp_path / "a.toml"
    path.write_bytes('name = "来源"'.encode("gb18030"))
    with pytest.raises(ProfileError, match="另存为 UTF-8"):
        Profile.load(path)


def test_a_profile_looks_the_same_in_every_process(tmp_path: Path) -> None:
    """The archive compares it with what a file was read with last time."""
    path = written(tmp_path, 'skip = ["甲", "乙", "丙"]\n[fields]\ntitle = "案由"')
    assert "skip=('甲', '乙', '丙')" in repr(Profile.load(path))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_valid_and_short(path: Path) -> None:
    assert Profile.load(path).fields
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 30


def test_every_key_of_a_profile_is_documented() -> None:
    text = (DOCS / "profiles.md").read_text(encoding="utf-8")
    missing = [key for key in (*FIELDS, *REPLY_FIELDS) if f"`{key}`" not in text]
    assert not missing
