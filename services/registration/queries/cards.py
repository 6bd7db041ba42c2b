"""The catalogue's cards: what one page of it shows, in two statements and past the ORM."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Activity, CourseSession, Occasion, State
from services.registration.queries.catalogue import Criteria, Page, is_closed, narrow
from services.registration.queries.details import columns_of


@dataclass(frozen=True, slots=True)
class Card:
    """One occasion in a list, with its activity's title and kind, and the venue of its first session."""

    id: UUID
    state: State
    places: int
    waiting_places: int | None
    municipality: str | None
    closes_at: datetime | None
    starts_at: datetime
    confirmed_count: int
    held_count: int
    waiting_count: int
    title: str
    kind: str
    fee: int | None
    is_closed: int  # for registration: 1, or 0
    ends_at: datetime | None = None  # of the first session
    venue: str = ""
    sessions: int = 1

    registration_closes_at: ClassVar[Any] = Occasion.registration_closes_at
    has_begun: ClassVar[Any] = Occasion.has_begun
    places_left: ClassVar[Any] = Occasion.places_left


_OCCASION = [column for column in columns_of(Card, Occasion) if column.name != "ends_at"]
_COLUMNS = (*_OCCASION, Activity.title, Activity.kind, Activity.fee)


@dataclass(frozen=True)
class Cards(Page[Card]):
    """Some of what was found, and how many of all those are closed for registration."""

    closed: int

    @property
    def open(self) -> int:
        """How many of all that was found one can register for."""
        return self.total - self.closed


def find_cards(session: Session, criteria: Criteria, number: int, size: int) -> Cards:
    """One page of the occasions that fit: those that one can register for first, by their first day."""
    closed = is_closed()
    counts = (closed, sa.func.count().over(), sa.func.sum(closed).over())
    found = narrow(
        sa.select(*_COLUMNS, *counts).join(Activity, Activity.id == Occasion.activity_id), criteria
    )
    ordered = found.order_by(closed, Occasion.starts_at, Occasion.id)
    rows = session.connection().execute(ordered.limit(size).offset((number - 1) * size)).all()
    if not rows and number > 1:  # from an old bookmark: there are fewer pages now
        return find_cards(session, criteria, 1, size)
    cards = [Card(*row[:-2]) for row in rows]
    total, gone = rows[0][-2:] if rows else (0, 0)
    return Cards(_with_days(session, cards), total, number, size, gone)


def _with_days(session: Session, cards: Sequence[Card]) -> list[Card]:
    days: dict[UUID, list[Any]] = {card.id: [] for card in cards}
    rows = session.connection().execute(
        sa.select(CourseSession.occasion_id, CourseSession.ends_at, CourseSession.venue)
        .where(CourseSession.occasion_id.in_(days))
        .order_by(CourseSession.starts_at)
    )
    for row in rows:
        days[row.occasion_id].append(row)
    return [
        replace(card, ends_at=first.ends_at, venue=first.venue, sessions=len(days[card.id]))
        for card in cards
        for first in days[card.id][:1]
    ]
