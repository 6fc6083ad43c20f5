"""Proposals as hypothesis makes them: any text the model allows, small vocabularies where meetings should happen."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from corpus.model import (
    Coverage,
    Handling,
    Kind,
    Outcome,
    OutcomeClass,
    Proposal,
    Reply,
    Role,
    Source,
    Visibility,
)
from corpus.values.dates import PartialDate
from corpus.values.sessions import Session

__all__ = ["dates", "names", "proposals", "replies", "sessions", "texts"]

#: Anything JSON can hold, NUL and private characters included; surrogates come in through JSON escapes.
texts = st.text(max_size=60)
names = st.text(alphabet="江城市政协教育局公安甲乙丙丁（）· ", min_size=1, max_size=8)
dates = st.builds(PartialDate, st.integers(1950, 2100)) | st.dates(
    min_value=date(1950, 1, 1), max_value=date(2100, 12, 31)
).map(lambda day: PartialDate(day.year, day.month, day.day))
sessions = st.builds(Session, st.integers(1, 20), st.integers(0, 30), st.sampled_from(["", "临时", "定期"]))
outcomes = st.builds(Outcome, names, st.sampled_from(OutcomeClass))
handlings = st.builds(Handling, names, st.sampled_from(Role), names | st.just(""))
replies = st.builds(
    Reply,
    text=texts,
    title=texts,
    units=st.lists(names, max_size=2).map(tuple),
    replied=st.none() | dates,
    published=st.none() | dates,
    document_number=texts,
    outcome=st.none() | outcomes,
)
sources = st.builds(Source, name=names, sha256=st.just("0" * 64), reader=st.just("csv"), place=names, url=texts)


titles = st.text(min_size=1, max_size=40)
bodies = names | st.just("")


def proposals(
    titles: st.SearchStrategy[str] = titles,
    bodies: st.SearchStrategy[str] = bodies,
    proposal_texts: st.SearchStrategy[str] = texts,
) -> st.SearchStrategy[Proposal]:
    """Return a strategy for whole records; every field of the model varies, but no record has an id."""
    return st.builds(
        Proposal,
        title=titles,
        kind=st.sampled_from(Kind),
        text=proposal_texts,
        subject=texts,
        session=st.none() | sessions,
        number=st.none() | st.integers(0, 99_999),
        number_written=st.sampled_from(["", "0300", "A12", "第7号", "甲－１"]),
        body=bodies,
        proposers=st.lists(names, max_size=3).map(tuple),
        cosigners=st.lists(names, max_size=3).map(tuple),
        category=names | st.just(""),
        handlings=st.lists(handlings, max_size=3).map(tuple),
        outcome=st.none() | outcomes,
        submitted=st.none() | dates,
        filed=st.none() | dates,
        published=st.none() | dates,
        replies=st.lists(replies, max_size=3).map(tuple),
        coverage=st.sampled_from(Coverage),
        visibility=st.sampled_from(Visibility),
        merged_into=names | st.just(""),
        extra=st.lists(st.tuples(names, texts), max_size=2).map(tuple),
        source=st.none() | sources,
    )
