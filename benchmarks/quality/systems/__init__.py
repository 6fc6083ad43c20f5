"""What is compared: our search as it is in production, and four ways in which Chinese text is usually searched."""

from __future__ import annotations

from benchmarks.quality.systems.base import Opener, Ranker
from benchmarks.quality.systems.baselines import bigrams, jieba_analyzer, jieba_words
from benchmarks.quality.systems.lucene import lucene_cjk
from benchmarks.quality.systems.production import production

__all__ = ["OURS", "SYSTEMS", "Opener", "Ranker"]

#: Our own among the systems.
OURS = "tian"

SYSTEMS: dict[str, Opener] = {
    OURS: production,
    "jieba-words": jieba_words,
    "bigrams": bigrams,
    "jieba-analyzer": jieba_analyzer,
    "lucene-cjk": lucene_cjk,
}
