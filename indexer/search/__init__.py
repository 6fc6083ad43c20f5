"""A search: from a request to a page of results.

args ──request──▶ SearchRequest ──service──▶ SearchPage ──interchange──▶ JSON
"""
