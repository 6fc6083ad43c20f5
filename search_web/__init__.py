"""The site: pages and JSON over a search service. Builds links and words; holds no search logic.

URL ── views ──▶ SearchRequest ── service ──▶ SearchPage ── pages ──▶ what is shown ── templates ──▶ HTML
"""

from search_web.bootstrap import create_app
from search_web.site.config import WebConfig
from search_web.site.context import Service

__all__ = ["Service", "WebConfig", "create_app"]
