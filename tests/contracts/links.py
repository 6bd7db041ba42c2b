"""What links in letters lead to: registrations and groups in each state, and a manager's question."""

from typing import Any
from uuid import UUID

from services.registration.operations import GroupReceipt, Receipt
from shared import events
from tests.registration.office import Office
from tests.registration.samples import sample_activity

MANAGER = {"given_name": "Maria", "family_name": "Lund", "email": "maria.lund@huddinge.example"}
OFFERS = {"places": 1, "queue_policy": "offer", "offer_hours": 72}


def links(office: Office) -> dict[str, list[Any]]:
    """Values for the links' pages, by page: a registration and a group in each state that they show."""
    activity: UUID = office.does("create_activity", sample_activity(title="Stöd i vardagen", fee=4500)).id
    occasion = office.open_occasion(activity, days=20, places=20)
    alone, ended = office.register(occasion, "Disa", needs="Teckentolk."), office.register(occasion, "Greta")
    office.cancel(ended)
    group = office.register_group(occasion, "Evert", None)
    one, several = _offered(office, activity), _offered_to_a_group(office, activity)
    held = office.register(office.open_occasion(activity, needs_approval=True), "Hans", manager=MANAGER)
    return {
        "pages.registration.token": [alone.token, one.token, held.token, ended.token],
        "pages.group.token": [group.token, several.token],
        "pages.open_mine.token": ["not-used-up-by-a-look"],
        "pages.approval.token": [office.events(events.ApprovalRequested)[-1]["token"]],
        "pages.decline_offer.token": [one.token],
        "pages.decline_for_group.token": [several.token],
        "pages.cancel_group.token": [group.token],
        "office.name_participant.registration_id": [group.members[1].id],
        **_of_each(("cancel_registration", "change_registration", "replace_participant"), alone.token),
        **_of_each(("registration_calendar",), alone.token),
        **_of_each(("cancel_in_group", "replace_in_group"), group.token, group.members[0].id),
        **_of_each(("name_place",), group.token, group.members[1].id),
    }


def _of_each(pages: tuple[str, ...], token: str, registration_id: UUID | None = None) -> dict[str, list[Any]]:
    values = {"token": token, "registration_id": registration_id}
    return {f"pages.{page}.{name}": [value] for page in pages for name, value in values.items() if value}


def _offered(office: Office, activity: UUID) -> Receipt:
    """The place that Anna gave up is offered to Frida."""
    occasion = office.open_occasion(activity, **OFFERS)
    anna, frida = office.fill(occasion, "Anna", "Frida")
    office.cancel(anna)
    return frida


def _offered_to_a_group(office: Office, activity: UUID) -> GroupReceipt:
    """The places that Anna and Bo gave up are offered to Frida's group."""
    occasion = office.open_occasion(activity, **OFFERS | {"places": 2})
    people = office.fill(occasion, "Anna", "Bo")
    group = office.register_group(occasion, "Frida", None)
    for receipt in people:
        office.cancel(receipt)
    return group
