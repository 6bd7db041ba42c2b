"""What the events about a group mean here: whoever booked for it gets one summary of all places."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.models import Group, GroupLink
from services.notifications.operations import Row, keep, mention, new_message, queue_messages
from shared import events
from shared.envelope import Event
from shared.inbox import takes_batch

_REGISTERED = {"confirmed": "group_confirmed", "waiting": "group_waiting", "held": "group_held"}
_MOVED_UP = {"confirmed": "group_moved_up", "offered": "group_offered", "held": "group_held"}


@takes_batch
def tell_bookers(session: Session, batch: Sequence[Event]) -> None:
    """Keep the groups as they are now, and tell each booker how the group stands."""
    groups = [
        {
            "id": UUID(event.subject),
            "version": event.version,
            "occasion_id": event["occasion_id"],
            "contact_id": event["contact_id"],
        }
        for event in batch
    ]
    keep(session, Group, groups)
    living = [event for event in batch if event["members"]]
    mention(session, {event.id: _named(event) for event in living})
    queue_messages(session, [_summary(event) for event in living])


@takes_batch
def keep_group_links(session: Session, batch: Sequence[Event]) -> None:
    """Keep the links that the summaries carry."""
    rows = [
        {
            "group_id": UUID(event.subject),
            "version": event.version,
            "contact_id": event["contact_id"],
            "token": event["token"],
        }
        for event in batch
    ]
    keep(session, GroupLink, rows)


def _summary(event: Event) -> Row:
    by_status = _REGISTERED if event.type == events.GroupRegistered else _MOVED_UP
    members = event["members"]
    expires_at = event.data.get("expires_at")
    return new_message(
        by_status[members[0]["status"]],
        event.id,
        event["contact_id"],
        occasion_id=event["occasion_id"],
        group_id=UUID(event.subject),
        details={
            "version": event.version,
            "members": [_member(member) for member in members],
            **({"expires_at": expires_at.isoformat()} if expires_at else {}),
        },
    )


def _member(member: dict[str, Any]) -> list[Any]:
    contact_id = member["contact_id"]
    return [str(contact_id) if contact_id else None, member["status"], member["position"]]


def _named(event: Event) -> set[UUID]:
    return {member["contact_id"] for member in event["members"] if member["contact_id"]}
