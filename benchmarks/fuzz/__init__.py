"""Whatever is typed, searches answer: random and hostile strings put to the query box, and how long answers take.

``strings`` makes what is typed, ``checks`` says what must hold, ``run`` does many in several processes, ``worst``
times the costliest questions that can be asked of a large index.
"""
