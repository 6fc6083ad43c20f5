"""Phrases of which generated sentences are made: words that stand together again and again, as in real proposals.

Words drawn one by one would give the word frequencies of real text but far too many different neighbours: the
vocabulary of bigrams would grow several times too fast. So phrases are fixed first (from the seed alone) and
drawn by Zipf's law: some common to all proposals, most belonging to a topic.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from benchmarks.speed.vocabulary import Pool, Vocabulary, zipf

__all__ = ["TOPICS", "Phrasebook"]

SEED = "ti-an"
TOPICS = 60
_COMMON_PHRASES = 12_000
_TOPIC_PHRASES = 2_500
_TOPIC_WORDS = 700
_PATTERNS = (("verb", "noun"), ("noun", "noun"), ("adjective", "noun"), ("noun", "verb"), ("noun",), ("verb",))
_PATTERN_WEIGHTS = (30, 22, 12, 10, 16, 10)


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Everything a proposal's sentences are drawn from.

    Attributes:
        common: phrases of every proposal.
        topics: per topic, the phrases of its proposals.
        particles: function words.
        rare: single words from the whole dictionary, for the long tail.
    """

    common: Pool
    topics: tuple[Pool, ...]
    particles: Pool
    rare: Pool

    @classmethod
    @cache
    def load(cls) -> Phrasebook:
        """Return the one phrasebook; the same in every process."""
        vocabulary = Vocabulary.load()
        general = {
            name: vocabulary.pool(name, power=0.85, top=2_500, shortest=2) for name in ("noun", "verb", "adjective")
        }
        broad = {name: vocabulary.pool(name, power=0.45, top=25_000, shortest=2) for name in ("noun", "verb")}
        return cls(
            common=_phrases(Random(SEED), general, _COMMON_PHRASES),
            topics=tuple(_topic(number, broad, general) for number in range(TOPICS)),
            particles=vocabulary.pool("particle", power=0.9, top=250),
            rare=_rare(vocabulary),
        )


def _topic(number: int, broad: dict[str, Pool], general: dict[str, Pool]) -> Pool:
    random = Random(f"{SEED}-{number}")
    own = {name: Pool.of(pool.draw(random, _TOPIC_WORDS), zipf(_TOPIC_WORDS, 0.9, 4.0)) for name, pool in broad.items()}
    return _phrases(random, {**general, **own}, _TOPIC_PHRASES)


def _phrases(random: Random, words: dict[str, Pool], count: int) -> Pool:
    patterns = random.choices(_PATTERNS, _PATTERN_WEIGHTS, k=count)
    texts = ["".join(words[name].draw(random, 1)[0] for name in pattern) for pattern in patterns]
    return Pool.of(texts, zipf(count, 0.75, 12.0))


def _rare(vocabulary: Vocabulary) -> Pool:
    names = ("noun", "verb", "place", "idiom", "adjective")
    pools = [vocabulary.pool(name, power=0.4, shortest=2) for name in names]
    texts = [text for pool in pools for text in pool.texts]
    weights = [
        weight
        for pool in pools
        for weight in (now - before for before, now in zip((0.0, *pool.cumulative), pool.cumulative, strict=False))
    ]
    return Pool.of(texts, weights)
