"""Chance in tests: made to fall in one way that it may fall, so that two runs can be compared bit by bit."""

import hashlib
import os
import random
import uuid
from collections.abc import Callable
from itertools import count
from random import SystemRandom
from typing import Any

import pytest

from shared import ids


def fix_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let random bytes and ids follow sequences, and every shuffle end in the order of what is shuffled.

    Each order is as likely an outcome of a fair shuffle as any other; that ours is fair is tested by itself.
    Ids have a sequence of their own, for libraries draw bytes when they are first used.
    """
    drawn, numbers = _sequence(b"id"), count(1)
    monkeypatch.setattr(os, "urandom", _sequence(b"bytes"))
    monkeypatch.setattr(random, "_urandom", _sequence(b"secret"))
    monkeypatch.setattr(SystemRandom, "shuffle", lambda _self, items: items.sort(key=repr))
    monkeypatch.setattr(ids, "uuid4", lambda: uuid.UUID(bytes=drawn(16), version=4))
    monkeypatch.setattr(ids, "uuid7", lambda: _ordered(next(numbers)))


def _sequence(name: bytes) -> Callable[[int], bytes]:
    numbers = count()

    def draw(size: int) -> bytes:
        blocks = (hashlib.sha256(b"%s %d" % (name, next(numbers))).digest() for _ in range(-(-size // 32)))
        return b"".join(blocks)[:size]

    return draw


def _ordered(number: int) -> Any:
    """A UUIDv7 that is younger than those before it."""
    return uuid.UUID(int=(0x0190 << 112) | (7 << 76) | (2 << 62) | number)
