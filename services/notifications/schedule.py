"""What notifications does by itself."""

from datetime import timedelta

from services.notifications import bodies, operations
from services.notifications.bounces.returned import read_bounces
from services.notifications.delivery.sender import send_due_messages
from services.notifications.telling import reminders
from shared.service import transaction
from shared.worker import Job


def forget_expired_tokens() -> None:
    """Keep no secret longer than it opens anything."""
    with transaction() as session:
        operations.forget_expired_tokens(session)


def send_reminders() -> bool:
    """Remind the participants of what begins soon; returns whether more may be due."""
    with transaction() as session:
        return reminders.queue_due_reminders(session) > 0


def plan_reminders() -> None:
    """Make the reminders of occasions that were known before there were any, or by another setting."""
    with transaction() as session:
        reminders.plan_all_reminders(session)


def forget_old_bodies() -> bool:
    """Keep of old mail only that it was sent; returns whether more may be old."""
    with transaction() as session:
        return bodies.forget_old_bodies(session) > 0


JOBS: tuple[Job, ...] = (
    # Woken by every handler's commit; each second it finds what is due again, or what a dead sender left.
    Job(send_due_messages, every=timedelta(seconds=1), wake_on=operations.WAKE),
    Job(read_bounces, every=timedelta(minutes=1)),
    Job(forget_expired_tokens, every=timedelta(hours=1)),
    Job(send_reminders, every=timedelta(minutes=1)),
    Job(plan_reminders, every=timedelta(hours=6)),
    Job(forget_old_bodies, every=timedelta(hours=6)),
)
