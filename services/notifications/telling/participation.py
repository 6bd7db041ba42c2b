"""What the events about a registration mean here: its state is kept, and its holder is told."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.models import Registration
from services.notifications.operations import Row, keep, new_message, queue_messages
from services.notifications.telling.changes import tell_bookers_of_changes
from services.notifications.telling.unnamed_places import ended_places
from shared import events
from shared.envelope import Event
from shared.inbox import takes_batch

# The mail for whoever has just been registered or named, by what they got.
_BY_STATUS = {
    "confirmed": "registration_confirmed",
    "waiting": "registration_waiting",
    "held": "registration_held",
    "offered": "place_offered",
}
_BY_EVENT = {
    events.ParticipantMovedUp: "moved_up",
    events.PlaceOffered: "place_offered",
    events.PlaceHeld: "place_held",
    events.RegistrationApproved: "registration_approved",
}


@takes_batch
def tell_participants(session: Session, batch: Sequence[Event]) -> None:
    """Keep the registrations as they are now, and tell each participant what has become of theirs."""
    keep_registrations(session, batch)
    for occasion_id in sorted(_with_new_nameless_places(batch)):
        tell_bookers_of_changes(session, occasion_id)
    # A place without a name has nobody to tell; whoever gets it is told when named.
    queue_messages(session, [_message_about(event) for event in batch if event["contact_id"]])
    queue_messages(session, ended_places(batch))


@takes_batch
def keep_registrations(session: Session, batch: Sequence[Event]) -> None:
    """Keep the registrations as they are now: of facts that were corrected nobody need be told."""
    keep(session, Registration, [_registration(event) for event in batch])


def _registration(event: Event) -> Row:
    return {
        "id": UUID(event.subject),
        "version": event.version,
        "occasion_id": event["occasion_id"],
        "contact_id": event["contact_id"],
        "status": event["status"],
        "group_id": event.data.get("party_id"),
    }


def _with_new_nameless_places(batch: Sequence[Event]) -> set[UUID]:
    # Of those that move up the booker gets a summary, which says what holds.
    new = (event for event in batch if event.type is events.ParticipantRegistered)
    return {event["occasion_id"] for event in new if event["contact_id"] is None}


def _message_about(event: Event) -> Row:
    return new_message(
        _template_for(event),
        event.id,
        event["contact_id"],
        occasion_id=event["occasion_id"],
        registration_id=UUID(event.subject),
        details=_details(event),
    )


def _details(event: Event) -> dict[str, Any]:
    told = {name: event.data.get(name) for name in ("position", "by")}
    told["expires_at"] = event["expires_at"].isoformat() if "expires_at" in event.data else None
    told["in_group"] = True if event.data.get("party_id") else None
    return {name: value for name, value in told.items() if value is not None}


def _template_for(event: Event) -> str:
    if event.type == events.RegistrationCancelled:
        return "occasion_cancelled" if event["by"] == "organiser" else "registration_cancelled"
    return _BY_EVENT.get(event.type) or _BY_STATUS[event["status"]]
