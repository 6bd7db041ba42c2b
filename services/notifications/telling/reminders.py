"""Reminding participants some days before an occasion begins.

Each reminder is a row with a moment, which follows the occasion: it moves with it, and is gone when the
occasion is cancelled or held. Who is reminded is asked at that moment, so it needs not follow anybody.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.models import Message, Occasion, Registration, Reminder
from services.notifications.operations import Row, new_message, queue_messages
from services.notifications.settings import Settings
from shared import clock
from shared.service import service

HOUR = time(8)  # when people read their mail, in winter as in summer
OF_USE = timedelta(days=1)  # what comes later than its day must leave as much to prepare oneself
_NEWS = timedelta(days=1)  # whoever was told so lately of the same need not be reminded
_TOLD_BY = ("registration_confirmed", "moved_up", "registration_approved", "occasion_changed")


def plan_reminders(session: Session, occasion: Occasion) -> None:
    """Let the reminders of an occasion, which the caller has locked, follow it as it is now.

    One whose moment has passed already is not made. One that went out goes out again only for another day.
    """
    known = {
        item.days_before: item
        for item in session.scalars(sa.select(Reminder).where(Reminder.occasion_id == occasion.id))
    }
    wanted = _wanted(occasion)
    for days_before in known.keys() - wanted.keys():
        session.delete(known[days_before])
    for days_before, due_at in wanted.items():
        reminder = known.get(days_before)
        if reminder and reminder.due_at == due_at:
            continue
        if reminder:
            session.delete(reminder)
            session.flush()
        if due_at > clock.now():
            session.add(Reminder(occasion_id=occasion.id, days_before=days_before, due_at=due_at))


def plan_all_reminders(session: Session) -> None:
    """The same for every occasion to come: after the setting has changed, or when reminders are new here."""
    published = sa.select(Occasion).where(Occasion.state == "published").order_by(Occasion.id)
    for occasion in session.scalars(published.with_for_update(skip_locked=True)):
        plan_reminders(session, occasion)


def queue_due_reminders(session: Session, limit: int = 20) -> int:
    """Take the reminders whose moment has come and write to the participants; returns how many were taken.

    They are taken with SKIP LOCKED, and settle in the transaction that queues their mail: once, then.
    """
    due = session.scalars(
        sa.select(Reminder)
        .where(Reminder.settled_at.is_(None), Reminder.due_at <= clock.now())
        .order_by(Reminder.due_at, Reminder.occasion_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for reminder in due:
        reminder.settled_at = clock.now()
        queue_messages(session, list(_mails(session, reminder)))
    return len(due)


def is_late(begins_at: datetime, due_at: datetime) -> bool:
    """Whether a reminder has missed its day, and comes too late to be of use."""
    missed = clock.today() > clock.local(due_at).date()
    return missed and begins_at - clock.now() < OF_USE


def due_at(begins_at: datetime, days_before: int) -> datetime:
    """The moment of a reminder: that many days before the first day, in the morning as the wall has it."""
    return clock.local_moment(clock.local(begins_at).date() - timedelta(days=days_before), HOUR)


def _wanted(occasion: Occasion) -> dict[int, datetime]:
    settings: Settings = service().settings
    if occasion.state != "published" or not occasion.sessions:
        return {}
    return {days: due_at(occasion.sessions[0].starts_at, days) for days in settings.reminder_days}


def _mails(session: Session, reminder: Reminder) -> Iterator[Row]:
    occasion = session.get_one(Occasion, reminder.occasion_id, populate_existing=True)
    if occasion.state != "published" or not occasion.sessions:
        return
    if is_late(occasion.sessions[0].starts_at, reminder.due_at):
        return
    begins_at = occasion.sessions[0].starts_at
    # Of a later try for the same day, the unique key lets nothing through.
    event_id = uuid5(occasion.id, f"reminder {reminder.days_before} {clock.local(begins_at):%Y-%m-%d}")
    for registration_id, contact_id in session.execute(_to_remind(occasion.id)):
        assert contact_id is not None
        yield new_message(
            "occasion_reminder",
            event_id,
            contact_id,
            occasion_id=occasion.id,
            registration_id=registration_id,
            details={"due_at": reminder.due_at.isoformat(), "days_before": reminder.days_before},
        )


def _to_remind(occasion_id: UUID) -> sa.Select[UUID, UUID | None]:
    """Whoever has a place and a name, and did not learn of the time and venue just now."""
    just_told = sa.exists().where(
        Message.occasion_id == occasion_id,
        Message.registration_id == Registration.id,
        Message.template.in_(_TOLD_BY),
        Message.created_at > clock.now() - _NEWS,
    )
    return (
        sa.select(Registration.id, Registration.contact_id)
        .where(Registration.occasion_id == occasion_id, Registration.status == "confirmed")
        .where(Registration.contact_id.is_not(None), ~just_told)
        .order_by(Registration.id)
    )
