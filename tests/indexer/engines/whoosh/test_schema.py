"""Text that stock Whoosh writes has the tokens and positions that the bulk writer gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from whoosh.analysis import Token

from indexer.engines.whoosh.schema import TokenStreamAnalyzer, token_text


@given(st.lists(st.lists(st.text("养老服务ab", min_size=1, max_size=3), max_size=5), max_size=4))
def test_joined_tokens_are_split_back_into_the_same_positions(parts: list[list[str]]) -> None:
    def read(token: Token) -> tuple[str, int]:
        return token.text, token.pos

    found = [read(token) for token in TokenStreamAnalyzer()(token_text(parts))]
    expected, position = [], 0
    for part in parts:
        expected += [(token, position + number) for number, token in enumerate(part)]
        position += len(part) + 2
    assert found == expected
