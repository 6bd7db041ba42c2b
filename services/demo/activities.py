"""The activities of a played year, each made when it is first held."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.demo.courses import OFFERS
from services.demo.offers import Offer
from services.registration import operations
from shared.ids import new_id

_TEXTS = ("title", "kind", "form", "area", "audience", "description", "fee", "certificate_percent")
# What a paid course costs whoever cancels late, in percent of its fee.
_LATE = {"late_cancellation_days": 14, "late_cancellation_percent": 50, "absence_percent": 100}


class Activities:
    """What has been made so far, by its title."""

    def __init__(self) -> None:
        self._made: dict[str, UUID] = {}
        self._series: dict[str, UUID] = {}

    def of(self, session: Session, offer: Offer) -> UUID:
        """The activity of an offer, after what it builds on."""
        if offer.title not in self._made:
            self._made[offer.title] = operations.create_activity(session, self._new(session, offer)).id
        return self._made[offer.title]

    def series(self, offer: Offer) -> UUID | None:
        """What all dates of a series have in common."""
        return self._series.setdefault(offer.title, new_id()) if offer.is_series else None

    def _new(self, session: Session, offer: Offer) -> dict[str, Any]:
        new = {name: getattr(offer, name) for name in _TEXTS}
        new |= {"target_roles": offer.roles, "target_rule": offer.target_rule if offer.roles else "none"}
        if offer.prerequisite:
            basic = next(item for item in OFFERS if item.title == offer.prerequisite)
            new["prerequisite_id"] = self.of(session, basic)
        return new | (_LATE if offer.fee else {})
