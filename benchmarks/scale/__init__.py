"""What more proposals cost: measured at sizes that run here, from which a model tells larger ones.

python -m benchmarks.scale --measure ──▶ figures.json ──▶ model ──▶ the tables of docs/scale.md
"""
