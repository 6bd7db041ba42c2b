"""A small year of the demo: what goes in through the services comes out in the report."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from services.demo.compare import Line, Report, compare
from services.demo.held import Attended
from services.demo.plan import Plan, plan_year
from services.demo.play import Play
from services.embedded import Embedded
from services.evaluation.models import Evaluation
from services.reconciling import differences, differing_groups
from services.registration.models import Certificate, Registration
from services.registration.staff.tokens import create_token
from shared.asking import InThisProcess
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


@pytest.mark.slow
def test_the_report_says_what_went_in_line_by_line(played: tuple[Play, Report]) -> None:
    play, report = played
    lines = list(compare(play.ledger, report, PERIODS))
    assert [line for line in lines if line.differs] == []
    assert sum(line.went_in for line in lines if line.measure == "hours") > 0


def test_reporting_agrees_with_its_neighbours_after_a_year(played: tuple[Play, Report]) -> None:
    play, _ = played
    asked = {name: InThisProcess(app) for name, app in play._embedded.apps.items()}
    assert differences(asked, differing_groups(asked)) == []


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


def test_everybody_whom_the_rules_ask_is_asked_and_some_answer(played: tuple[Play, Report]) -> None:
    play, _ = played
    answered = Counter[str]()
    for asking in play.askings:
        answered[asking.asks.code] += len(asking.people) - len(asking.silent)
    assert {"standard", "network", "follow_up", "lecturer", "year", "needs"} <= answered.keys()
    assert all(answered.values())


def test_some_answer_only_when_they_are_reminded_and_nobody_is_reminded_of_an_answer(
    played: tuple[Play, Report],
) -> None:
    play, _ = played
    people = [one for asking in play.askings for one in asking.people.values()]
    letters = {len(one.tokens) for one in people if one.has_answered}
    assert letters == {1, 2}
    assert all(one.letters_before == len(one.tokens) for one in people if one.has_answered)


@pytest.mark.parametrize(("there", "asked"), [(3, 3), (12, 5), (20, 6), (23, 7)])
def test_a_network_asks_a_sample_of_those_who_were_there(
    played: tuple[Play, Report], there: int, asked: int
) -> None:
    network = next(held for held in played[0].ledger.occasions if held.kind == "network")
    crowd = [Attended(number, ("0180", None), network.starts_at, 2) for number in range(there)]
    assert replace(network, attended=crowd).to_ask == asked


def test_only_those_who_were_there_get_the_letter(played: tuple[Play, Report]) -> None:
    play, _ = played
    for held in play.ledger.occasions:
        there = {play.plan.people[number].email for number in held.present}
        assert held.asking is None or held.asking.people.keys() <= there


def test_the_yearly_survey_is_compared_with_the_one_of_2013(played: tuple[Play, Report]) -> None:
    play, _ = played
    with play.at("evaluation") as session:
        surveys = session.scalars(sa.select(Evaluation).where(Evaluation.purpose == "survey")).all()
        earlier = {survey.id: survey.title for survey in surveys}
        compared = {survey.title: earlier[survey.compared_with] for survey in surveys if survey.compared_with}
    assert compared == {"Så fungerar samarbetet 2025": "Så fungerar samarbetet 2013"}


def test_one_more_occasion_is_held_on_a_day_of_choice() -> None:
    day = date(YEAR, 7, 3)  # when nothing else is
    plan = plan_year(
        Region.load("stockholm"), date(YEAR, 1, 1), SEED, persons=150, occasions=9, places=10, lately=day
    )
    assert day in {occasion.sessions[0][0].date() for occasion in plan.occasions}
    assert len(plan.occasions) == 10


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


def test_the_office_has_named_its_representatives_and_written_beside_its_goals(
    played: tuple[Play, Report],
) -> None:
    _, report = played
    goals = {item["code"]: item for item in report.get("goals", period="2025-T1")["items"]}
    assert goals["named_representatives"]["value"] > 0.9
    assert goals["named_representatives"]["missing"]
    assert any(goal["comments"] for goal in goals.values())
