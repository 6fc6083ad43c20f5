"""From a proposal to the document an engine indexes. Pure: the same proposal always gives the same document."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus import Proposal, StoredRecord, Visibility, visible_to
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.fingerprints import Fingerprinting
from indexer.engines.base import IndexDocument
from indexer.engines.whoosh.schema import IndexFields
from indexer.fields import EXACT_FIELDS, FACETS, TEXT_FIELDS, Stream

__all__ = ["FINGERPRINT", "INDEX_FIELDS", "REPLY_FINGERPRINT", "SCHEMA_VERSION", "DocumentMaker"]

#: Raised whenever the same tokens would be laid out otherwise; an index of another version must be built again.
# 1  six text fields in three streams, facets also as exact terms
# 2  how long a reply took is a facet
# 3  fingerprints, of title and text, and of replies
# 4  each document keeps the checksum that the archive knows its record by
SCHEMA_VERSION = 4

#: Index fields of fingerprints: one for what a proposal says itself, one for what it was answered.
FINGERPRINT, REPLY_FINGERPRINT = "fingerprint", "reply_fingerprint"

#: Every index field by what it keeps. Characters keep no positions: phrases are found in bigrams.
INDEX_FIELDS = IndexFields(
    positional=tuple(each.stream(stream) for each in TEXT_FIELDS for stream in (Stream.WORDS, Stream.BIGRAMS)),
    frequency=tuple(each.stream(Stream.CHARS) for each in TEXT_FIELDS),
    exact=(*(each.name for each in EXACT_FIELDS), *(facet.name for facet in FACETS), FINGERPRINT, REPLY_FINGERPRINT),
)


@dataclass(frozen=True)
class DocumentMaker:
    """Turns proposals into documents with one analyzer; picklable, so that worker processes can do it."""

    analyzer: Analyzer
    fingerprinting: Fingerprinting = field(default_factory=Fingerprinting)

    def of_stored(self, stored: StoredRecord) -> IndexDocument:
        """Return the document of a record as the archive keeps it, under the archive's own checksum."""
        return self(stored.record, version=stored.checksum)

    def __call__(self, proposal: Proposal, *, version: str = "") -> IndexDocument:
        """Return the document to index for a proposal that has an id.

        Of a public proposal, only what everyone may see is indexed: nobody finds, counts or dates it by a reply that is
        internal.
        """
        proposal = visible_to(proposal, internal=False) or proposal
        facets = {facet.name: facet.values(proposal) for facet in FACETS}
        exact = {each.name: each.values(proposal) for each in EXACT_FIELDS}
        fingerprints = {
            FINGERPRINT: self.fingerprinting.of(proposal.title, proposal.text),
            REPLY_FINGERPRINT: self.fingerprinting.of(*(reply.text for reply in proposal.replies)),
        }
        return IndexDocument(
            id=proposal.id,
            version=version,
            tokens=self._tokens(proposal),
            terms={**exact, **facets, **fingerprints},
            facets=facets,
            date=proposal.date.ordinal if proposal.date else 0,
            internal=proposal.visibility is Visibility.INTERNAL,
        )

    def _tokens(self, proposal: Proposal) -> dict[str, list[list[str]]]:
        tokens: dict[str, list[list[str]]] = {}
        for each in TEXT_FIELDS:
            if texts := each.texts(proposal):
                for stream in Stream:
                    tokens[each.stream(stream)] = [self.analyzer.tokens(stream, text) for text in texts]
        return tokens
