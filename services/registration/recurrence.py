"""The dates of what recurs: every N weeks or the Nth weekday of the month, without holidays where wished."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

MOST_DATES = 60
_LAST = date(2099, 12, 31)
_JULY = 7

Pattern = Literal["weekly", "monthly"]


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """When something recurs; it ends after `count` dates or with the day `until`, whichever comes first.

    Monthly is the weekday of the first day, as the same of its month: the second Tuesday, or the last where
    the first day is a fifth one. A date that is skipped is not counted.
    """

    first_day: date
    pattern: Pattern = "weekly"
    every_weeks: int = 1
    count: int | None = None
    until: date | None = None
    skip_holidays: bool = False
    skip_july: bool = False

    @property
    def days(self) -> list[date]:
        """The dates, at most MOST_DATES."""
        most = min(self.count or MOST_DATES, MOST_DATES)
        last = self.until or _LAST
        found: list[date] = []
        for day in self._candidates():
            if day > last or len(found) == most:
                break
            if not self._is_skipped(day):
                found.append(day)
        return found

    def _candidates(self) -> Iterator[date]:
        step, day = 0, self.first_day
        while day <= _LAST:
            yield day
            step += 1
            if self.pattern == "weekly":
                day = self.first_day + timedelta(weeks=step * self.every_weeks)
            else:
                day = _same_of_month(self.first_day, step)

    def _is_skipped(self, day: date) -> bool:
        is_holiday = self.skip_holidays and day in holidays(day.year)
        return is_holiday or (self.skip_july and day.month == _JULY)


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of Sweden, and the three eves that are kept as such (lag 1989:253)."""
    easter = _easter(year)
    midsummer = _saturday_from(date(year, 6, 20))
    moving = (easter + timedelta(days) for days in (-2, 0, 1, 39, 49))
    fixed = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
    return frozenset(
        {
            *moving,
            *(date(year, month, day) for month, day in fixed),
            midsummer,
            midsummer - timedelta(1),
            _saturday_from(date(year, 10, 31)),  # All Saints' Day
        }
    )


def _same_of_month(first: date, months: int) -> date:
    """The same weekday of its month, so many months later."""
    year, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + year, month + 1
    start, length = monthrange(year, month)
    which = (first.day - 1) // 7
    day = 1 + (first.weekday() - start) % 7 + 7 * which
    return date(year, month, day if day <= length else day - 7)


def _saturday_from(day: date) -> date:
    return day + timedelta((5 - day.weekday()) % 7)


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - correction + 15) % 30
    fours, ones = divmod(rest, 4)
    weekday = (32 + 2 * left + 2 * fours - moon - ones) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
