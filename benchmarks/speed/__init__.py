"""How fast our engine is beside others, fed the same tokens and asked the same questions.

    generate ─▶ tokens ─▶ engines: build · open · search · update ─▶ figures ─▶ compare · report · plot

``python -m benchmarks.speed --help``; what is measured and how is told in docs/benchmarks.md.
"""
