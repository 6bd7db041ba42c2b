"""Dates and numbers, in Swedish and in English."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from shared import formats
from shared.i18n import in_language

STARTS = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
ENDS = datetime(2026, 3, 12, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", ["12 mars 2026", "tors 12 mars 2026 kl. 09.00–16.30", "1\xa0234,5", "87\xa0%"]),
        ("en", ["12 March 2026", "Thu 12 March 2026, 09:00–16:30", "1,234.5", "87%"]),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(
    app: Flask, language: str, expected: list[str]
) -> None:
    with app.app_context(), in_language(language):
        span = formats.time_span(STARTS, ENDS)
        assert [formats.day(STARTS), span, formats.number(1234.5, 1), formats.percent(0.87)] == expected


def test_a_moment_late_in_the_evening_is_the_next_day_in_sweden(app: Flask) -> None:
    with app.app_context():
        assert formats.day(datetime(2026, 3, 12, 23, 30, tzinfo=UTC)) == "13 mars 2026"
