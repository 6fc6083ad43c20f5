"""The embedded engine: a Whoosh index whose segments are arrays, written and searched with numpy.

    build(directory, records, analyse, fields=IndexFields(…))  ─▶  WhooshEngine(directory)

Any of it can be opened by stock Whoosh: ``whoosh.index.open_dir(directory)``.
"""

import sys
from typing import TYPE_CHECKING

from corpus import lazy_exports

if TYPE_CHECKING:
    from indexer.engines.whoosh.bm25 import SmoothBM25F
    from indexer.engines.whoosh.engine import WhooshEngine
    from indexer.engines.whoosh.schema import IndexFields, schema_of
    from indexer.engines.whoosh.segment import verify_files
    from indexer.engines.whoosh.storage.arrayfile import IndexDamaged
    from indexer.engines.whoosh.writer import build
else:
    __getattr__ = lazy_exports(sys.modules[__name__])

__all__ = ["IndexDamaged", "IndexFields", "SmoothBM25F", "WhooshEngine", "build", "schema_of", "verify_files"]
