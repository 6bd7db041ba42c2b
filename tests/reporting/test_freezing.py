"""Freezing: what a tertial's or a year's report said stays, whatever comes later."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings

from services.reporting.counting.selection import Selection
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.operations import freezing
from services.reporting.periods import parse
from services.reporting.queries import breakdown, figures
from services.reporting.schedule import typeset_reports
from shared import clock, events
from shared.audit import audit_entries
from shared.envelope import Event
from shared.service import EXTENSION, reading, service, transaction
from tests.events import emitted, handed
from tests.registration.browsing import send
from tests.reporting import stories
from tests.reporting.conftest import Ask, Look
from tests.reporting.stories import FARSTA, NACKA, cut
from tests.reporting.streams import emptied, streams
from tests.staff import bearer, sign_in, token_for

# What is asked here does not hang on the database; the test of the published figures runs on both.
ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
IN_MAY = datetime(2026, 5, 20, 8, tzinfo=UTC)
T1 = {"period": "2026-T1"}


@pytest.fixture(autouse=True)
def _in_may() -> Any:
    with clock.at(IN_MAY):
        yield


def _story(app: Flask, *, is_published: bool = True) -> None:
    day = stories.meeting("day", "2026-02-01", hours=3)
    handed(
        app,
        stories.occasion("course", [day]),
        *(
            stories.registration(name, "course", **place)
            for name, place in (("a", NACKA), ("b", FARSTA), ("c", NACKA))
        ),
        stories.attendance("course", day, ["a", "b"]),
    )
    if is_published:
        whole = cut("all", "all", 1, 0, 1, 2, 2, invited=9)
        handed(app, stories.tertial("2026-T1", whole, cut("municipality", "0182", 1, 0, 1, 2, 2, invited=9)))


def _freeze(app: Flask, period: str = "2026-T1", role: str = "coordinator", **body: Any) -> Any:
    path = f"/reporting/api/periods/{period}/freeze"
    return app.test_client().post(path, json=body, headers=bearer(token_for(app, role)))


def _correct(app: Flask) -> None:
    """One more was there after all."""
    handed(app, stories.attendance("course", stories.meeting("day", "2026-02-01"), ["a", "b", "c"], 2))


def _slug(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["type"].rpartition(":")[2]


def test_a_frozen_report_shows_the_published_figures_and_todays_beside_them(app: Flask, ask: Ask) -> None:
    _story(app)
    assert _freeze(app).status_code == 201
    _correct(app)
    totals = ask("totals", **T1).json
    nacka = next(row for row in ask("municipalities", **T1).json["items"] if row["name"] == "Nacka")
    assert (totals["attendances"], totals["revised"]["attendances"]) == (2, 3)
    assert (nacka["hours"], nacka["revised"]["hours"]) == (3, 6)
    assert "registrations" not in nacka["revised"]
    assert "revised" not in ask("totals", period="2026").json  # the year is not frozen
    assert ask("totals", **T1, role="base_staff").json["attendances"] == 3  # a filter counts anew


@ON_SQLITE
def test_a_place_and_its_districts_are_frozen_too(app: Flask, ask: Ask) -> None:
    _story(app)
    _freeze(app)
    handed(app, stories.attendance("course", stories.meeting("day", "2026-02-01"), ["a"], 2))
    farsta = ask("totals", **T1, municipality="0180", district="farsta").json
    city = ask("totals", "representative", {"municipality": "0180"}, **T1).json
    assert (farsta["participants"], farsta["revised"]["participants"]) == (1, 0)
    assert (city["participants"], city["revised"]["participants"]) == (1, 0)


@ON_SQLITE
def test_occasions_that_came_later_stand_beside_those_published(app: Flask, ask: Ask) -> None:
    _story(app)
    _freeze(app)
    handed(app, stories.occasion("late", [stories.meeting("other day", "2026-03-01")]))
    handed(app, stories.registration("d", "late"))
    late, course = ask("occasions", **T1).json["items"]
    assert (late["title"], late["registrations"], late["revised"]["registrations"]) == ("late", None, 1)
    assert (course["registrations"], course["revised"]) == (3, {})
    assert ask("occasions", **T1, per_page="1", page="2").json["items"][0]["title"] == "course"


@ON_SQLITE
def test_every_page_says_what_was_revised(app: Flask, look: Look) -> None:
    _story(app)
    _freeze(app)
    _correct(app)
    for path in ("", "occasions", "breakdown", "municipalities/0182"):
        query = {**T1, "by": "role"} if path == "breakdown" else T1
        assert "reviderad: " in look(path, **query).text, path
    assert "reviderad" not in look("", period="2026").text


@ON_SQLITE
@pytest.mark.parametrize(
    ("period", "body", "expected"),
    [
        ("2026-T2", {}, (409, "period_is_not_over")),
        ("2026-T1", {}, (409, "results_are_not_published")),
        ("2026-T1", {"force": "perhaps"}, (422, "invalid_input")),
        ("2026-02", {}, (422, "period_cannot_be_frozen")),
        ("1999-T1", {"force": True}, (422, "period_cannot_be_frozen")),
        ("2019-T1", {"force": True}, (422, "period_cannot_be_frozen")),
    ],
)
def test_what_cannot_be_frozen_is_refused_and_changes_nothing(
    app: Flask, ask: Ask, period: str, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    _story(app, is_published=False)
    assert _slug(_freeze(app, period, **body)) == expected
    assert all(row["frozen_at"] is None for row in ask("periods").json["items"])
    assert emitted(app) == []


@ON_SQLITE
def test_a_report_is_frozen_once_and_by_force_without_results(app: Flask, ask: Ask) -> None:
    _story(app, is_published=False)
    assert _freeze(app, force=True).json["frozen_at"].startswith("2026-05-20")
    assert _slug(_freeze(app, force=True)) == (409, "report_is_frozen")
    listed = {row["period"]: row["frozen_at"] is not None for row in ask("periods").json["items"]}
    assert listed == {"2026": False, "2026-T3": False, "2026-T2": False, "2026-T1": True}
    (told,) = emitted(app)
    assert (told.type, told.subject, told["name"]) == (events.ReportPublished, "2026-T1", "tertial 1 2026")


@ON_SQLITE
def test_results_published_after_a_forced_freezing_are_revisions(app: Flask, ask: Ask) -> None:
    _story(app, is_published=False)
    _freeze(app, force=True)
    handed(app, stories.tertial("2026-T1", cut("all", "all", 0, 0, 0, 3, 2, invited=9)))
    totals = ask("totals", **T1).json
    assert (totals["satisfied_share"], totals["revised"]["satisfied_share"]) == (None, 1)


@ON_SQLITE
def test_freezing_is_for_coordinators_and_is_noted(app: Flask) -> None:
    _story(app)
    for role, scope in (("representative", {"municipality": "0182"}), ("lecturer", {})):
        headers = bearer(token_for(app, role, **scope))
        answer = app.test_client().post("/reporting/api/periods/2026-T1/freeze", json={}, headers=headers)
        assert answer.status_code == 403
    _freeze(app)
    with app.extensions[EXTENSION].database.read() as session:
        (entry,) = session.execute(sa.select(audit_entries)).all()
    assert (entry.action, entry.subject, entry.details["missing"]) == ("report.frozen", "2026-T1", [])


def test_the_same_key_freezes_once_and_answers_twice(app: Flask) -> None:
    _story(app)
    headers = bearer(token_for(app)) | {"Idempotency-Key": "a"}
    first, second = (
        app.test_client().post("/reporting/api/periods/2026-T1/freeze", json={}, headers=headers)
        for _ in range(2)
    )
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert len(emitted(app)) == 1


@ON_SQLITE
def test_the_paper_stays_the_bytes_that_were_printed(app: Flask, ask: Ask) -> None:
    _story(app)
    _freeze(app)
    at_once = ask("report.pdf", **T1).data
    with app.app_context():
        while typeset_reports():
            pass
    _correct(app)
    assert ask("report.pdf", **T1).data == at_once
    assert ask("report.pdf", **T1, today="true").data != at_once


@ON_SQLITE
def test_the_page_asks_before_it_freezes_and_says_what_is_missing(app: Flask) -> None:
    _story(app, is_published=False)
    client = app.test_client()
    sign_in(app, client)
    page = client.get("/reporting/reports/2026-T1/freeze").text
    assert "Det går inte att ångra." in page
    assert "Utvärderingsresultaten för tertial 1 2026 är inte publicerade." in page
    path = "/reporting/reports/2026-T1/freeze"
    assert send(client, path).status_code == 422
    assert send(client, path, force="true").location.endswith("/reporting/reports")
    assert "av dig" in client.get("/reporting/reports").text
    assert client.get(path).status_code == 409


@ON_SQLITE
@given(batches=streams())
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_comes_later_what_was_published_stays(app: Flask, batches: list[list[Event]]) -> None:
    emptied(app)
    half = len(batches) // 2
    handed(app, stories.occasion("known", [stories.meeting("known", "2026-01-07")]))
    for batch in batches[:half]:
        handed(app, *batch)
    published = _rows(app)
    with app.app_context(), transaction() as session:
        freezing.freeze(session, service().region, parse("2026-T1"), force=True)
    for batch in batches[half:]:
        handed(app, *batch)
    shown, today = _rows(app), _rows(app, is_today=True)
    assert {key: {**row, "revised": {}} for key, row in published.items()} == {
        key: {**row, "revised": {}} for key, row in shown.items() if key in published
    }
    revised = {key: row | row.get("revised", {}) for key, row in shown.items() if key in today}
    assert {key: _figures(row) for key, row in revised.items()} == {
        key: _figures(row) for key, row in today.items()
    }


def _rows(app: Flask, *, is_today: bool = False) -> dict[Any, dict[str, Any]]:
    selection = Selection(period=parse("2026-T1"), is_today=is_today)
    with app.app_context(), reading() as session:
        places = figures.municipalities(session, service().region, selection)
        whole = figures.totals(session, service().region, selection)
        occasions, _total = figures.occasions(session, selection, 1, 100)
        roles = breakdown.parts(session, service().region, selection, breakdown.Dimension.ROLE)
    return (
        {(row["municipality"], row["district"]): row for row in places}
        | {"whole": whole}
        | {row["id"]: row for row in occasions}
        | {row["value"]: row for row in roles}
    )


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in BY_CODE}
