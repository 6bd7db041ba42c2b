"""Periods: a year, a half-year, a tertial, a month, or any two dates, by the Swedish calendar."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from shared import clock, formats
from shared.i18n import LazyString, lazy
from shared.i18n import gettext as _

_NAMED = re.compile(r"(?P<year>20\d\d)(?:-(?:(?P<kind>[HT])(?P<part>[1-3])|(?P<month>0[1-9]|1[0-2])))?")
_MONTHS = {"H": 6, "T": 4}  # how long a part of the year is


class PeriodIsWrong(ValueError):
    """The text is no period; `reason` says what it lacks in the reader's language."""

    def __init__(self, reason: LazyString) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both counted; the same days are the same period by any name."""

    first: date
    last: date

    @property
    def code(self) -> str:
        """As it stands in an address: the shortest name of these days."""
        year, months = self.first.year, self._months
        if months == 12 and self.first.month == 1:
            return f"{year}"
        for letter, length in _MONTHS.items():
            if months == length and (self.first.month - 1) % length == 0:
                return f"{year}-{letter}{(self.first.month - 1) // length + 1}"
        return f"{self.first:%Y-%m}" if months == 1 else f"{self.first}..{self.last}"

    @property
    def name(self) -> str:
        """What people call it, in the reader's language."""
        code = self.code
        if code.isdigit():
            return code
        if ".." in code:
            first, last = formats.day(self.first), formats.day(self.last)
            if self.first.year == self.last.year:
                first = first.rpartition(" ")[0]
            return f"{first} – {last}"
        year, part = code.split("-")
        if part.startswith("T"):
            return _("tertial %(number)s %(year)s", number=part[1:], year=year)
        if part.startswith("H"):
            return _("half-year %(number)s %(year)s", number=part[1:], year=year)
        return formats.day(self.first).split(" ", 1)[1]  # without the day

    @property
    def tertials(self) -> tuple[str, ...]:
        """The tertials that make up this period exactly; none for periods that cut one."""
        if self._months not in (4, 12) or (self.first.month - 1) % self._months:
            return ()
        numbers = range((self.first.month - 1) // 4 + 1, (self.last.month - 1) // 4 + 2)
        return tuple(f"{self.first.year}-T{number}" for number in numbers)

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed in Sweden."""
        return self.last < clock.today()

    @property
    def before(self) -> "Period":
        """The period of the same length just before; for whole months, as many months."""
        end = self.first - timedelta(days=1)
        if not self._months:
            return Period(end - (self.last - self.first), end)
        return Period(_months_later(self.first, -self._months), end)

    @property
    def a_year_before(self) -> "Period":
        """The same days of the year before."""
        after = self.last + timedelta(days=1)
        return Period(_months_later(self.first, -12), _months_later(after, -12) - timedelta(days=1))

    @property
    def so_far(self) -> "Period":
        """The part that has passed, today included; the whole of a period that lies ahead."""
        today = clock.today()
        return Period(self.first, today) if self.first <= today < self.last else self

    @property
    def _months(self) -> int:
        """How many whole months it is, or 0."""
        after = self.last + timedelta(days=1)
        if self.first.day != 1 or after.day != 1:
            return 0
        return (after.year - self.first.year) * 12 + after.month - self.first.month


def parse(text: str) -> Period:
    """Read `2026`, `2026-H1`, `2026-T1`, `2026-03` or `2026-01-01..2026-03-31`.

    Years from 2000 to 2099. Raises PeriodIsWrong.
    """
    if ".." in text:
        return _between(*text.split("..", 1))
    match = _NAMED.fullmatch(text)
    if match is None or (match["kind"] == "H" and match["part"] == "3"):
        raise PeriodIsWrong(
            lazy("Write a period as 2026, 2026-H1, 2026-T1, 2026-03 or 2026-01-01..2026-03-31.")
        )
    year, length = int(match["year"]), 12
    month = int(match["month"] or 1)
    if match["month"]:
        length = 1
    elif match["kind"]:
        length = _MONTHS[match["kind"]]
        month = (int(match["part"]) - 1) * length + 1
    first = date(year, month, 1)
    return Period(first, _months_later(first, length) - timedelta(days=1))


def this_year() -> Period:
    """The year that runs."""
    return parse(f"{clock.today().year}")


@cache
def codes_of(day: date) -> tuple[str, str, str, str]:
    """The named periods that a day lies in: its month, tertial, half-year and year."""
    year, month = day.year, day.month - 1
    tertial, half = (f"{year}-{letter}{month // length + 1}" for letter, length in reversed(_MONTHS.items()))
    return f"{day:%Y-%m}", tertial, half, f"{year}"


def choices(years: Iterable[int]) -> list[Period]:
    """The year and its tertials for each of the years, latest first."""
    codes = ("{}", "{}-T3", "{}-T2", "{}-T1")
    return [parse(code.format(year)) for year in sorted(years, reverse=True) for code in codes]


def _between(start: str, end: str) -> Period:
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        raise PeriodIsWrong(lazy("Write the two dates as 2026-01-01..2026-03-31.")) from None
    if first.year < 2000 or last.year > 2099:
        raise PeriodIsWrong(lazy("The years must lie between 2000 and 2099."))
    if last < first:
        raise PeriodIsWrong(lazy("The period ends before it begins."))
    return Period(first, last)


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for number in (day.day, 30, 29, 28):  # 29 February of a year without one
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(day)
