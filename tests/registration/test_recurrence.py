"""Dates that recur."""

from datetime import date

import pytest

from services.registration.recurrence import MOST_DATES, Recurrence, holidays


def test_every_other_week_gives_as_many_dates_as_were_asked_for() -> None:
    days = Recurrence(first_day=date(2027, 2, 2), every_weeks=2, count=3).days
    assert days == [date(2027, 2, 2), date(2027, 2, 16), date(2027, 3, 2)]


def test_the_second_tuesday_stays_the_second_tuesday() -> None:
    days = Recurrence(first_day=date(2027, 11, 9), pattern="monthly", count=3).days
    assert days == [date(2027, 11, 9), date(2027, 12, 14), date(2028, 1, 11)]


def test_a_fifth_weekday_is_the_last_where_the_month_has_only_four() -> None:
    days = Recurrence(first_day=date(2027, 3, 29), pattern="monthly", count=3).days
    assert days == [date(2027, 3, 29), date(2027, 4, 26), date(2027, 5, 31)]


def test_the_last_day_counts() -> None:
    days = Recurrence(first_day=date(2027, 2, 2), until=date(2027, 2, 16)).days
    assert days[-1] == date(2027, 2, 16)


def test_skipped_dates_are_not_counted() -> None:
    days = Recurrence(first_day=date(2027, 5, 6), count=2, skip_holidays=True).days
    assert days == [date(2027, 5, 13), date(2027, 5, 20)]  # the sixth is Ascension Day


def test_july_is_left_out_where_wished() -> None:
    days = Recurrence(first_day=date(2027, 6, 24), count=2, skip_july=True).days
    assert days == [date(2027, 6, 24), date(2027, 8, 5)]


def test_dates_without_an_end_stop_at_the_most() -> None:
    assert len(Recurrence(first_day=date(2027, 1, 4), until=date(2099, 1, 1)).days) == MOST_DATES


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2026, date(2026, 4, 3)),  # Good Friday
        (2027, date(2027, 3, 29)),  # Easter Monday
        (2027, date(2027, 6, 25)),  # Midsummer Eve
        (2026, date(2026, 10, 31)),  # All Saints' Day
        (2025, date(2025, 5, 29)),  # Ascension Day
        (2024, date(2024, 12, 24)),  # Christmas Eve
    ],
)
def test_the_holidays_are_those_of_the_swedish_calendar(year: int, day: date) -> None:
    assert day in holidays(year)
