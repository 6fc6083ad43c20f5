"""Attempts to sign in are counted, also when they come at once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask

from search_web.accounts import sign_in as signing_in
from search_web.accounts.credentials import Passwords
from search_web.accounts.store import SiteStore
from tests.search_web.accounts.people import PASSWORDS, fill_in


def test_attempts_at_once_are_counted_like_attempts_in_a_row(store: SiteStore) -> None:
    def attempt(_: int) -> bool:
        return store.attempts.take({"a": 5, "b": 100}, timedelta(minutes=10)) is None

    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(attempt, range(40)))
    assert sum(allowed) == 5


def test_few_passwords_are_worked_out_at_once() -> None:
    running, most, lock = 0, 0, threading.Lock()

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.01)
            with lock:
                running -= 1
            return super().verify(hash, password)

    passwords = Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1)).prepare()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: passwords.fits("随便一个", None), range(32)))
    assert most == 2


def test_signing_in_does_not_pay_for_guessing_at_others(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "FOR_ADDRESS", 6)
    stranger = "203.0.113.9"
    answers = []
    for n in range(8):
        browser = app.test_client()
        filled = {"name": f"无此人{n}", "password": "猜一个试试看看", "address": stranger}
        answers.append(fill_in(browser, "/sign-in", "sign-in", **filled).status_code)
        if n == 2:
            own = fill_in(app.test_client(), "/sign-in", "sign-in", stranger, name="王芳", password=PASSWORDS["王芳"])
            assert own.status_code == 303
    assert answers == [401] * 6 + [429] * 2


def test_an_office_behind_one_address_signs_in_without_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "FOR_ADDRESS", 3)
    for _ in range(6):
        answer = fill_in(
            app.test_client(), "/sign-in", "sign-in", "203.0.113.9", name="王芳", password=PASSWORDS["王芳"]
        )
        assert answer.status_code == 303
