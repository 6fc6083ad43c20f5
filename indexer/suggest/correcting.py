from __future__ import annotations
class Corrector:
    def __init__(self, *a: object) -> None: ...
    def correct(self, q: str) -> tuple[()]: return ()
