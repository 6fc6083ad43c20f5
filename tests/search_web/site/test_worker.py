"""Readers wait for the worker that is free first, never behind a busy one; slow readers hold nobody up."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

import pytest

_QUICK = 8


@contextmanager
def _served(held: Path, worker: str, workers: int) -> Iterator[Path]:
    """Serve the waiting application with the site's own settings over a Unix socket."""
    address = held / "address"
    options = ["--config", "python:search_web.server", "--bind", f"unix:{address}", "--workers", str(workers)]
    command = [sys.executable, "-m", "gunicorn", *options, "--worker-class", worker, "--no-control-socket"]
    environment = os.environ | {"HELD": str(held)}
    with subprocess.Popen([*command, "tests.search_web.site.waiting_app:application"], env=environment) as server:
        try:
            _until(lambda: _answers(address))
            yield address
        finally:
            server.terminate()
            server.wait(60)


def _until(reached: Callable[[], bool]) -> None:
    for _ in range(6000):
        if reached():
            return
        time.sleep(0.01)
    raise AssertionError("waited a minute in vain")


def _answers(address: Path) -> bool:
    try:
        return bool(_page(address, "/"))
    except (FileNotFoundError, ConnectionRefusedError):
        return False


def _connect(address: Path) -> socket.socket:
    reader = socket.socket(socket.AF_UNIX)
    reader.settimeout(60)
    try:
        reader.connect(str(address))
    except OSError:
        reader.close()
        raise
    return reader


def _page(address: Path, path: str) -> str:
    with _connect(address) as reader:
        reader.sendall(f"GET {path} HTTP/1.1\r\nHost: tian\r\n\r\n".encode())
        answer = b"".join(iter(lambda: reader.recv(4096), b""))
    return answer.decode().rsplit("\r\n\r\n", 1)[-1]


def test_a_free_worker_takes_what_a_busy_one_may_not_accept(tmp_path: Path) -> None:
    with (
        _served(tmp_path, "tests.search_web.site.waiting_app.PatientWorker", workers=2) as address,
        ThreadPoolExecutor(_QUICK + 1) as readers,
    ):
        held = readers.submit(_page, address, "/held")
        _until((tmp_path / "begun").exists)
        quick = [readers.submit(_page, address, "/") for _ in range(_QUICK)]
        # The busy worker may accept one more; whatever that took waits with it, all others are answered.
        _until(lambda: sum(page.done() for page in quick) >= _QUICK - 1)
        by_the_free_one = {page.result() for page in quick if page.done()}
        (tmp_path / "go").touch()
        wait([held, *quick])
        assert by_the_free_one == {page.result() for page in quick} - {held.result()}


def test_slow_readers_hold_nobody_up(tmp_path: Path) -> None:
    with _served(tmp_path, "search_web.server.BoundedAcceptWorker", workers=1) as address:
        slow = [_connect(address) for _ in range(3)]
        for reader in slow:
            reader.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert _page(address, "/").isdigit()
        for reader in slow:
            reader.sendall(b"tian\r\n\r\n")
            assert reader.recv(4096).startswith(b"HTTP/1.1 200")
            reader.close()


@pytest.mark.parametrize(
    "half",
    [b"GET / HT", b"GET / HTTP/1.1\r\nHost: ", b"POST / HTTP/1.1\r\nHost: tian\r\nContent-Length: 900\r\n\r\nq="],
)
def test_half_sent_requests_do_not_stop_the_site(tmp_path: Path, half: bytes) -> None:
    with _served(tmp_path, "search_web.server.BoundedAcceptWorker", workers=1) as address:
        silent = [_connect(address) for _ in range(24)]
        for each in silent:
            each.sendall(half)
        # Nobody hangs up; whoever asks properly is answered all the same, again and again.
        for _ in range(3):
            assert _page(address, "/").isdigit()
        for each in silent:
            each.close()


def test_a_body_that_keeps_coming_is_taken_whole(tmp_path: Path) -> None:
    with _served(tmp_path, "search_web.server.BoundedAcceptWorker", workers=1) as address:
        silent = [_connect(address) for _ in range(8)]
        for each in silent:
            each.sendall(b"GET / HTTP/1.1\r\n")
        piece, pieces = b"x" * 70_000, 30
        with _connect(address) as sender:
            head = f"POST /size HTTP/1.1\r\nHost: tian\r\nContent-Length: {len(piece) * pieces}\r\n\r\n"
            sender.sendall(head.encode())
            for _ in range(pieces):
                sender.sendall(piece)
                time.sleep(0.1)
            answer = b"".join(iter(lambda: sender.recv(4096), b"")).decode()
        # The answer comes in chunks: its length is not said beforehand.
        assert f"\r\n{len(piece) * pieces}\r\n" in answer
        for each in silent:
            each.close()


def test_no_connection_is_kept_even_for_who_asks_and_what_was_loaded_is_no_garbage(tmp_path: Path) -> None:
    with _served(tmp_path, "search_web.server.BoundedAcceptWorker", workers=1) as address:
        with _connect(address) as reader:
            reader.sendall(b"GET / HTTP/1.1\r\nHost: tian\r\nConnection: keep-alive\r\n\r\n")
            # Reading comes to an end only where the server closes the connection.
            answer = b"".join(iter(lambda: reader.recv(4096), b"")).decode()
        assert "connection: close" in answer.lower()
        # The worker was forked after the settings' hook had run.
        assert int(_page(address, "/frozen")) > 10_000


def test_garbage_is_looked_for_seldom_and_not_in_what_was_loaded() -> None:
    import search_web.server as settings

    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        settings.when_ready(object())
        assert gc.get_freeze_count() > frozen
        assert gc.get_threshold()[0] == 20_000
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)


@pytest.mark.parametrize("name", ["preload_app", "keepalive", "threads", "worker_class"])
def test_the_settings_are_names_that_gunicorn_knows(name: str) -> None:
    from gunicorn.config import Config

    import search_web.server as settings

    config = Config()
    config.set(name, getattr(settings, name))
    assert config.settings[name].get() == getattr(settings, name)
