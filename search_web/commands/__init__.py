"""The site's part of the command ``tian``, one verb a file."""

from search_web.commands.audit import audit
from search_web.commands.serve import serve
from search_web.commands.user import user

__all__ = ["audit", "serve", "user"]
