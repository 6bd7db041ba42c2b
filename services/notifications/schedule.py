"""What notifications does by itself."""

from datetime import timedelta

from services.notifications import operations
from services.notifications.sender import send_due_messages
from shared.service import transaction
from shared.worker import Job


def forget_expired_tokens() -> None:
    """Keep no secret longer than it opens anything."""
    with transaction() as session:
        operations.forget_expired_tokens(session)


JOBS: tuple[Job, ...] = (
    # Woken by every handler's commit; each second it finds what is due again, or what a dead sender left.
    Job(send_due_messages, every=timedelta(seconds=1), wake_on=operations.WAKE),
    Job(forget_expired_tokens, every=timedelta(hours=1)),
)
