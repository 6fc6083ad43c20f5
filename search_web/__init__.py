"""The site: pages and JSON over a search service. Builds links and words; holds no search logic.

URL ── views ──▶ SearchRequest ── service ──▶ SearchPage ── pages ──▶ what is shown ── templates ──▶ HTML
"""

from search_web.app import create_app
from search_web.config import WebConfig
from search_web.site import Service

__all__ = ["Service", "WebConfig", "create_app"]
