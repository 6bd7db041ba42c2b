"""The filters of the catalogue's page."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Any

from marshmallow import fields, post_load, validate

from services.registration.schemas.catalogue import OccasionQuery
from shared import clock, formats

_AHEAD = 12


class CatalogueQuery(OccasionQuery):
    """What somebody looks for; a month such as 2027-03 stands for its first and last day."""

    month = fields.String(validate=validate.Regexp(r"20\d\d-(0[1-9]|1[0-2])\Z"))

    @post_load
    def month_as_days(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """The days of the month, where no others are given."""
        month = data.pop("month", None)
        if month:
            first = date.fromisoformat(f"{month}-01")
            data = {"from_": first, "to": first.replace(day=monthrange(first.year, first.month)[1])} | data
        return data


def coming_months() -> Iterator[tuple[str, str]]:
    """This month and the coming ones to choose from, as the filter has them and by name."""
    today = clock.today()
    for ahead in range(_AHEAD):
        years, month = divmod(today.month - 1 + ahead, 12)
        first = date(today.year + years, month + 1, 1)
        yield f"{first:%Y-%m}", formats.month(first)
