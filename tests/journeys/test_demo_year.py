"""A small year of the demo: what goes in through the services comes out in the report."""

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa

from services.demo.compare import Line, Report, compare
from services.demo.plan import Plan, plan_year
from services.demo.play import Play
from services.embedded import Embedded
from services.registration.models import Certificate, Registration
from services.registration.staff.tokens import create_token
from shared.region import Region
from shared.service import transaction

YEAR, SEED = 2025, 45
PERIODS = ["2025", "2025-T1", "2025-T2", "2025-T3"]


def small_plan() -> Plan:
    region = Region.load("stockholm")
    return plan_year(region, date(YEAR, 1, 1), SEED, persons=150, occasions=9, places=10)


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


def test_the_year_has_every_way_that_a_place_is_given_and_given_up(played: tuple[Play, Report]) -> None:
    play, _ = played
    with play.at("registration") as session:
        rows = session.execute(sa.select(Registration.cancelled_by, Registration.status)).all()
        approved = session.scalar(sa.select(sa.func.count(Registration.approved_at)))
        certificates = session.scalar(sa.select(sa.func.count(Certificate.registration_id)))
    ended = {by for by, _ in rows}
    assert ended >= {"participant", "manager", "deadline", "replacement"}
    assert {status for _, status in rows} == {"confirmed", "waiting", "cancelled"}
    assert approved
    assert certificates


def test_a_place_of_a_group_may_never_get_a_name(played: tuple[Play, Report]) -> None:
    play, _ = played
    unnamed = {entry.id for held in play.ledger.occasions for entry in held.entries if entry.person is None}
    with play.at("registration") as session:
        kept = session.scalars(sa.select(Registration.id).where(Registration.participant_id.is_(None)))
        assert unnamed == set(kept) != set()


def test_the_ledger_knows_every_place_as_the_service_does(played: tuple[Play, Report]) -> None:
    play, _ = played
    known = {entry.id: entry.status for held in play.ledger.occasions for entry in held.entries}
    with play.at("registration") as session:
        rows = session.execute(sa.select(Registration.id, Registration.status)).all()
    assert known == {registration_id: status for registration_id, status in rows}


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
