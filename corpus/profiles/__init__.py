"""Profiles: which of a source's labels or columns means what. Written in TOML, see docs/profiles.md."""

from __future__ import annotations

from corpus.profiles.profile import Profile
from corpus.profiles.rules import FIELDS, REPLY_FIELDS, Constants, Rule

__all__ = ["FIELDS", "REPLY_FIELDS", "Constants", "Profile", "Rule"]
