"""How many represent each place on the last day of a period, or today while it runs."""

from collections import Counter
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.models import Mandate, RepresentedPlace
from services.reporting.periods import Period
from services.reporting.results import Place
from shared import clock

CKA = "cka"  # the kind of whoever represents a whole municipality or city district


class Representatives:
    """The mandates that hold, place by place; not known where only some participants are asked about."""

    def __init__(self, session: Session, selection: Selection) -> None:
        self._is_known = not selection.is_narrowed
        self._held = mandates_held(session, selection.period) if self._is_known else Counter[Place]()

    @property
    def places(self) -> set[Place]:
        """Every place with a mandate, a district's city too."""
        return {*self._held, *((code, None) for code, _district in self._held)}

    def of(self, place: Place | None) -> int | None:
        """How many represent a place, those of its districts too; of the region, all."""
        if not self._is_known:
            return None
        return sum(
            number
            for (code, district), number in self._held.items()
            if place is None or (code == place[0] and place[1] in (None, district))
        )


def mandates_held(session: Session, period: Period, kind: str | None = None) -> Counter[Place]:
    """How many mandates hold at the period's end, of one kind or of any, by the place they name."""
    on = _last_day(period)
    query = (
        sa.select(RepresentedPlace.municipality, RepresentedPlace.district, sa.func.count())
        .select_from(sa.join(Mandate, RepresentedPlace, RepresentedPlace.place == Mandate.place))
        .where(Mandate.from_on <= on, sa.or_(Mandate.to_on.is_(None), Mandate.to_on >= on))
        .group_by(RepresentedPlace.municipality, RepresentedPlace.district)
    )
    if kind:
        query = query.where(Mandate.kind == kind)
    return Counter({(code, district): number for code, district, number in session.execute(query)})


def has_mandates_until(session: Session, period: Period) -> bool:
    """Whether any mandate began before the period's end: before the first, nothing was followed up."""
    begun = sa.select(Mandate.place).where(Mandate.from_on <= _last_day(period)).limit(1)
    return session.scalar(begun) is not None


def _last_day(period: Period) -> date:
    return min(period.last, clock.today())
