"""What is marked: everything asked for, where it was asked for, and nothing else."""

from __future__ import annotations

import pytest

from indexer.analysis import Analyzer
from indexer.query import Needle, understand

ANALYZER = Analyzer()


@pytest.mark.parametrize(
    ("typed", "needles"),
    [
        ("", ()),
        ("停车 收费 停车", (Needle("停车"), Needle("收费"))),
        ("停車", (Needle("停车"),)),
        ("“乱 收费”", (Needle("乱收费"),)),
        ("停车 -学校 -“收费”", (Needle("停车"),)),
        ("标题:停车 或 答复:收费", (Needle("停车", ("title",)), Needle("收费", ("reply",)))),
        ("12届", (Needle("12届"), Needle("十二届"))),
        ("非物质文化传承", (Needle("非物"), Needle("物质"), Needle("文化"), Needle("传承"))),
        ("电瓶车", (Needle("电瓶车"), Needle("电动自行车"))),
        ("关于停车的建议", (Needle("停车"),)),
        ("elec*", (Needle("elec"),)),
        ("届次:12-5 主办:司法局", ()),
    ],
)
def test_marked_is_what_was_asked_for(typed: str, needles: tuple[Needle, ...]) -> None:
    assert understand(typed, ANALYZER).needles == needles
