"""What is offered from now on: for calendar feeds, lists on other sites, and the leaflet."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from services.registration.models import Activity, Occasion
from services.registration.models.code_list import FOR_ALL, lists
from services.registration.periods import Period
from shared import clock

MOST = 2_000


def coming_occasions(
    session: Session,
    *,
    kind: str | None = None,
    role: str | None = None,
    limit: int = MOST,
    with_begun: bool = True,
) -> Sequence[Occasion]:
    """The published occasions that have not ended, in the order of their first day.

    With a role those that are meant for it, or for everybody.
    """
    last = Occasion.ends_at if with_begun else Occasion.starts_at
    query = _open().where(last > clock.now())
    if kind:
        query = query.where(Activity.kind == kind)
    if role:
        for_all = sa.type_coerce(Activity.target_roles, sa.Text) == FOR_ALL
        query = query.where(sa.or_(for_all, lists(Activity.target_roles, role)))
    return session.scalars(query.limit(limit)).all()


def occasions_of(session: Session, period: Period, limit: int = MOST) -> Sequence[Occasion]:
    """The published occasions that begin in a period, and have not begun yet."""
    query = _open().where(
        Occasion.starts_at >= max(period.starts_at, clock.now()), Occasion.starts_at < period.ends_at
    )
    return session.scalars(query.limit(limit)).all()


def _open() -> sa.Select[Any]:
    return (
        sa.select(Occasion)
        .join(Occasion.activity)
        .options(contains_eager(Occasion.activity), selectinload(Occasion.sessions))
        .where(Occasion.state == "published")
        .order_by(Occasion.starts_at, Occasion.id)
    )
