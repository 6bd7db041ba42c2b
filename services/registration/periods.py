"""Periods of the office's year: the year, half-years, tertials (four months) and months."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared import clock

_CODE = re.compile(r"(20\d\d)(?:-(?:H([12])|T([123])|(0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included; as in 2026, 2026-H1, 2026-T1 or 2026-03."""

    code: str
    first: date
    last: date

    @property
    def starts_at(self) -> datetime:
        """The midnight at which it begins, in UTC."""
        return clock.midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The midnight at which it is over, in UTC."""
        return clock.midnight(self.last + timedelta(days=1))


def parse_period(code: str) -> Period | None:
    """The period of that code, or None."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    year, half, tertial, month = found.groups()
    if half:
        return _months(code, int(year), 6 * int(half) - 5, 6)
    if tertial:
        return _months(code, int(year), 4 * int(tertial) - 3, 4)
    if month:
        return _months(code, int(year), int(month), 1)
    return _months(code, int(year), 1, 12)


def tertial_of(day: date) -> Period:
    """The tertial in which a day lies."""
    number = (day.month - 1) // 4 + 1
    return _months(f"{day.year}-T{number}", day.year, 4 * number - 3, 4)


def half_year_of(day: date) -> Period:
    """The half-year in which a day lies."""
    number = 1 if day.month <= 6 else 2
    return _months(f"{day.year}-H{number}", day.year, 6 * number - 5, 6)


def _months(code: str, year: int, first: int, count: int) -> Period:
    last = first + count - 1
    after = date(year + last // 12, last % 12 + 1, 1)
    return Period(code, date(year, first, 1), after - timedelta(days=1))
