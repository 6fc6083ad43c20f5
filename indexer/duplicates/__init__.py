"""Duplicates: which proposals say what another already said, and where.

text ──texts──▶ what counts ──candidates──▶ proposals ──comparison (alignment)──▶ verdict and reasons
archive ──self_join──▶ pairs that may share text ──pairs──▶ judged pairs, clusters; copies kept in the cache
"""
