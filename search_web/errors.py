"""What can go wrong with the site's own files. The tree joins the indexer's, so the command line says it too.

IndexerError
└── SiteError            the site's database, key or configuration cannot be used, or an account cannot be so
"""

from __future__ import annotations

from indexer import IndexerError

__all__ = ["SiteError"]


class SiteError(IndexerError):
    """The site's database, key, configuration or an account is not as it must be; the message says what to do."""
