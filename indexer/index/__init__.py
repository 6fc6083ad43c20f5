"""The index of an archive: how it is built beside the live one, swapped in, kept up to date, opened and verified.

archive ──documents──▶ engine's index + files beside it ──generations──▶ live generation ──live──▶ searches
"""
