"""The queue of an occasion: who gets the places that are free."""

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Occasion, Registration
from services.registration.operations.seating import seat
from services.registration.operations.shares import shares_of
from shared.envelope import Event


def move_up(session: Session, occasion: Occasion, newcomers: Collection[UUID] = ()) -> list[Event]:
    """Walk the queue from its head and seat every party that is due; returns what to tell.

    The caller holds the occasion. Nobody is moved up, offered a place or has one held once the occasion
    has begun; the deadline for registering does not stop it. Of newcomers their own event tells.
    """
    if occasion.state != "published" or occasion.has_begun:
        return []
    due = _due(session, occasion)
    chosen = [registration_id for party in due for registration_id in party]
    if not chosen:
        return []
    found = session.scalars(
        sa.select(Registration).where(Registration.id.in_(chosen)).execution_options(populate_existing=True)
    )
    rows = {row.id: row for row in found}
    return [
        event
        for party in due
        for event in seat(session, occasion, [rows[member] for member in party], is_new=party[0] in newcomers)
    ]


def position_of(session: Session, registration: Registration) -> int | None:
    """The persons ahead in the queue plus one; None for whoever does not wait."""
    if registration.status != "waiting":
        return None
    ahead = sa.select(sa.func.count()).where(
        Registration.occasion_id == registration.occasion_id,
        Registration.status == "waiting",
        Registration.queue_number < registration.queue_number,
    )
    return (session.scalar(ahead) or 0) + 1


def _due(session: Session, occasion: Occasion) -> list[list[UUID]]:
    """The parties that get places now, each as its members' registrations, in the order of the queue."""
    free = occasion.places_left
    if not free or not occasion.waiting_count:
        return []
    shares = shares_of(session, occasion)
    may_skip = shares is not None or occasion.allow_passing
    due: list[list[UUID]] = []
    # Without skipping, one row more than there are places tells whether the last party fits whole.
    for party in _waiting(session, occasion, None if may_skip else free + 1):
        municipalities = [row.municipality for row in party]
        if shares and not shares.have_room(municipalities):
            continue
        if len(party) > free:
            if occasion.allow_passing:
                continue
            break
        due.append([row.id for row in party])
        free -= len(party)
        if shares:
            shares.take(municipalities)
        if not free:
            break
    return due


def _waiting(session: Session, occasion: Occasion, limit: int | None) -> Iterator[list[Any]]:
    rows = session.execute(
        sa.select(Registration.id, Registration.party_id, Registration.municipality)
        .where(Registration.occasion_id == occasion.id, Registration.status == "waiting")
        .order_by(Registration.queue_number)
        .limit(limit)
    )
    for _party, members in groupby(rows.all(), key=lambda row: row.party_id or row.id):
        yield list(members)
