"""Who asks, what that one may open, and the accounts themselves.

request ── visitors (session or proxy) ──▶ rules (of the view, and of its form's token) ──▶ view

``sign_in`` and ``people`` are pages; ``store/`` is the site's own database.
"""
