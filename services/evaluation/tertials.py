"""Tertials: the four-month periods by which results are published, written as 2026-T1."""

import re
from datetime import date, timedelta

_TERTIAL = re.compile(r"(?P<year>[0-9]{4})-T(?P<number>[123])")


def is_tertial(text: str) -> bool:
    """Whether the text names a tertial."""
    return bool(_TERTIAL.fullmatch(text)) and not text.startswith("0000")


def tertial_of(day: date) -> str:
    """The tertial in which a day lies."""
    return f"{day.year:04d}-T{(day.month + 3) // 4}"


def last_day(tertial: str) -> date:
    """The last day of a tertial."""
    year, number = _parts(tertial)
    if number == 3:
        return date(year, 12, 31)
    return date(year, number * 4 + 1, 1) - timedelta(days=1)


def following(tertial: str) -> str:
    """The tertial after this one."""
    year, number = _parts(tertial)
    return f"{year + 1:04d}-T1" if number == 3 else f"{year:04d}-T{number + 1}"


def _parts(tertial: str) -> tuple[int, int]:
    year, _, number = tertial.partition("-T")
    return int(year), int(number)
