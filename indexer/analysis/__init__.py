"""How text becomes findable: the same objects at index and at query time.

    text ──fold──▶ folded ──┬─ words     jieba's words, for ranking
                            ├─ bigrams   every pair of neighbouring characters, for finding every substring
                            └─ chars     every character, for finding single ones

    text ──normal──▶ Han, letters, digits ──▶ fingerprints   hashes that no copied passage can avoid

Positions are ordinal (0, 1, 2 …), so a quoted phrase is a run of neighbouring positions in any stream.
"""
