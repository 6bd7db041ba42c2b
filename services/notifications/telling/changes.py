"""Telling of a new time or venue: each participant with a place, and whoever booked places without names.

What is compared is what each was told, not the version before: so it does not matter which events were
missed, doubled or late.
"""

from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.models import Group, Occasion, Registration
from services.notifications.operations import Row, new_message, queue_messages


def tell_changes(session: Session, occasion_id: UUID, event_id: UUID) -> None:
    """Queue a mail to everybody who was told something else of this occasion than what holds now."""
    occasion = session.get_one(Occasion, occasion_id, populate_existing=True)
    if occasion.state == "published":
        queue_messages(session, _to_participants(session, occasion, event_id))
        queue_messages(session, _to_bookers(session, occasion))


def tell_bookers_of_changes(session: Session, occasion_id: UUID) -> None:
    """The same to bookers alone, when a place without a name becomes known after the change."""
    occasion = session.get(Occasion, occasion_id, populate_existing=True)
    if occasion and occasion.state == "published":
        queue_messages(session, _to_bookers(session, occasion))


def _to_participants(session: Session, occasion: Occasion, event_id: UUID) -> list[Row]:
    rows = session.scalars(
        sa.select(Registration)
        .where(Registration.occasion_id == occasion.id, Registration.status == "confirmed")
        .where(Registration.told.is_not(None), Registration.contact_id.is_not(None))
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    )
    return [
        new_message(
            "occasion_changed",
            event_id,
            registration.contact_id,
            occasion_id=occasion.id,
            registration_id=registration.id,
        )
        for registration in rows
        if registration.contact_id and registration.told != occasion.sessions
    ]


def _to_bookers(session: Session, occasion: Occasion) -> list[Row]:
    has_nameless_place = sa.exists().where(
        Registration.occasion_id == occasion.id,
        Registration.group_id == Group.id,
        Registration.contact_id.is_(None),
        Registration.status == "confirmed",
    )
    groups = session.scalars(
        sa.select(Group)
        .where(Group.occasion_id == occasion.id, Group.told.is_not(None), has_nameless_place)
        .order_by(Group.id)
        .execution_options(populate_existing=True)
    )
    return [
        new_message(
            "group_changed",
            # One for each state of the occasion, whichever event lets us know that it must be told.
            uuid5(group.id, str(occasion.version)),
            group.contact_id,
            occasion_id=occasion.id,
            group_id=group.id,
        )
        for group in groups
        if group.told != occasion.sessions
    ]
