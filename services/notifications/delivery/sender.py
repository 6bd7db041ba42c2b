"""Sending mail: claim in one transaction, talk to the server outside any, settle a burst in another."""

import sys
import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from services.notifications.delivery import settling
from services.notifications.delivery.claiming import BATCH, claim
from services.notifications.delivery.pieces import DueMessage, Pieces
from services.notifications.delivery.send_queue import is_due
from services.notifications.delivery.settling import Outcome
from services.notifications.fingerprint import fingerprint
from services.notifications.letters.composing import compose
from services.notifications.transports.chosen import transport
from services.notifications.transports.post import NotNow, Post, Refused, ServerIsAway
from shared import clock
from shared.db import is_away
from shared.service import reading, transaction

log = structlog.get_logger(__name__)

LONGEST_LETTER = timedelta(minutes=2)  # four answers of the server, each within its time-out
LOOK = 0.25  # seconds between two looks for a prompt letter behind a bulk batch
LONGEST_HOLD = 120.0  # seconds; after it the lease ends soon, and whoever takes over sends the letters again
BURST = 0.05  # seconds of handing over, after which what became of the letters is committed


def send_due_messages() -> bool:
    """Send a batch of what is due; returns whether more may be waiting.

    A letter may reach its reader twice in one case only: the process dies after the server's yes and
    before our commit, or the server before its yes is heard. That commit follows within a burst, so it can
    befall those letters alone that the server took within a twentieth of a second; both copies then bear the
    same Message-ID.
    """
    with transaction() as session:
        claimed = claim(session)
    # The database connection is given back before we talk to the mail server.
    outcomes = _Outcomes()
    batch = deque(pieces for pieces in claimed if pieces.content)
    try:
        if batch:
            with transport().post() as post:
                in_the_way = _InTheWay(batch[0].message)
                while batch and _holds_lease(batch[0].message) and not in_the_way():
                    outcomes.note(_send(post, batch[0]))
                    batch.popleft()
    except ServerIsAway as error:
        log.warning("mail_server_away", waiting=len(batch))
        for pieces in batch:
            outcomes.note(settling.later(pieces.message, str(error)))
        return False
    finally:
        outcomes.settle()
    if batch and _holds_lease(batch[0].message):
        _commit(partial(settling.give_back, untried=batch))
        return True
    # Otherwise whatever completes a message wakes us.
    was_prompt = any(pieces.message.lane == "prompt" for pieces in claimed)
    return was_prompt or len(claimed) == BATCH or any(pieces.follow_ups for pieces in claimed)


class _InTheWay:
    """Whether the rest of a batch stands in the way of a letter that somebody waits for."""

    def __init__(self, first: DueMessage) -> None:
        self._may_be = first.lane != "prompt"
        self._asked_at = time.monotonic()

    def __call__(self) -> bool:
        if not self._may_be or time.monotonic() - self._asked_at < LOOK:
            return False
        self._asked_at = time.monotonic()
        try:
            with reading() as session:
                return is_due(session, "prompt")
        except SQLAlchemyError as error:
            if not is_away(error):
                raise
            return True  # nobody knows; whoever takes the rest will


class _Outcomes:
    """What became of the letters of a burst, until it is committed."""

    def __init__(self) -> None:
        self._waiting: list[Outcome] = []
        self._since = 0.0

    def note(self, outcome: Outcome) -> None:
        """Add one, and commit when the burst has lasted long enough."""
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.append(outcome)
        if time.monotonic() - self._since >= BURST:
            self.settle()

    def settle(self) -> None:
        """Commit what waits."""
        if self._waiting:
            _commit(partial(settling.settle, outcomes=self._waiting))
            self._waiting = []


def _commit(write: Callable[[Session], None]) -> None:
    """Write in a transaction; while the database is away hold on, or what was taken would be sent again."""
    until = time.monotonic() + LONGEST_HOLD
    while True:
        try:
            with transaction() as session:
                return write(session)
        except SQLAlchemyError as error:
            if not is_away(error) or time.monotonic() >= until:
                raise
            log.warning("outcomes_held", error=type(error).__name__)
            time.sleep(LOOK)


def _holds_lease(message: DueMessage) -> bool:
    return message.due_at - LONGEST_LETTER > clock.now()


def _send(post: Post, pieces: Pieces) -> Outcome:
    message = pieces.message
    facts = {"template": message.template, "recipient": fingerprint(pieces.contact.email)}
    try:
        post.send(compose(pieces))
        sys.audit("kursforum.letter_taken")
    except ServerIsAway:
        raise
    except Refused as error:
        log.warning("email_refused", **facts)
        return settling.refused(message, str(error))
    except NotNow as error:
        log.info("email_postponed", **facts, attempts=message.attempts)
        return settling.later(message, str(error))
    except Exception as error:  # a fault of ours in this one mail must not hold up the others
        log.error("email_not_written", **facts, error=type(error).__name__)
        return settling.later(message, f"{type(error).__name__}: {error}")
    log.info("email_sent", **facts)
    return settling.sent(message)
