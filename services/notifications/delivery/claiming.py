"""Taking messages from the queue: what is due and complete, frozen as it is to be told."""

from datetime import timedelta

from sqlalchemy.orm import Session

from services.notifications.delivery import leases, rates, send_queue, stops
from services.notifications.delivery.freezing import freeze
from services.notifications.delivery.lanes import LANES, Lane
from services.notifications.delivery.pieces import Pieces
from services.notifications.emails import EMAILS
from services.notifications.letters import adjusting
from services.notifications.letters.calendar_entries import follow_up
from services.notifications.operations import queue_messages
from services.notifications.persons import ERASED
from shared import clock

BATCH = 20
LEASE = timedelta(minutes=5)  # far longer than a batch takes; after it the sender is taken for dead


def claim(session: Session, limit: int = BATCH) -> list[Pieces]:
    """Take the messages that are due and whose pieces have all arrived: lease them, or skip the moot.

    All are of one lane: a bulk one is taken only when no prompt one may be. Returns both; what is to be
    sent is in state `sending`.
    No message waits to be told that its last piece came: whether it is complete is asked here, each
    time, so two workers that store two pieces of it at once cannot miss each other.
    """
    for lane in LANES:
        allowed = rates.allowance(session, lane, limit)
        if allowed and (claimed := send_queue.due(session, lane, allowed)):
            return _take(session, lane, claimed)
    return []


def _take(session: Session, lane: Lane, claimed: list[Pieces]) -> list[Pieces]:
    stopped = stops.find(session, claimed)
    registrations = {pieces.registration.id: pieces.registration for pieces in claimed if pieces.registration}
    groups = {pieces.group.id: pieces.group for pieces in claimed if pieces.group}
    told = {key: registration.told for key, registration in registrations.items()}
    told |= {key: group.told for key, group in groups.items()}
    adjusting.give_words(session, claimed)
    for pieces in claimed:
        _freeze_or_skip(pieces, stopped.get(pieces.message.id))
    leased = [pieces for pieces in claimed if pieces.content]
    rates.spend(session, lane, len(leased))
    leases.lease(session, leased)
    leases.skip(session, [pieces for pieces in claimed if pieces.why])
    leases.remember_told(session, [item for key, item in registrations.items() if item.told != told[key]])
    leases.remember_bookers_told(session, [item for key, item in groups.items() if item.told != told[key]])
    queue_messages(session, [follow_up(pieces, entry) for pieces in claimed for entry in pieces.follow_ups])
    return claimed


def _freeze_or_skip(pieces: Pieces, stopped: str | None) -> None:
    message, email = pieces.message, EMAILS[pieces.message.template]
    # A contact without an address is the tombstone of somebody who was erased.
    pieces.why = (email.moot(pieces) or stopped) if pieces.contact.email else ERASED
    if pieces.why:
        message.state = "skipped"
        return
    freeze(pieces, email.calendar)
    message.state, message.attempts = "sending", message.attempts + 1
    pieces.queued_at, message.due_at = message.due_at, clock.now() + LEASE
