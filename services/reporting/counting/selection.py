"""What somebody asks for: a period, filters on participants and occasions, and whose figures they may see."""

from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa

from services.reporting.counting.cells import PERSON_DIMENSIONS
from services.reporting.models import Occasion
from services.reporting.periods import Period

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
        """Whether anything but a place is filtered; answers are not published for any such cut."""
        return self.counts_part_of_staff or bool(self.occasion_conditions)

    @property
    def counts_part_of_staff(self) -> bool:
        """Whether only some of a place's staff are asked about, so that a share of all would mislead."""
        return any(getattr(self, name) for name in PERSON_DIMENSIONS)

    @property
    def counts_some_persons(self) -> bool:
        """Whether an occasion counts only where one of those asked about was present."""
        return self.counts_part_of_staff or self.municipality is not None

    @property
    def occasion_conditions(self) -> list[sa.ColumnElement[bool]]:
        """The filters on what they took part in, for a query that has occasions."""
        asked = {name: getattr(self, name) for name in OCCASION_FILTERS}
        return [OCCASION_FILTERS[name] == value for name, value in asked.items() if value is not None]

    def during(self, period: Period) -> "Selection":
        """The same question about another period."""
        return replace(self, period=period)
