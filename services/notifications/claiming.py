"""Taking messages from the queue: what is due and complete, frozen as it is to be told."""

from datetime import timedelta

from sqlalchemy.orm import Session

from services.notifications import leases, send_queue
from services.notifications.emails import EMAILS
from services.notifications.freezing import freeze
from services.notifications.persons import ERASED
from services.notifications.pieces import Pieces
from shared import clock

BATCH = 20
LEASE = timedelta(minutes=5)  # far longer than a batch takes; after it the sender is taken for dead


def claim(session: Session, limit: int = BATCH) -> list[Pieces]:
    """Take the messages that are due and whose pieces have all arrived: lease them, or skip the moot.

    Returns both; what is to be sent is in state `sending`.
    No message waits to be told that its last piece came: whether it is complete is asked here, each
    time, so two workers that store two pieces of it at once cannot miss each other.
    """
    claimed = send_queue.due(session, limit)
    registrations = {pieces.registration.id: pieces.registration for pieces in claimed if pieces.registration}
    told = {key: registration.told for key, registration in registrations.items()}
    for pieces in claimed:
        _freeze_or_skip(pieces)
    leases.lease(session, [pieces for pieces in claimed if pieces.content])
    leases.skip(session, [pieces for pieces in claimed if pieces.why])
    changed = [item for key, item in registrations.items() if item.told != told[key]]
    leases.remember_told(session, changed)
    return claimed


def _freeze_or_skip(pieces: Pieces) -> None:
    message, email = pieces.message, EMAILS[pieces.message.template]
    # A contact without an address is the tombstone of somebody who was erased.
    pieces.why = email.moot(pieces) if pieces.contact.email else ERASED
    if pieces.why:
        message.state = "skipped"
        return
    pieces.content = freeze(pieces, email.calendar)
    message.state, message.attempts = "sending", message.attempts + 1
    message.due_at = clock.now() + LEASE
