"""``tian serve``: starts, says where, answers, stops; or says clearly why it cannot."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from corpus import Archive
from indexer import Settings
from tests.indexer.archives import service_over
from tests.search_web.samples import proposals


def _serve(home: Path, *options: str) -> subprocess.Popen[str]:
    # Started by a shell in the background, the tests would hand down that an interrupt is to be ignored.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code += "from indexer.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "--home", str(home), "serve", *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home directory with three proposals, indexed."""
    where = tmp_path_factory.mktemp("served")
    service_over(where, proposals(3)).archive.close()
    return where


def test_it_says_where_the_site_is_answers_there_and_stops_when_asked(home: Path) -> None:
    with _serve(home, "--port", "0") as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address, line
        with urllib.request.urlopen(f"{address[0]}/healthz") as response:
            assert response.read() == b'{"status":"ok","documents":3}\n'
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
        assert (process.returncode, out) == (0, "")
        assert "停止" in err
        assert "healthz" not in err, "what is asked for is nobody's business"


def test_without_an_index_it_says_what_to_do(tmp_path: Path) -> None:
    Archive.open(Settings(tmp_path).archive).close()
    with _serve(tmp_path) as process:
        _, err = process.communicate()
        assert process.returncode == 1
        assert "tian reindex" in err
        assert "Traceback" not in err


def test_a_port_in_use_is_said_so(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with _serve(home, "--port", port) as process:
            _, err = process.communicate()
    assert process.returncode == 1
    assert port in err
    assert "--port" in err
    assert "Traceback" not in err
