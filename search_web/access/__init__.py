"""Who may see what, and who may act.

request ── visitors (session or proxy) ──▶ rules (of the view) ── csrf (of the form) ──▶ view
"""

from search_web.access.csrf import BadToken, csrf_field, csrf_token, keep_form_mark
from search_web.access.keys import Signer, read_key
from search_web.access.passwords import Passwords, account_name, checked_name, checked_password
from search_web.access.proxies import check_addresses
from search_web.access.rules import Rule, clerk, enforce, operator, public, rule_of
from search_web.access.signin import change_password, sign_in, sign_out
from search_web.access.state import Access, attach_access, current_access
from search_web.access.unsent import UnsentForm, is_own_path, page_before, unsent_form
from search_web.access.visitors import Visitor, count_unanswered, current_visitor, note

__all__ = [
    "Access",
    "BadToken",
    "Passwords",
    "Rule",
    "Signer",
    "UnsentForm",
    "Visitor",
    "account_name",
    "attach_access",
    "change_password",
    "check_addresses",
    "checked_name",
    "checked_password",
    "clerk",
    "count_unanswered",
    "csrf_field",
    "csrf_token",
    "current_access",
    "current_visitor",
    "enforce",
    "is_own_path",
    "keep_form_mark",
    "note",
    "operator",
    "page_before",
    "public",
    "read_key",
    "rule_of",
    "sign_in",
    "sign_out",
    "unsent_form",
]
