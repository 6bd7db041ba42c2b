"""What somebody asks for: a period, filters on participants and occasions, and whose figures they may see."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.reporting.models import Occasion, Registration
from services.reporting.periods import Period

PERSON_FILTERS = {
    "municipality": Registration.municipality,
    "district": Registration.district,
    "employer": Registration.employer,
    "side": Registration.side,
    "role": Registration.role,
}
OCCASION_FILTERS = {
    "kind": Occasion.kind,
    "form": Occasion.form,
    "area": Occasion.area,
    "activity": Occasion.activity_id,
    "lecturer": Occasion.lecturer_contact_id,
}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """A period and the filters on it; a filter that is None lets everything through."""

    period: Period
    municipality: str | None = None
    district: str | None = None
    employer: str | None = None
    side: str | None = None
    role: str | None = None
    kind: str | None = None
    form: str | None = None
    area: str | None = None
    activity: UUID | None = None
    lecturer: UUID | None = None
    is_today: bool = False  # count a frozen period anew, rather than show what was published

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a place is filtered."""
        names = {*PERSON_FILTERS, *OCCASION_FILTERS} - {"municipality", "district"}
        return any(getattr(self, name) is not None for name in names)

    @property
    def counts_part_of_staff(self) -> bool:
        """Whether only some of a place's staff are asked about, so that a share of all would mislead."""
        return any((self.employer, self.side, self.role))

    @property
    def has_no_published_results(self) -> bool:
        """Whether a filter cuts what was answered in a way that is not published."""
        return self.counts_part_of_staff or any(getattr(self, name) is not None for name in OCCASION_FILTERS)

    @property
    def counts_some_persons(self) -> bool:
        """Whether an occasion counts only where one of those asked about was present."""
        return self.counts_part_of_staff or self.municipality is not None

    @property
    def person_conditions(self) -> list[sa.ColumnElement[bool]]:
        """The filters on who took part, for a query that has registrations."""
        return self._conditions(PERSON_FILTERS)

    @property
    def occasion_conditions(self) -> list[sa.ColumnElement[bool]]:
        """The filters on what they took part in, for a query that has occasions."""
        return self._conditions(OCCASION_FILTERS)

    def during(self, period: Period) -> "Selection":
        """The same question about another period."""
        return replace(self, period=period)

    def _conditions(self, filters: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
        asked = {name: getattr(self, name) for name in filters}
        return [filters[name] == value for name, value in asked.items() if value is not None]
