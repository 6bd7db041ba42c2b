"""The office's goals: added, changed, ended and commented on, by API and by page."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from services.reporting.operations import freezing
from services.reporting.periods import parse
from shared.audit import audit_entries
from shared.service import EXTENSION, service, transaction
from tests.events import handed
from tests.registration.browsing import send
from tests.reporting import stories
from tests.reporting.conftest import Ask, Look
from tests.staff import bearer, sign_in, token_for

ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
HOURS = {
    "sentence": "2 500 deltagartimmar på konferenser.",
    "area": "Deltagande",
    "measure": "hours",
    "cut": {"kind": "conference"},
    "target": 2500,
    "responsible": "Kansliet",
}
FORM = {
    "sentence": "80 % rekommenderar kurserna.",
    "area": "Nöjda deltagare",
    "measure": "recommendation_share",
    "comparison": "at_least",
    "target": "80",
}
COMMENT = "/reporting/api/goals/every_place_takes_part/comments/2026-T1"


def _call(app: Flask, method: str, path: str, body: Any, role: str = "coordinator") -> Any:
    headers = bearer(token_for(app, role, "0182" if role == "representative" else None))
    return app.test_client().open(path, method=method, json=body, headers=headers)


def _goals(ask: Ask, period: str = "2026-T1") -> dict[str, Any]:
    return {item["code"]: item for item in ask("goals", period=period).json["items"]}


def _whole(ask: Ask, code: str) -> dict[str, Any]:
    goal = ask(f"goals/{code}").json
    names = (*HOURS, "comparison", "position", "valid_from", "valid_to")
    return {name: goal[name] for name in names} | {"target": goal["goal_target"]}


def test_a_goal_that_is_added_is_measured_at_once(app: Flask, ask: Ask) -> None:
    day = stories.meeting("day", "2026-02-01", hours=3)
    handed(app, stories.occasion("big", [day], kind="conference"), stories.registration("a", "big"))
    handed(app, stories.attendance("big", day, ["a"]))
    added = _call(app, "POST", "/reporting/api/goals", HOURS)
    assert added.status_code == 201
    goal = _goals(ask)[added.json["code"]]
    assert (goal["value"], goal["target"], goal["status"]) == (3, 2500, "not_met")
    assert list(_goals(ask))[-3] == goal["code"]  # with its area, of which it is the last


def test_a_goal_ends_with_a_day_and_stays_in_the_periods_before(app: Flask, ask: Ask) -> None:
    changed = _whole(ask, "case_officers_rise") | {"valid_to": "2026-04-30"}
    path = "/reporting/api/goals/case_officers_rise"
    assert _call(app, "PUT", path, changed | {"seen": 1}).json["revision"] == 2
    assert "case_officers_rise" in _goals(ask)
    assert "case_officers_rise" not in _goals(ask, "2026-T2")
    stale = _call(app, "PUT", path, changed | {"seen": 1, "valid_to": None})
    assert (stale.status_code, stale.json["type"]) == (409, "urn:kursforum:problem:goal_is_stale")
    with app.extensions[EXTENSION].database.read() as session:
        (entry,) = session.execute(sa.select(audit_entries)).all()
    assert (entry.action, entry.details["fields"]) == ("goal.changed", ["valid_to"])


@ON_SQLITE
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"measure": "satisfied_share", "cut": {"role": "nurse"}, "target": 0.9}, "cut.role"),
        ({"cut": {"area": "Astronomi"}}, "cut.area"),
        ({"measure": "response_rate", "cut": {}, "target": 60}, "target"),
        ({"target": None}, "target"),
        ({"target": 0}, "target"),
        ({"valid_from": "2026-05-01", "valid_to": "2026-04-30"}, "valid_to"),
        ({"measure": "import os"}, "measure"),
        ({"responsible": "anna@nacka.example"}, "responsible"),
        ({"sentence": "  "}, "sentence"),
    ],
)
def test_what_cannot_be_measured_is_refused_field_by_field(
    app: Flask, ask: Ask, wrong: dict[str, Any], field: str
) -> None:
    answer = _call(app, "POST", "/reporting/api/goals", HOURS | wrong)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert len(_goals(ask)) == 8


def test_a_comment_stands_beside_the_goal_until_it_is_emptied(app: Flask, ask: Ask) -> None:
    written = _call(app, "PUT", COMMENT, {"text": " Vi ringer dem i maj. ", "seen": 0})
    assert written.json == {"period": "2026-T1", "text": "Vi ringer dem i maj.", "revision": 1}
    for period in ("2026-T1", "2026"):
        (comment,) = _goals(ask, period)["every_place_takes_part"]["comments"]
        assert (comment["period"], comment["text"]) == ("2026-T1", "Vi ringer dem i maj.")
    assert _call(app, "PUT", COMMENT, {"text": "Nej.", "seen": 0}).status_code == 409
    assert _call(app, "PUT", COMMENT, {"text": "", "seen": 1}).json["revision"] == 2
    assert _goals(ask)["every_place_takes_part"]["comments"] == []


@ON_SQLITE
def test_a_comment_is_about_a_tertial_that_is_not_frozen(app: Flask) -> None:
    year = _call(app, "PUT", COMMENT.replace("2026-T1", "2026"), {"text": "Bra."})
    assert year.json["type"].endswith("comment_needs_a_tertial")
    handed(app, stories.occasion("course", [stories.meeting("day", "2026-02-01")]))
    with app.app_context(), transaction() as session:
        freezing.freeze(session, service().region, parse("2026-T1"), force=True)
    assert _call(app, "PUT", COMMENT, {"text": "Bra."}).json["type"].endswith("comment_is_frozen")


@ON_SQLITE
@pytest.mark.parametrize(("role", "may_read"), [("representative", 200), ("lecturer", 403)])
def test_others_change_no_goal(app: Flask, ask: Ask, role: str, may_read: int) -> None:
    assert _call(app, "POST", "/reporting/api/goals", HOURS, role).status_code == 403
    assert _call(app, "PUT", "/reporting/api/goals/enough_knowledge", HOURS, role).status_code == 403
    assert _call(app, "PUT", COMMENT, {"text": "Bra."}, role).status_code == 403
    for path in ("goals", "goals/every_place_takes_part", "api/goals/every_place_takes_part"):
        headers = bearer(token_for(app, role, "0182"))
        assert app.test_client().get(f"/reporting/{path}", headers=headers).status_code == may_read


@ON_SQLITE
def test_a_goal_is_added_changed_and_ended_by_page(app: Flask, ask: Ask) -> None:
    client = app.test_client()
    sign_in(app, client)
    path = send(client, "/reporting/goals/new", **FORM).location
    goal = ask(path.removeprefix("/reporting/")).json
    assert (goal["goal_target"], goal["cut"]) == (0.8, {})
    page = client.get(f"{path}/change").text
    assert 'value="80"' in page
    assert send(client, f"{path}/change", **FORM | {"target": "82,5", "seen": "1"}).status_code == 303
    assert ask(path.removeprefix("/reporting/")).json["goal_target"] == 0.825
    assert send(client, f"{path}/change", **FORM | {"target": "90", "seen": "1"}).status_code == 422
    assert send(client, f"{path}/end", path, valid_to="2026-06-30", seen="2").status_code == 303
    assert ask(path.removeprefix("/reporting/")).json["valid_to"] == date(2026, 6, 30).isoformat()


@ON_SQLITE
def test_a_wrong_form_says_what_is_wrong_in_swedish(app: Flask) -> None:
    client = app.test_client()
    sign_in(app, client)
    page = send(client, "/reporting/goals/new", **FORM | {"target": "många"})
    assert (page.status_code, "Skriv målvärdet som ett tal" in page.text) == (422, True)
    page = send(client, "/reporting/goals/new", **FORM | {"cut.role": "nurse"})
    assert (page.status_code, "Mätetalet går inte att dela upp så." in page.text) == (422, True)
    page = send(client, "/reporting/goals/enough_knowledge/comments/2026-T1", text="Bra.", seen="7")
    assert (page.status_code, "Någon annan har ändrat" in page.text) == (422, True)


@ON_SQLITE
def test_the_page_of_a_goal_tells_how_it_stood_before(app: Flask, look: Look) -> None:
    for year, people in (("2025", "ab"), ("2026", "c")):
        for person in people:
            name = f"{person}{year}"
            day = stories.meeting(f"day {name}", f"{year}-02-01")
            handed(app, stories.occasion(name, [day]), stories.registration(f"r{name}", name, person))
            handed(app, stories.attendance(name, day, [f"r{name}"]))
    added = _call(app, "POST", "/reporting/api/goals", HOURS | {"cut": {}, "target": 4}).json
    page = look(f"goals/{added['code']}", period="2026-T1").text
    assert "tertial 1 2025" in page
    assert page.index("Uppnått") > page.index("Perioderna innan") > page.index("Inte uppnått")
