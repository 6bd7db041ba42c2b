"""Dates, times and numbers as the reader's language writes them."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from shared import clock
from shared.i18n import current_language

Number = int | float | Decimal


@cache
def _locale(language: str) -> Locale:
    # British English writes the day before the month, as Swedish does.
    return Locale.parse("en_GB" if language == "en" else language)


def day(value: date | datetime) -> str:
    """12 mars 2026, by the Swedish clock."""
    return format_date(_wall_date(value), "d MMMM y", _locale(current_language()))


def short_day(value: date | datetime) -> str:
    """12 mars, for where the year is known."""
    return format_date(_wall_date(value), "d MMM", _locale(current_language()))


def weekday(value: date | datetime) -> str:
    """torsdag."""
    return format_date(_wall_date(value), "EEEE", _locale(current_language()))


def month(value: date) -> str:
    """mars 2026."""
    return format_date(value, "MMMM y", _locale(current_language()))


def short_month(value: date) -> str:
    """mars, apr., for where there is little room; its full stop left out."""
    return format_date(value, "LLL", _locale(current_language())).rstrip(".")


def clock_time(value: datetime) -> str:
    """09.00 in Swedish, 09:00 in English."""
    return clock.local(value).strftime("%H.%M" if current_language() == "sv" else "%H:%M")


def moment(value: datetime) -> str:
    """tors 12 mars 2026 kl. 09.00."""
    language = current_language()
    pattern = "EEE d MMMM y 'kl.' HH.mm" if language == "sv" else "EEE d MMMM y, HH:mm"
    return format_datetime(clock.local(value).replace(tzinfo=None), pattern, locale=_locale(language))


def time_span(starts_at: datetime, ends_at: datetime) -> str:
    """tor 12 mars 2026 kl. 09.00–16.00; both days where it ends on another one."""
    if clock.local(starts_at).date() == clock.local(ends_at).date():
        return f"{moment(starts_at)}–{clock_time(ends_at)}"
    return f"{moment(starts_at)} – {moment(ends_at)}"


def number(value: Number, decimals: int = 0, fixed: bool = False) -> str:
    """1 234,5 with at most that many decimals; with exactly that many where `fixed`, as a mean is written."""
    pattern = "#,##0" + ("." + ("0" if fixed else "#") * decimals if decimals else "")
    return format_decimal(value, pattern, _locale(current_language()))


def percent(value: Number, decimals: int = 0) -> str:
    """87 % of a share between 0 and 1."""
    digits = "0." + "0" * decimals if decimals else "0"
    pattern = f"#,##{digits}\N{NO-BREAK SPACE}%" if current_language() == "sv" else f"#,##{digits}%"
    return format_percent(value, pattern, _locale(current_language()))


def _wall_date(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value
