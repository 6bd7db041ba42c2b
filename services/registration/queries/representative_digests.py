"""What a representative is told now and then: what opened, what soon closes, and who comes from where."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.registration.models import Occasion, Registration, Representative
from services.registration.operations.shares import SEATED
from shared import clock

MOST = 30  # occasions in one digest; of the others it says how many there are

Place = tuple[str, str | None]
_CLOSES_AT = sa.func.coalesce(Occasion.closes_at, Occasion.starts_at)


def holders() -> sa.Select[UUID]:
    """Those who hold a mandate, of whichever kind, today or later."""
    return sa.select(Representative.contact_id).where(_lasts()).distinct()


def places_of_holder(session: Session, contact_id: UUID) -> list[Place]:
    """The municipalities and city districts that somebody represents today, each once."""
    rows = session.execute(
        sa.select(Representative.municipality, Representative.district)
        .where(Representative.contact_id == contact_id, Representative.from_on <= clock.today(), _lasts())
        .distinct()
    )
    return sorted(((row[0], row[1]) for row in rows), key=lambda place: (place[0], place[1] or ""))


def digest_content(
    session: Session, places: Sequence[Place], since: datetime, until: datetime
) -> dict[str, Any] | None:
    """What there is to tell those places, as the event says it; None when nothing has happened.

    What closes before `until`, when the next digest comes, is told now, however long it has been open.
    """
    occasions = _occasions(session, since, until)
    figures = [_figures(session, place, since) for place in places]
    if not occasions and not any(item["registered"] for item in figures):
        return None
    counts = _counts(session, places, [item.id for item in occasions[:MOST]])
    return {
        "since_on": clock.local(since).date(),
        "places": figures,
        "occasions": [
            {**_told(item), "is_new": _is_new(item, since), **counts[item.id]} for item in occasions[:MOST]
        ],
        "more": len(occasions[MOST:]),
    }


def _occasions(session: Session, since: datetime, until: datetime) -> Sequence[Occasion]:
    """What can be registered for and is news: the new ones by their first day, then those that soon close."""
    found = session.scalars(
        sa.select(Occasion)
        .options(joinedload(Occasion.activity))
        .where(Occasion.state == "published", clock.now() < _CLOSES_AT)
        .where((Occasion.published_at > since) | (until >= _CLOSES_AT))
    ).all()

    def order(item: Occasion) -> tuple[bool, datetime, UUID]:
        is_new = _is_new(item, since)
        return not is_new, item.starts_at if is_new else item.registration_closes_at, item.id

    return sorted(found, key=order)


def _is_new(occasion: Occasion, since: datetime) -> bool:
    return occasion.published_at is not None and occasion.published_at > since


def _told(occasion: Occasion) -> dict[str, Any]:
    return {
        "occasion_id": occasion.id,
        "title": occasion.activity.title,
        "starts_at": occasion.starts_at,
        "closes_at": occasion.registration_closes_at,
        "places_left": occasion.places_left,
    }


def _counts(
    session: Session, places: Sequence[Place], occasions: Sequence[UUID]
) -> dict[UUID, dict[str, int]]:
    """How many from the places have a place on each occasion, and how many wait; each person once."""
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: {"registered": 0, "waiting": 0})
    rows = session.execute(
        sa.select(Registration.occasion_id, Registration.status, sa.func.count())
        .where(Registration.occasion_id.in_(occasions), sa.or_(*_from(places)))
        .where(Registration.status != "cancelled")
        .group_by(Registration.occasion_id, Registration.status)
    )
    for occasion_id, status, count in rows:
        counts[occasion_id]["registered" if status in SEATED else "waiting"] += count
    return counts


def _figures(session: Session, place: Place, since: datetime) -> dict[str, Any]:
    """Who registered since then and still is, and who stands in a queue for something to come."""
    theirs = sa.select(sa.func.count()).select_from(Registration).where(*_from([place]))
    registered = theirs.where(Registration.registered_at > since, Registration.status != "cancelled")
    waiting = (
        theirs.join(Occasion, Occasion.id == Registration.occasion_id)
        .where(Registration.status == "waiting", Occasion.state == "published")
        .where(Occasion.starts_at > clock.now())
    )
    return {
        "municipality": place[0],
        "district": place[1],
        "registered": session.scalar(registered) or 0,
        "waiting": session.scalar(waiting) or 0,
    }


def _lasts() -> sa.ColumnElement[bool]:
    return Representative.to_on.is_(None) | (Representative.to_on >= clock.today())


def _from(places: Sequence[Place]) -> Iterator[sa.ColumnElement[bool]]:
    """Registrations from each place; without a district those of the whole municipality."""
    for municipality, district in places:
        in_municipality = Registration.municipality == municipality
        yield in_municipality & (Registration.district == district) if district else in_municipality
