"""A small year of the demo: what goes in through the services comes out in the report."""

from collections.abc import Iterator
from datetime import date

import pytest

from services.demo.compare import Line, Report, compare
from services.demo.plan import Plan, plan_year
from services.demo.play import Play
from services.embedded import Embedded
from services.registration.staff_accounts import create_token
from shared.region import Region
from shared.service import transaction

YEAR, SEED = 2025, 7
PERIODS = ["2025", "2025-T1", "2025-T2", "2025-T3"]


def small_plan() -> Plan:
    region = Region.load("stockholm")
    return plan_year(region, date(YEAR, 1, 1), SEED, persons=60, occasions=9, places=14)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Play, Report]]:
    embedded = Embedded(tmp_path_factory.mktemp("year") / "data", "http://127.0.0.1:8000")
    play = Play(embedded, plan := small_plan())
    play.run(play.steps(plan.ends_at))
    with embedded.apps["registration"].app_context(), transaction() as session:
        token = create_token(session, "admin", "Test")
    embedded.settle()
    yield play, Report(embedded.apps["reporting"], token)
    embedded.stop()


def test_the_report_says_what_went_in_line_by_line(played: tuple[Play, Report]) -> None:
    play, report = played
    lines = list(compare(play.ledger, report, PERIODS))
    assert [line for line in lines if line.differs] == []
    assert sum(line.went_in for line in lines if line.measure == "hours") > 0


def test_a_report_that_differs_is_told(played: tuple[Play, Report]) -> None:
    play, report = played
    forgotten = play.ledger.occasions[0].attended.pop()
    try:
        different = {
            (line.row, line.measure) for line in compare(play.ledger, report, ["2025"]) if line.differs
        }
    finally:
        play.ledger.occasions[0].attended.append(forgotten)
    assert ("the region", "hours") in different


def test_the_same_seed_gives_the_same_year() -> None:
    assert small_plan() == small_plan()


def test_a_line_differs_by_more_than_rounding() -> None:
    assert not Line("2025", "Nacka", "hours", 3.5, 3.5).differs
    assert Line("2025", "Nacka", "hours", 3.5, 3.51).differs
