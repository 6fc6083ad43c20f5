"""Lists of people, and labels compared as people would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.values import fold, split_names

names = st.text(alphabet="张王李赵钱孙周吴丽华强", min_size=2, max_size=4)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("张三", (("张三",), False)),
        ("张三、李四，王五", (("张三", "李四", "王五"), False)),
        ("张三　李四", (("张三", "李四"), False)),
        ("王　芳", (("王芳",), False)),
        ("林大明  王  芳\xa0", (("林大明", "王芳"), False)),
        ("张三等3人", (("张三",), True)),
        ("张三、李四等十二名委员", (("张三", "李四"), True)),
        ("林大明等32位全體議員", (("林大明",), True)),
        ("张三等", (("张三",), True)),
        ("阿依古丽·买买提", (("阿依古丽·买买提",), False)),
        ("John Smith、Mary", (("John Smith", "Mary"), False)),
        ("民建某市委", (("民建某市委",), False)),
        ("李 晓明", (("李晓明",), False)),
        ("欧阳 芷", (("欧阳芷",), False)),
        ("秦 一鸣、尤芳", (("秦一鸣", "尤芳"), False)),
        ("李晓明 王芳", (("李晓明", "王芳"), False)),
        ("尤芳 委员", (("尤芳",), False)),
        ("林大同議員", (("林大同",), False)),
        ("许四（市政协委员、市三院院长）", (("许四",), True)),
        ("秦一鸣（领衔）、尤芳", (("秦一鸣", "尤芳"), True)),
        ("张三等48人", (("张三",), True)),
        ("农工党市委委员", (("农工党市委委员",), False)),
        ("人大代表工作委员会", (("人大代表工作委员会",), False)),
        ("委员", ((), False)),
        *((f"阿布都{dot}热合曼", (("阿布都·热合曼",), False)) for dot in "·•・‧．"),
        ("张三、张三", (("张三",), False)),
        ("", ((), False)),
        (" 、 ", ((), False)),
    ],
)
def test_names_are_split_without_inventing_any(written: str, expected: tuple[tuple[str, ...], bool]) -> None:
    assert split_names(written) == expected


def test_a_profiles_own_separators_replace_the_usual_ones() -> None:
    assert split_names("甲、乙公司/丙丁", "/") == (("甲、乙公司", "丙丁"), False)


@given(st.lists(names, min_size=1, max_size=6, unique=True), st.sampled_from(["、", "，", ",", "；", "　", "  ", "\n"]))
def test_a_joined_list_splits_back(people: list[str], separator: str) -> None:
    assert split_names(separator.join(people)) == (tuple(people), False)


@pytest.mark.parametrize("written", ["标题", "标　　题：", "標題:", " 标 题 ", "【标题】", "标题：："])
def test_a_label_is_the_same_however_it_is_set(written: str) -> None:
    assert fold(written) == "标题"


@given(
    st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0xFFEF, exclude_categories=["Cs"]), max_size=12)
)
def test_folding_twice_changes_nothing(label: str) -> None:
    assert fold(fold(label)) == fold(label)
