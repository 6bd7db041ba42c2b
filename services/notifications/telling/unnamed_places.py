"""A group's places that have no name yet: when they end, whoever booked them is told, once for the group."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from services.notifications.operations import Row, new_message
from shared import events
from shared.envelope import Event

# What they did is no news to bookers, the office has agreed on it, and managers are asked about names alone.
_TEMPLATES = {"organiser": "group_called_off", "deadline": "group_ended"}


def ended_places(batch: Sequence[Event]) -> list[Row]:
    """The mails to bookers: however many places of a group end for one cause, they have one key."""
    return list({row["event_id"]: row for event in batch if (row := _mail(event))}.values())


def _mail(event: Event) -> Row | None:
    if event.type is not events.RegistrationCancelled or event["contact_id"]:
        return None
    template, booker = _TEMPLATES.get(event["by"]), event.data.get("booker_contact_id")
    group_id: UUID | None = event.data.get("party_id")
    if not (template and booker and group_id):
        return None
    return new_message(
        template,
        uuid5(group_id, event["by"]),
        booker,
        occasion_id=event["occasion_id"],
        group_id=group_id,
        details={"by": event["by"]},
    )
