"""Columns of several segments join, and facets are counted from them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh.facets import FacetCounter
from indexer.engines.whoosh.storage.columns import FacetColumn, StringColumn

rows = st.lists(st.lists(st.sampled_from(["民政局", "财政局", "", "𫝀"]), max_size=4), min_size=1, max_size=20)


@given(rows, st.data())
def test_facets_are_counted_with_hits_and_with_what_is_missing(rows: list[list[str]], data: st.DataObject) -> None:
    counter = FacetCounter(FacetColumn.of(rows))
    chosen = np.array(sorted(data.draw(st.sets(st.integers(0, len(rows) - 1)))), np.intp)
    others = np.setdiff1d(np.arange(len(rows)), chosen)
    expected = {value: sum(value in rows[number] for number in chosen) for value in counter.values}
    assert dict(zip(counter.values, counter.count(chosen).tolist(), strict=True)) == expected
    assert counter.count_without(others).tolist() == counter.count(chosen).tolist()
    wanted = ("财政局", "不存在")
    assert counter.passes(wanted).tolist() == ["财政局" in row for row in rows]


@given(rows, rows)
def test_columns_of_two_segments_join_and_shrink(first: list[list[str]], second: list[list[str]]) -> None:
    kept = np.arange(0, len(first), 2)
    joined = FacetColumn.join([FacetColumn.of(first).take(kept), FacetColumn.of(second)])
    expected = FacetColumn.of([*first[::2], *second])
    assert joined.values == expected.values
    assert joined.starts.tolist() == expected.starts.tolist()
    assert joined.ordinals.tolist() == expected.ordinals.tolist()
    names = [" ".join(row) for row in (*first, *second)]
    column = StringColumn.join([StringColumn.of(names[: len(first)]).take(kept), StringColumn.of(names[len(first) :])])
    assert column.tolist() == [*names[: len(first) : 2], *names[len(first) :]]
    assert column.texts(np.arange(len(column))) == column.tolist()
