"""A real nginx of one's own with the shipped configuration, in front of the real site under gunicorn.

Needs the Debian package ``nginx-light`` (or any nginx). Nothing of an installed service is touched.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPSConnection
from pathlib import Path

__all__ = ["ShippedNginx", "free_port"]

_ROOT = Path(__file__).resolve().parents[2]
_DEPLOY = _ROOT / "deploy"
_START = 60


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


class ShippedNginx:
    """``deploy/nginx.conf`` with ports and certificate of a test, and the unit's own gunicorn command behind it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.https, self._http, self._site = free_port(), free_port(), free_port()
        self._certificate()
        served = (_DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        for shipped, own in (
            ("listen 443", f"listen 127.0.0.1:{self.https}"),
            ("listen 80", f"listen 127.0.0.1:{self._http}"),
            ("/etc/ssl/tian.pem", str(folder / "tian.pem")),
            ("/etc/ssl/private/tian.key", str(folder / "tian.key")),
            ("http://127.0.0.1:8000", f"http://127.0.0.1:{self._site}"),
        ):
            assert shipped in served, shipped
            served = served.replace(shipped, own)
        self.configuration = folder / "nginx.conf"
        body = "".join(f"{kind}_temp_path {folder};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        self.configuration.write_text(
            f"daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
            f"http {{\n{body}{served}}}\n",
            encoding="utf-8",
        )

    def check(self) -> str:
        """Return what ``nginx -t`` says where it refuses the configuration, and nothing where it takes it."""
        answer = subprocess.run(["nginx", "-t", "-c", self.configuration], capture_output=True, text=True)
        return answer.stderr if answer.returncode else ""

    @contextmanager
    def running(self, home: Path) -> Iterator[ShippedNginx]:
        """Serve a home directory until the end of the block."""
        unit = (_DEPLOY / "systemd" / "tian-site.service").read_text(encoding="utf-8")
        started = re.search(r"^ExecStart=(.+)$", unit, re.MULTILINE)
        assert started
        _, *options = shlex.split(started[1])
        options[options.index("--bind") + 1] = f"127.0.0.1:{self._site}"
        gunicorn = [sys.executable, "-m", "gunicorn", *options, "--no-control-socket"]
        environment = os.environ | {"TIAN_HOME": str(home)}
        nginx = shutil.which("nginx")
        assert nginx
        with (
            subprocess.Popen(gunicorn, env=environment, cwd=_ROOT) as site,
            subprocess.Popen([nginx, "-c", self.configuration]) as proxy,
        ):
            try:
                self._wait()
                yield self
            finally:
                for process in (proxy, site):
                    process.terminate()
                    process.wait(_START)

    def connection(self) -> HTTPSConnection:
        """Return a connection to nginx that takes the test's own certificate."""
        return HTTPSConnection("127.0.0.1", self.https, context=ssl._create_unverified_context(), timeout=_START)

    def ask(self, path: str, method: str = "GET", body: bytes = b"", user: str = "") -> tuple[int, str]:
        """Return status and text of one answer; with a user, the header that only a proxy may set is forged."""
        headers = {"Host": "tian.example.gov.cn"} | ({"X-Remote-User": user} if user else {})
        connection = self.connection()
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def _wait(self) -> None:
        until = time.monotonic() + _START
        while True:
            try:
                if self.ask("/")[0] == 200:
                    return
            except OSError:
                pass
            assert time.monotonic() < until, "the site did not answer"
            time.sleep(0.1)

    def _certificate(self) -> None:
        names = ["-keyout", str(self.folder / "tian.key"), "-out", str(self.folder / "tian.pem")]
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
        subprocess.run([*command, *names], check=True, capture_output=True)
