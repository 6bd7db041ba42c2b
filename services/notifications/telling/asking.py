"""What the private events of the evaluation service mean: somebody is asked, reminded, or shown results."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.models import Message
from services.notifications.operations import Row, new_message, queue_messages
from shared.envelope import Event
from shared.inbox import takes_batch

# What is sent for each purpose of an asking: the invitation, and the reminder of it.
_PARTICIPANTS = {
    "occasion": ("evaluation_invitation", "evaluation_reminder"),
    "follow_up": ("follow_up_invitation", "follow_up_reminder"),
    "survey": ("survey_invitation", "survey_reminder"),
}
_LECTURER = ("lecturer_asked", "lecturer_reminder")


@takes_batch
def ask_to_answer(session: Session, batch: Sequence[Event]) -> None:
    """Ask those who took part, or who get a survey, to answer; or remind them."""
    _ask(session, [(event, *_PARTICIPANTS[event.data.get("purpose", "occasion")]) for event in batch])


@takes_batch
def ask_lecturers(session: Session, batch: Sequence[Event]) -> None:
    """Ask lecturers and suppliers how their course went; or remind them."""
    _ask(session, [(event, *_LECTURER) for event in batch])


@takes_batch
def show_results(session: Session, batch: Sequence[Event]) -> None:
    """Send lecturers and suppliers the link to the results of their course."""
    links = [
        new_message(
            "lecturer_results",
            event.id,
            event["contact_id"],
            occasion_id=event["occasion_id"],
            details={"title": event["title"]},
            token=event["token"],
            expires_on=event["expires_on"],
        )
        for event in batch
    ]
    queue_messages(session, links)


def _ask(session: Session, asked: Sequence[tuple[Event, str, str]]) -> None:
    reminded = {UUID(event.subject) for event, *_ in asked if event.data.get("reminder")}
    if reminded:
        _leave_out_earlier(session, reminded, {event["contact_id"] for event, *_ in asked})
    queue_messages(session, [_question(*one) for one in asked])


def _question(event: Event, invitation: str, reminder: str) -> Row:
    number = event.data.get("reminder")
    details = {"title": event["title"], "about": event.subject, "reminder": number}
    details["source"] = event.data.get("source")
    return new_message(
        reminder if number else invitation,
        event.id,
        event["contact_id"],
        occasion_id=event["occasion_id"],
        details={name: value for name, value in details.items() if value is not None},
        token=event["token"],
        expires_on=event["closes_on"],
    )


def _leave_out_earlier(session: Session, reminded: Collection[UUID], contacts: Collection[UUID]) -> None:
    """What was not sent yet when its reminder came need not be sent: nobody gets both at once."""
    templates = {name for names in (*_PARTICIPANTS.values(), _LECTURER) for name in names}
    waiting = session.execute(
        sa.select(Message.id, Message.details)
        .where(Message.contact_id.in_(contacts), Message.template.in_(templates), Message.state == "queued")
        .with_for_update(skip_locked=True)  # what is being sent this moment is sent
    )
    about = {str(subject) for subject in reminded}
    earlier = [row.id for row in waiting if row.details.get("about") in about]
    if earlier:
        skipped = {"state": "skipped", "why": "reminded_instead", "token": None}
        session.execute(sa.update(Message).where(Message.id.in_(earlier)).values(skipped))
