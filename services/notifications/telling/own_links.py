"""What the events mean that bring somebody a link of their own: to approve, sign in, choose, or show."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.operations import Row, mention, new_message, queue_messages
from shared import clock
from shared.envelope import Event
from shared.inbox import takes_batch


@takes_batch
def ask_managers(session: Session, batch: Sequence[Event]) -> None:
    """Ask each manager to approve a participant's place."""
    mention(session, {event.id: {event["participant_contact_id"]} for event in batch})
    requests = [
        _with_deadline(
            "approval_requested",
            event,
            {
                "version": event.version,
                "participant": str(event["participant_contact_id"]),
                **{name: event[name] for name in ("workplace", "role") if event.data.get(name)},
            },
            occasion_id=event["occasion_id"],
            registration_id=UUID(event.subject),
        )
        for event in batch
    ]
    queue_messages(session, requests)


@takes_batch
def send_sign_in_links(session: Session, batch: Sequence[Event]) -> None:
    """Send whoever asked the link to their own registrations."""
    queue_messages(session, [_with_deadline("sign_in_link", event, {}) for event in batch])


@takes_batch
def send_staff_links(session: Session, batch: Sequence[Event]) -> None:
    """Send a member of staff the link for choosing a password."""
    links = [
        _with_deadline("staff_invitation" if event["purpose"] == "invite" else "staff_reset", event, {})
        for event in batch
    ]
    queue_messages(session, links)


@takes_batch
def tell_of_certificates(session: Session, batch: Sequence[Event]) -> None:
    """Send each participant the address of their certificate."""
    certificates = [
        new_message(
            "certificate_issued",
            event.id,
            event["contact_id"],
            occasion_id=event["occasion_id"],
            token=event["code"],  # it shows a name, so it is kept no longer than other secrets
        )
        for event in batch
    ]
    queue_messages(session, certificates)


def _with_deadline(template: str, event: Event, details: dict[str, Any], **about: Any) -> Row:
    """A message whose link works until the event says."""
    expires_at = event["expires_at"]
    return new_message(
        template,
        event.id,
        event["contact_id"],
        details=details | {"expires_at": expires_at.isoformat()},
        token=event["token"],
        expires_on=clock.local(expires_at).date(),
        **about,
    )
