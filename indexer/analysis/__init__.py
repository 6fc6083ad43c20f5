"""How text becomes findable: the same objects at index and at query time.

    text ──fold──▶ folded ──┬─ words     jieba's words, for ranking
                            ├─ bigrams   every pair of neighbouring characters, for finding every substring
                            └─ chars     every character, for finding single ones

    text ──normal──▶ Han, letters, digits ──▶ fingerprints   hashes that no copied passage can avoid

Positions are ordinal (0, 1, 2 …), so a quoted phrase is a run of neighbouring positions in any stream.
"""

from indexer.analysis.analyzer import ANALYSIS_VERSION, Analyzer
from indexer.analysis.fingerprints import Fingerprinting, gram_hashes
from indexer.analysis.fold import Folded, fold, fold_with_offsets, squeeze
from indexer.analysis.normal import NormalText, normal, normal_codes
from indexer.analysis.scripts import reading, surely_simplified
from indexer.analysis.segment import Segmenter, domain_words
from indexer.analysis.streams import Stream

__all__ = [
    "ANALYSIS_VERSION",
    "Analyzer",
    "Fingerprinting",
    "Folded",
    "NormalText",
    "Segmenter",
    "Stream",
    "domain_words",
    "fold",
    "fold_with_offsets",
    "gram_hashes",
    "normal",
    "normal_codes",
    "reading",
    "squeeze",
    "surely_simplified",
]
