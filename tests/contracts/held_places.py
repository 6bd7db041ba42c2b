"""Places that wait for somebody: a group's without a name, one that is offered, one to be approved."""

from datetime import datetime
from typing import Any

from shared import clock, events
from tests.registration.office import Office

MANAGER = {"given_name": "Carin", "family_name": "Chef", "email": "carin.chef@huddinge.example"}


def held_places(office: Office, now: datetime) -> dict[str, list[Any]]:
    """Let each kind of place wait; what may be named in calls about them, with its secret."""
    with clock.at(now):
        group = office.register_group(office.open_occasion(places=30), "Greta", None)
        asked = office.open_occasion(places=30, needs_approval=True)
        office.register(asked, "Ines", manager=MANAGER)
        sought = office.open_occasion(places=1, queue_policy="offer")
        first, offered = office.fill(sought, "Gun", "Hilda")
        office.cancel(first)
    request = office.events(events.ApprovalRequested)[-1]
    return {
        "party_id": [group.id],
        "group_token": [group.token],
        "unnamed_id": [group.members[1].id],
        "offered_id": [offered.id],
        "offered_token": [offered.token],
        "approval_token": [request["token"]],
    }
