"""What is marked: everything asked for, where it was asked for, and nothing else."""

from __future__ import annotations

import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.query.parsed_query import HighlightTerm, parse_query

ANALYZER = Analyzer()


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("停车 收费 停车", (HighlightTerm("停车"), HighlightTerm("收费"))),
        ("停車", (HighlightTerm("停车"),)),
        ("“乱 收费”", (HighlightTerm("乱收费"),)),
        ("停车 -学校 -“收费”", (HighlightTerm("停车"),)),
        ("标题:停车 或 答复:收费", (HighlightTerm("停车", ("title",)), HighlightTerm("收费", ("reply",)))),
        ("12届", (HighlightTerm("12届"), HighlightTerm("十二届"))),
        (
            "非物质文化传承",
            (HighlightTerm("非物"), HighlightTerm("物质"), HighlightTerm("文化"), HighlightTerm("传承")),
        ),
        ("电瓶车", (HighlightTerm("电瓶车"), HighlightTerm("电动自行车"))),
        ("关于停车的建议", (HighlightTerm("停车"),)),
        ("elec*", (HighlightTerm("elec"),)),
        ("届次:12-5 主办:司法局", ()),
    ],
)
def test_marked_is_what_was_asked_for(typed: str, terms: tuple[HighlightTerm, ...]) -> None:
    assert parse_query(typed, ANALYZER).highlight_terms == terms
