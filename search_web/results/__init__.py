"""Searching: the front page, the results page with its facets and hits, and how to search.

URL ── views ──▶ SearchRequest ── service ──▶ SearchPage ── page, facets, hits ──▶ what is shown ── templates ──▶ HTML
"""
