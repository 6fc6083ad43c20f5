"""Suggestions while a person types, and "did you mean" for what finds nothing.

    proposals ──storage──▶ suggestions.arr ──▶ Suggester ─┬─ suggest   titles, units, people, 届次 (completion)
                                                          └─ correct   the query as it was meant (corrector)

Everything offered is text of the archive itself. Both work on one thing: a positional index of the characters of short
texts, so that "停, then anything that sounds like che" is looked up like a word.
"""
