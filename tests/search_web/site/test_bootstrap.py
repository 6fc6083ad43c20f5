"""A site is opened whole: nothing is left for the first visitor to wait for, nothing held that a fork would share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from corpus import Archive
from indexer import SearchService, Settings
from search_web import WebConfig
from search_web.accounts.credentials import Passwords
from search_web.bootstrap import open_site
from tests.indexer.archives import service_over
from tests.search_web.samples import proposals


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home directory with three proposals."""
    directory = tmp_path_factory.mktemp("home")
    service_over(directory, proposals(3)).archive.close()
    return directory


def test_index_and_dictionaries_are_loaded_before_anybody_comes_and_connections_are_let_go(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def noted(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            done.append(name)
            return method(*args, **named)

        return call

    monkeypatch.setattr(SearchService, "search", noted("search", SearchService.search))
    monkeypatch.setattr(Archive, "get_many", noted("read", Archive.get_many))
    monkeypatch.setattr(Archive, "close", noted("close", Archive.close))
    app = open_site(Settings(home), WebConfig())
    assert done[0] == "search"
    assert done[-1] == "close"
    assert app.test_client().get("/?q=停车").status_code == 200


def test_what_is_worked_out_once_is_worked_out_before_anybody_comes(home: Path) -> None:
    # In a process of its own: what other tests have loaded is not there.
    script = _OPENED.format(home=str(home))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split("\n")[0]) == (0, "[]"), done.stdout + done.stderr


#: Opens a site, asks for every page that anybody may see, and tells which modules and templates that loaded.
_OPENED = """
import sys
from pathlib import Path
from indexer import Settings
from search_web import WebConfig
from search_web.accounts.credentials import Passwords
from search_web.bootstrap import open_site

app = open_site(Settings(Path({home!r})), WebConfig())
loaded, compiled = set(sys.modules), set(app.jinja_env.cache)
client = app.test_client()
id = client.get("/api/v1/search").json["hits"][0]["id"]
paths = [
    "/", "/?q=停车", "/?q=tingche", "/facets/unit", "/facets/unit?find=gaj", "/facets/proposer?find=zhang", "/sign-in",
    f"/proposal/{{id}}?q=停车&at=1", "/browse/unit?order=letters", "/browse/proposer?order=letters", "/help",
    "/api/v1/suggest?q=gongan", "/api/v1/units", "/feed.atom", "/export.csv", "/nothing",
]
for path in paths:
    assert client.get(path).status_code in (200, 404), path
ours = ("pypinyin", "cn2an", "opencc", "rjieba", "indexer", "corpus", "search_web")
print(sorted(name for name in set(sys.modules) - loaded if name.startswith(ours)))
assert set(app.jinja_env.cache) == compiled, set(app.jinja_env.cache) - compiled
"""


class _Counting(PasswordHasher):
    """Counts how many digests it made."""

    made = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """Make a digest."""
        self.made += 1
        return super().hash(password, salt=salt)


def test_the_first_sign_in_does_no_more_work_than_the_next() -> None:
    hasher = _Counting(time_cost=1, memory_cost=8, parallelism=1)
    passwords = Passwords(hasher).prepare()
    assert hasher.made == 1
    assert not passwords.fits("不对的密码", None)
    assert hasher.made == 1
