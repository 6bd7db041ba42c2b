"""Periods: how they are written, what they are called, and which come before."""

from datetime import UTC, date, datetime

import pytest

from services.reporting.periods import Period, PeriodIsWrong, parse
from shared import clock


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-T2", "2026-05-01", "2026-08-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-01-15..2026-03-31", "2026-01-15", "2026-03-31"),
    ],
)
def test_a_period_is_read_and_written_alike(code: str, first: str, last: str) -> None:
    period = parse(code)
    assert (str(period.first), str(period.last)) == (first, last)
    assert period.code == code


def test_the_same_days_have_the_shortest_name() -> None:
    assert parse("2026-05-01..2026-08-31").code == "2026-T2"
    assert parse("2026-01-01..2026-12-31").code == "2026"


@pytest.mark.parametrize(
    "text",
    [
        "", "26", "1999", "2026-1", "2026-00", "2026-T0", "2026-H3", "2026..", "2026-1-1..2026-2-1",
        "2026-03-02..2026-03-01",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(PeriodIsWrong) as error:
        parse(text)
    assert str(error.value.reason).endswith(".")


@pytest.mark.parametrize(
    ("code", "before", "a_year_before"),
    [
        ("2026", "2025", "2025"),
        ("2026-T1", "2025-T3", "2025-T1"),
        ("2026-H2", "2026-H1", "2025-H2"),
        ("2026-03", "2026-02", "2025-03"),
        ("2026-03-11..2026-03-20", "2026-03-01..2026-03-10", "2025-03-11..2025-03-20"),
        ("2024-02-29..2024-03-01", "2024-02-27..2024-02-28", "2023-02-28..2023-03-01"),
        ("2028-02", "2028-01", "2027-02"),
    ],
)
def test_the_period_before_and_that_of_last_year(code: str, before: str, a_year_before: str) -> None:
    assert (parse(code).before.code, parse(code).a_year_before.code) == (before, a_year_before)


def test_only_tertials_and_years_consist_of_tertials() -> None:
    assert parse("2026-T2").tertials == ("2026-T2",)
    assert parse("2026").tertials == ("2026-T1", "2026-T2", "2026-T3")
    assert not any(parse(code).tertials for code in ("2026-H1", "2026-05", "2026-02-01..2026-05-31"))


def test_a_running_period_has_passed_up_to_today() -> None:
    with clock.at(datetime(2026, 3, 10, 23, 30, tzinfo=UTC)):  # past midnight in Sweden
        assert parse("2026").so_far == Period(date(2026, 1, 1), date(2026, 3, 11))
        assert parse("2025").so_far == parse("2025")
        assert parse("2027").so_far == parse("2027")
        assert not parse("2026-03").is_over
        assert parse("2026-02").is_over
