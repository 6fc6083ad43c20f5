"""A dictionary gives back its terms, and tokens get the numbers of their terms."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh.storage.termdict import TermDictionary, Terms, merge_dictionaries
from indexer.engines.whoosh.storage.tokens import SEPARATOR, JoinedTokens, terms_of_packed

texts = st.text(
    st.sampled_from("ab养老服务\U0002b740é\x01\x7f")
    | st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    max_size=9,
)


vocabularies = st.sets(texts.map(str.encode), max_size=40).map(sorted)


@given(vocabularies, st.lists(texts.map(str.encode), max_size=10))
def test_a_dictionary_finds_terms_prefixes_and_places_as_a_sorted_list_does(
    vocabulary: list[bytes], asked: list[bytes]
) -> None:
    dictionary = TermDictionary(Terms.from_sorted(vocabulary))
    assert list(dictionary.texts()) == vocabulary
    for text in (*asked, *vocabulary):
        assert dictionary.find(text) == (vocabulary.index(text) if text in vocabulary else -1)
        assert dictionary.lower_bound(text) == sum(term < text for term in vocabulary)
        start, stop = dictionary.prefix_range(text)
        assert vocabulary[start:stop] == [term for term in vocabulary if term.startswith(text)]


@given(st.lists(vocabularies, max_size=4))
def test_merged_dictionaries_hold_every_term_once(vocabularies: list[list[bytes]]) -> None:
    terms, numbers = merge_dictionaries([TermDictionary(Terms.from_sorted(each)) for each in vocabularies])
    united = list(TermDictionary(terms).texts())
    assert united == sorted({term for each in vocabularies for term in each})
    for vocabulary, renumbered in zip(vocabularies, numbers, strict=True):
        assert [united[number] for number in renumbered.tolist()] == vocabulary


@given(st.lists(st.lists(texts | st.text("养老服ab\U0002b740", max_size=2), min_size=1, max_size=6), max_size=5))
def test_tokens_get_the_numbers_of_their_terms_in_byte_order(parts: list[list[str]]) -> None:
    tokens = [token for part in parts for token in part]
    joined = JoinedTokens([SEPARATOR.join(part) for part in parts])
    terms, numbers = joined.numbered()
    vocabulary = list(TermDictionary(terms).texts())
    assert vocabulary == sorted({token.encode() for token in tokens})
    assert [vocabulary[number].decode() for number in numbers.tolist()] == tokens
    packed = joined.packed(10)
    if packed is not None:
        keys, count, width = packed
        distinct, inverse = np.unique(keys, return_inverse=True)
        assert list(TermDictionary(terms_of_packed(distinct, count, width)).texts()) == vocabulary
        assert inverse.tolist() == numbers.tolist()
