"""THE table of ranking constants: how much each kind of match counts. Field weights stand in ``indexer.fields``."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.engines.base import ProximityField, ProximityRescoring
from indexer.fields import Stream, text_field_named

__all__ = ["DEFAULT", "Ranking"]

#: The fields long enough for windows.
_LONG = ("content", "reply")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every constant that decides the order of hits.

    A term's score in a field is BM25 (Robertson and Zaragoza, *The Probabilistic Relevance Framework*, 2009)
    times the field's weight times the weight of its stream; the score of a hit is the sum.

    Attributes:
        k1: BM25's saturation: how soon more occurrences of a term stop counting.
        b: BM25's length normalisation, 0 for none to 1 for full. Real proposals want more than the usual 0.75:
            their length says little but how wordy the author is.
        words: weight of jieba's words. The unit against which the others are measured.
        bigrams: weight of neighbouring characters; alone they rank better than words alone (MRR@10 0.905 against
            0.869 on 1,066 real proposals), both together better still.
        chars: weight of single characters. They help short questions (0.606 to 0.618 on 2,816 replies) and would
            drown the rest at full weight.
        phrase: weight of a typed run that occurs as typed. Its bigrams count already; this is the bonus for
            standing together, so it stays below their weight.
        window, best_window, opening: proximity rescoring of the best ``rescored`` hits. They gain ``best_window`` of
            what the query's terms score in their best window of ``window`` characters, and ``opening`` of what they
            score in the first one: what a proposal is about stands together, and it stands at the beginning.
        record: score of the record that a bare session, number or date names, and of those that have all of three or
            more words where any may match. Above what text scores, so that ``300`` shows proposal 300 first.
        together: the same for two words. Small: at 100 any record that happened to hold both stood first whatever it
            was about.
    """

    k1: float = 1.2
    b: float = 0.9
    words: float = 1.0
    bigrams: float = 1.0
    chars: float = 0.5
    phrase: float = 0.5
    window: int = 200
    best_window: float = 0.5
    opening: float = 0.25
    rescored: int = 100
    record: float = 100.0
    together: float = 3.0

    @property
    def rescoring(self) -> ProximityRescoring:
        """Proximity rescoring, as an engine is finder for it."""
        fields = (text_field_named(name) for name in _LONG)
        proximity = (ProximityField(each.stream(Stream.BIGRAMS), (each.stream(Stream.WORDS),)) for each in fields)
        return ProximityRescoring(tuple(proximity), self.rescored, self.window, self.best_window, self.opening)


#: The constants in use unless an evaluation asks for others.
DEFAULT = Ranking()
