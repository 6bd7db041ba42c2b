"""Questionnaires by API: read, written as a whole, and refused by path."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared import clock
from tests.evaluation.story import HELD
from tests.staff import bearer, token_for

Ask = Callable[..., TestResponse]
MOOD = {"code": "mood", "kind": "yes_no", "text": {"sv": "Är du glad?"}}


@pytest.fixture
def ask(web_app: Flask, client: FlaskClient) -> Ask:
    """`ask(method, path, body)` calls the API as a coordinator."""
    headers = bearer(token_for(web_app))

    def call(method: str, path: str = "", body: Any = None) -> TestResponse:
        address = f"/evaluation/api/questionnaires{path}"
        with clock.at(HELD):
            return client.open(address, method=method, headers=headers, json=body)

    return call


def _asking(*questions: Any, **more: Any) -> dict[str, Any]:
    return {"questions": list(questions), **more}


def test_the_list_says_what_is_in_use(ask: Ask) -> None:
    items = {item["code"]: item for item in ask("GET").json["items"]}
    assert items["standard"]["version"] == 1 and items["standard"]["rules"] > 0
    assert items["year"] == {
        "code": "year",
        "name": "Årlig enkät om samarbetet",
        "purpose": "survey",
        "is_retired": False,
        "version": 1,
        "published_on": "2026-01-01",
        "questions": 9,
        "has_draft": False,
        "rules": 0,
    }


def test_a_draft_is_written_published_and_read_again(ask: Ask) -> None:
    written = ask("PUT", "/year/draft", _asking(MOOD, name="Årets enkät"))
    assert (written.status_code, written.json["version"], written.json["published_on"]) == (200, 2, None)
    assert ask("GET", "/year/draft").json == written.json
    assert ask("GET", "/year").json["version"] == 1
    assert ask("POST", "/year/publish", {"revision": written.json["revision"]}).json["version"] == 2
    newest = ask("GET", "/year").json
    assert (newest["name"], newest["questions"], newest["published_on"]) == (
        "Årets enkät",
        [MOOD],
        "2026-03-12",
    )
    assert len(ask("GET", "/year?version=1").json["questions"]) == 9


def test_what_is_read_can_be_written_back(ask: Ask) -> None:
    read = ask("GET", "/follow_up").json
    written = ask("PUT", "/follow_up/draft", _asking(*read["questions"], revision=read["revision"]))
    assert (written.status_code, written.json["questions"]) == (200, read["questions"])


def test_a_draft_is_thrown_away(ask: Ask) -> None:
    ask("PUT", "/year/draft", _asking(MOOD))
    assert ask("DELETE", "/year/draft").status_code == 204
    assert ask("DELETE", "/year/draft").json["type"] == "urn:kursforum:problem:draft_unknown"


def test_a_questionnaire_is_begun_renamed_and_retired(ask: Ask) -> None:
    made = ask("POST", body={"name": "Kort enkät", "copy_of": "year"})
    assert (made.status_code, made.json["code"], made.json["purpose"]) == (201, "kort_enkat", "survey")
    changed = ask("PATCH", "/kort_enkat", {"name": "Kortare", "is_retired": True}).json
    assert (changed["name"], changed["is_retired"]) == ("Kortare", True)
    assert ask("PATCH", "/standard", {"is_retired": True}).json["type"].endswith("questionnaire_in_use")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "questions"),
        ({"questions": "all"}, "questions"),
        ({"questions": [], "name": ""}, "name"),
        ({"questions": [{**MOOD, "code": "Är"}]}, "questions.0.code"),
        ({"questions": [{**MOOD, "kind": "colour"}]}, "questions.0.kind"),
        ({"questions": [MOOD, {**MOOD, "code": "x", "text": {"sv": 7}}]}, "questions.1.text.sv"),
        ({"questions": [{**MOOD, "text": {"sv": "  "}}]}, "questions.0.text.sv"),
        ({"questions": [{**MOOD, "text": {"sv": "x" * 501}}]}, "questions.0.text.sv"),
        ({"questions": [{**MOOD, "text": {"de": "Froh?"}}]}, "questions.0.text.de"),
        ({"questions": [{**MOOD, "bands": [0, -1]}]}, "questions.0.bands.1"),
        ({"questions": [{**MOOD, "shown_if": {"question": "a"}}]}, "questions.0.shown_if.values"),
        ({"questions": [{**MOOD, "code": "overall"}]}, "questions.0.code"),
        ({"questions": [MOOD, MOOD]}, "questions.1.code"),
        ({"questions": [{**MOOD, "code": f"m{n}"} for n in range(41)]}, "questions"),
    ],
)
def test_a_wrong_draft_is_refused_by_path_and_leaves_no_draft(body: Any, path: str, ask: Ask) -> None:
    answer = ask("PUT", "/year/draft", body)
    assert answer.status_code == 422 and path in answer.json["errors"]
    assert ask("GET", "/year/draft").status_code == 404


def test_a_stale_draft_is_refused(ask: Ask) -> None:
    first = ask("PUT", "/year/draft", _asking(MOOD)).json["revision"]
    ask("PUT", "/year/draft", _asking({**MOOD, "code": "other"}, revision=first))
    assert ask("PUT", "/year/draft", _asking(MOOD, revision=first)).status_code == 409
    assert ask("POST", "/year/publish", {"revision": first}).status_code == 409
    assert ask("GET", "/year/draft").json["questions"][0]["code"] == "other"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/nothing", None),
        ("GET", "/year?version=7", None),
        ("PUT", "/nothing/draft", {"questions": []}),
        ("POST", "/nothing/publish", {}),
        ("POST", "/year/publish", {}),
        ("PATCH", "/nothing", {"name": "Ny"}),
        ("POST", "", {"name": "Ny", "copy_of": "nothing"}),
    ],
)
def test_what_is_not_there_is_not_found(method: str, path: str, body: Any, ask: Ask) -> None:
    assert ask(method, path, body).status_code == 404
