"""Engines: what answers an ``EngineQuery``. One contract (``base``), one contract suite, any number of engines."""
