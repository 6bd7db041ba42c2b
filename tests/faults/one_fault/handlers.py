"""Handlers with faults of their own; each has the same effect as `note` when it has one at all."""

import os
import random
import signal
import threading
from collections.abc import Callable

from sqlalchemy.orm import Session

from shared.envelope import Event
from tests.shared.happenings import note

DEADLY = 13  # the version of an event that no process survives


def deadly(session: Session, event: Event) -> None:
    """Dies, and its process with it, of one version."""
    if event.version == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    note(session, event)


def flaky(share: float, seed: int) -> Callable[[Session, Event], None]:
    """Fails on so large a share of its calls, after half of its effect."""
    chance = random.Random(seed)

    def handle(session: Session, event: Event) -> None:
        note(session, event)
        if chance.random() < share:
            raise ConnectionError("the neighbour did not answer")

    return handle


def slow(seconds: float) -> Callable[[Session, Event], None]:
    """Takes so long for an event of version 2."""

    def handle(session: Session, event: Event) -> None:
        if event.version == 2:
            threading.Event().wait(seconds)
        note(session, event)

    return handle
