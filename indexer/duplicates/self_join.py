"""The archive joined with itself on fingerprints: which proposals may share text, without comparing all with all.

    proposals ──fingerprints──▶ buckets on disk, by hash ──sorted, one at a time──▶ common ones · pairs that share

The work grows with the archive, not with its square: a fingerprint of many texts pairs each of them with its next
neighbour only, and memory holds one bucket at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from corpus import Proposal, Visibility, visible_to
from indexer.analysis.fingerprints import Fingerprinting, Hashes
from indexer.analysis.normal import normal_codes
from indexer.duplicates.alignment import SHORTEST
from indexer.duplicates.texts import common_from

__all__ = ["SelfJoin", "self_join"]

_Numbers = npt.NDArray[np.int64]

#: A fingerprint in up to so many texts pairs all of them; in more, each with the next.
_ALL_PAIRS = 16
#: What a shared fingerprint of each kind weighs, and what a pair must weigh to be looked at.
_RARE, _FREQUENT, _ENOUGH = 4, 1, 8
#: What the very same text weighs: more than any number of fingerprints a text has.
_SAME_TEXT = 1 << 30
#: Entries collected in memory before they go to their buckets on disk.
_COLLECTED = 1 << 20
_BUCKETS = 64
_ENTRY = np.dtype([("hash", "<u8"), ("text", "<u4")])


@dataclass(frozen=True, slots=True)
class SelfJoin:
    """What the join found.

    Attributes:
        ids: of all proposals, in the order given; ``sizes`` how many fingerprints each one's text has.
        internal: which of them only staff may see.
        same: number of the first proposal with the very same text, per proposal (its own where it is the first).
        pairs: pairs of proposals that may share text, as two columns of numbers, each pair once, first one first;
            of those with the very same text only the first takes part.
        shared: how much of the rarer fingerprints each pair shares.
        common, public_common: fingerprints that many proposals have, and that many public ones have; ascending.
    """

    ids: tuple[str, ...]
    sizes: _Numbers
    internal: npt.NDArray[np.bool_]
    same: _Numbers
    pairs: npt.NDArray[np.int64]
    shared: npt.NDArray[np.float64]
    common: Hashes
    public_common: Hashes


def self_join(proposals: Iterable[Proposal], fingerprinting: Fingerprinting, scratch: Path | None = None) -> SelfJoin:
    """Return which proposals may share text, and which fingerprints are common.

    Texts and titles are paired; replies only count towards what is common.

    Args:
        scratch: where to write meanwhile; the system's own directory for that when None.
    """
    ids: list[str] = []
    sizes: list[int] = []
    internal: list[bool] = []
    same: list[int] = []
    firsts: dict[bytes, int] = {}
    twins: list[int] = []
    with TemporaryDirectory(prefix="tian-duplicates-", dir=scratch) as directory:
        buckets = _Buckets(Path(directory))
        for number, proposal in enumerate(proposals):
            codes = normal_codes(proposal.text)
            digest = hashlib.blake2b(codes.tobytes(), digest_size=16).digest()
            compared = len(codes) >= max(fingerprinting.gram, SHORTEST)  # as a check does
            hidden = proposal.visibility is Visibility.INTERNAL
            # An internal text never stands for a public one, which others must be shown without it.
            first = firsts.setdefault(digest + bytes([hidden]), number) if compared else number
            twin = firsts.get(digest + bytes([not hidden])) if compared and first == number else None
            twins += [] if twin is None else [twin << 32 | number]
            own = _hashes(fingerprinting, proposal.title, proposal.text)
            shown = visible_to(proposal, internal=False) or proposal
            answered = np.setdiff1d(_hashes(fingerprinting, *(reply.text for reply in shown.replies)), own)
            buckets.add(own, number << 2 | (first == number) << 1 | (not hidden))
            buckets.add(answered, number << 2 | (not hidden))
            ids.append(proposal.id)
            sizes.append(len(own))
            internal.append(hidden)
            same.append(first)
        least = common_from(len(ids)), common_from(internal.count(False))
        nothing = (np.empty(0, dtype=np.uint64),) * 4
        found = [nothing, *(_joined(bucket, least) for bucket in buckets.sorted())]
    common, public_common, keys, weights = (np.concatenate(parts) for parts in zip(*found, strict=True))
    # The same text, public and internal, is a pair however few fingerprints it has.
    same_text = np.array(twins, dtype=np.uint64)
    keys, weights = _summed(
        np.concatenate((keys, same_text)), np.concatenate((weights, np.full_like(same_text, _SAME_TEXT)))
    )
    keys, weights = keys[weights >= _ENOUGH], weights[weights >= _ENOUGH]
    pairs = np.stack([keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF)], axis=1).astype(np.int64)
    return SelfJoin(
        tuple(ids),
        np.array(sizes, dtype=np.int64),
        np.array(internal, dtype=np.bool_),
        np.array(same, dtype=np.int64),
        pairs,
        weights / _RARE,
        np.sort(common),
        np.sort(public_common),
    )


def _hashes(fingerprinting: Fingerprinting, *texts: str) -> Hashes:
    found = [fingerprinting.select(normal_codes(text))[0] for text in texts]
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.uint64)


class _Buckets:
    """Entries (fingerprint, text) parted by fingerprint, on disk."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._hashes: list[Hashes] = []
        self._texts: list[tuple[int, int]] = []
        self._waiting = 0

    def add(self, hashes: Hashes, text: int) -> None:
        """Take the fingerprints of one text."""
        if not len(hashes):
            return
        self._hashes.append(hashes)
        self._texts.append((text, len(hashes)))
        self._waiting += len(hashes)
        if self._waiting >= _COLLECTED:
            self._flush()

    def sorted(self) -> Iterator[npt.NDArray[np.void]]:
        """Yield each bucket's entries, by fingerprint, then text."""
        self._flush()
        for path in sorted(self._directory.iterdir()):
            entries = np.fromfile(path, dtype=_ENTRY)
            path.unlink()
            yield entries[np.lexsort((entries["text"], entries["hash"]))]

    def _flush(self) -> None:
        if not self._hashes:
            return
        entries = np.empty(self._waiting, dtype=_ENTRY)
        entries["hash"] = np.concatenate(self._hashes)
        entries["text"] = np.repeat(*map(np.array, zip(*self._texts, strict=True)))
        bucket = entries["hash"] >> np.uint64(64 - _BUCKETS.bit_length() + 1)
        order = np.argsort(bucket, kind="stable")
        ends = np.cumsum(np.bincount(bucket.astype(np.int64), minlength=_BUCKETS))
        for number, part in enumerate(np.split(entries[order], ends[:-1])):
            with (self._directory / f"{number:03d}").open("ab") as file:
                # Not tofile(): that does not say why the system refused.
                file.write(part.tobytes())
        self._hashes, self._texts, self._waiting = [], [], 0


def _joined(entries: npt.NDArray[np.void], least: tuple[int, int]) -> tuple[Hashes, Hashes, Hashes, Hashes]:
    """What one bucket says: common fingerprints, those common in public, pairs as one number each, their weights."""
    hashes, texts = entries["hash"], entries["text"]
    begins = np.flatnonzero(np.diff(hashes, prepend=hashes[:1] + np.uint64(1)) != 0)
    counts = np.diff(begins, append=len(hashes))
    public = np.add.reduceat((texts & 1).astype(np.int64), begins) if len(begins) else counts
    common, public_common = hashes[begins[counts >= least[0]]], hashes[begins[public >= least[1]]]
    own = (texts & 2) != 0
    keys, weights = _pairs(hashes[own], (texts[own] >> 2).astype(np.uint64))
    return common, public_common, keys, weights


def _pairs(hashes: Hashes, texts: Hashes) -> tuple[Hashes, Hashes]:
    """Pairs of texts with equal fingerprints, which lie side by side: neighbours, then those two apart, and so on."""
    if not len(hashes):
        return np.empty(0, np.uint64), np.empty(0, np.uint64)
    begins = np.flatnonzero(np.diff(hashes, prepend=hashes[:1] + np.uint64(1)) != 0)
    counts = np.diff(begins, append=len(hashes))
    frequent = np.repeat(counts > _ALL_PAIRS, counts)
    keys, weights = [], []
    for apart in range(1, _ALL_PAIRS):
        if len(hashes) <= apart:
            break
        equal = hashes[apart:] == hashes[:-apart]
        if apart > 1:
            equal &= ~frequent[apart:]
        first, second = texts[:-apart][equal], texts[apart:][equal]
        keys.append(first << np.uint64(32) | second)
        weights.append(np.where(frequent[apart:][equal], np.uint64(_FREQUENT), np.uint64(_RARE)))
    return _summed(np.concatenate(keys), np.concatenate(weights)) if keys else (hashes[:0], hashes[:0])


def _summed(keys: Hashes, weights: Hashes) -> tuple[Hashes, Hashes]:
    """Each pair once, with all its weight."""
    order = np.argsort(keys, kind="stable")
    keys, weights = keys[order], weights[order]
    begins = np.flatnonzero(np.diff(keys, prepend=keys[:1] + np.uint64(1)) != 0)
    return keys[begins], np.add.reduceat(weights, begins) if len(begins) else weights
