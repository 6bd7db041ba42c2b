"""The API: answering by program, the list with its results, closing and publishing."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.evaluation.models import PendingBallot
from services.evaluation.tokens import new_token
from shared import clock
from shared.ids import new_id
from shared.web.idempotency import idempotent_answers
from tests.evaluation.story import HELD, Story, people
from tests.staff import bearer, token_for

AFTER = datetime(2026, 5, 1, 8, tzinfo=UTC)
Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(web_app: Flask, client: FlaskClient) -> Ask:
    """`ask(method, path, role)` calls the API as staff of that role, or as nobody."""

    def call(
        method: str, path: str, role: str | None = "coordinator", at: datetime = HELD, **given: Any
    ) -> TestResponse:
        headers = bearer(token_for(web_app, role, contact_id=given.pop("contact_id", None))) if role else {}
        headers |= given.pop("headers", {})
        with clock.at(at):
            return client.open(f"/evaluation/api/{path}", method=method, headers=headers, **given)

    return call


def _token(story: Story) -> str:
    story.hold(people(1))
    return next(iter(story.tokens().values()))


def test_answers_are_taken_once(web_story: Story, ask: Ask) -> None:
    path = f"answers/{_token(web_story)}"
    body = {"answers": {"overall": 5, "good": "Allt"}}
    assert ask("POST", path, None, json=body).status_code == 204
    again = ask("POST", path, None, json=body)
    assert (again.status_code, again.json["type"]) == (410, "urn:kursforum:problem:already_answered")


def test_a_closed_evaluation_takes_no_answers(web_story: Story, ask: Ask) -> None:
    evaluation_id = web_story.hold(people(1))
    (token,) = web_story.tokens().values()
    web_story.close(evaluation_id)
    answer = ask("POST", f"answers/{token}", None, json={"answers": {"overall": 5}})
    assert (answer.status_code, answer.json["type"]) == (410, "urn:kursforum:problem:evaluation_closed")


def test_an_unknown_token_is_not_found(ask: Ask) -> None:
    for token in ("nonsense", new_token(new_id())):
        answer = ask("POST", f"answers/{token}", None, json={"answers": {"overall": 5}})
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"answers": {"overall": 9}}, "overall"),
        ({"answers": {"overall": 3, "lecturer": "good"}}, "lecturer"),
        ({"answers": {"relevance": 3}}, "overall"),
        ({"answers": {"overall": 3, "shoe_size": 43}}, "shoe_size"),
        ({"answers": [5]}, "answers"),
        ({}, "answers"),
    ],
)
def test_wrong_answers_are_named(web_story: Story, ask: Ask, body: dict[str, Any], field: str) -> None:
    answer = ask("POST", f"answers/{_token(web_story)}", None, json=body)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert answer.json["errors"].keys() == {field}
    assert not web_story.rows(PendingBallot)


def test_an_answer_leaves_no_trace_in_the_answers_kept_for_repeated_requests(
    web_story: Story, ask: Ask
) -> None:
    headers = {"Idempotency-Key": "once"}
    path, body = f"answers/{_token(web_story)}", {"answers": {"overall": 5}}
    answer = ask("POST", path, None, json=body, headers=headers)
    assert answer.status_code == 204
    assert "X-Request-Id" not in answer.headers
    with web_story.database.read() as session:
        assert not session.execute(sa.select(idempotent_answers)).all()


def test_the_list_shows_the_response_rate_and_no_results_while_open(web_story: Story, ask: Ask) -> None:
    present = people(8)
    evaluation_id = web_story.hold(present)
    web_story.answer_all(evaluation_id, present, [{"overall": 5}] * 6)
    (item,) = ask("GET", "evaluations").json["items"]
    assert (item["state"], item["invited"], item["answered"], item["response_rate"]) == ("open", 8, 6, 0.75)
    assert (item["results"], item["results_withheld"]) == (None, "open")


def test_the_list_shows_the_results_of_a_closed_evaluation(web_story: Story, ask: Ask) -> None:
    web_story.held_and_closed(people(8), [{"overall": 5, "recommend": 9}] * 6)
    (item,) = ask("GET", "evaluations").json["items"]
    overall, recommend = item["results"]["questions"]
    assert (overall["code"], overall["answered"], overall["satisfied"]) == ("overall", 6, 6)
    assert (recommend["mean"], recommend["satisfied"]) == (9.0, None)
    assert item["results_withheld"] is None


def test_too_few_answers_are_withheld_even_once_their_pool_is_published(web_story: Story, ask: Ask) -> None:
    activity = uuid4()
    for _ in range(2):
        web_story.held_and_closed(people(8), [{"overall": 5}] * 4, activity_id=activity)
    for item in ask("GET", "evaluations").json["items"]:
        assert (item["results"], item["results_withheld"]) == (None, "too_few")


def test_the_list_is_filtered_by_occasion_and_comes_in_pages(web_story: Story, ask: Ask) -> None:
    occasion = uuid4()
    for number in range(3):
        web_story.hold(people(1), **({"occasion_id": occasion} if number == 1 else {}))
    page = ask("GET", "evaluations?per_page=2&page=2").json
    assert (len(page["items"]), page["total"], page["page"], page["pages"]) == (1, 3, 2, 2)
    (item,) = ask("GET", f"evaluations?occasion={occasion}").json["items"]
    assert item["occasion"] == str(occasion)


def test_an_evaluation_without_anybody_asked_has_no_response_rate(web_story: Story, ask: Ask) -> None:
    web_story.hold([])
    assert ask("GET", "evaluations").json["items"][0]["response_rate"] is None


def test_a_lecturer_lists_only_their_own(web_story: Story, ask: Ask) -> None:
    me = uuid4()
    web_story.hold(people(1), title="Mitt", lecturer_contact_id=me)
    web_story.hold(people(1))
    assert [item["title"] for item in ask("GET", "evaluations", "lecturer", contact_id=me).json["items"]] == [
        "Mitt"
    ]
    assert ask("GET", "evaluations", "lecturer").json["total"] == 0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "evaluations"),
        ("POST", f"evaluations/{UUID(int=1)}/close"),
        ("POST", "periods/2026-T1/publish"),
    ],
)
def test_roles_that_may_not_are_refused(ask: Ask, method: str, path: str) -> None:
    assert ask(method, path, None).status_code == 401
    assert ask(method, path, "representative").status_code == 403
    assert method == "GET" or ask(method, path, "lecturer").status_code == 403


def test_a_coordinator_closes_once(web_story: Story, ask: Ask) -> None:
    path = f"evaluations/{web_story.hold(people(1))}/close"
    assert ask("POST", path).json["state"] == "closed"
    assert ask("POST", path).status_code == 409
    assert ask("POST", f"evaluations/{uuid4()}/close").status_code == 404


def test_a_tertial_is_published_when_it_is_over(web_story: Story, ask: Ask) -> None:
    web_story.held_and_closed(people(8), [{"overall": 5}] * 6)
    path = "periods/2026-T1/publish"
    early = ask("POST", path)
    assert (early.status_code, early.json["type"]) == (409, "urn:kursforum:problem:tertial_not_over")
    done = ask("POST", path, at=AFTER)
    assert {(cut["dimension"], cut["value"]) for cut in done.json["cuts"]} == {
        ("all", "all"),
        ("municipality", "0114"),
    }
    assert {cut["invited"] for cut in done.json["cuts"]} == {8}
    assert ask("POST", path, at=AFTER).json == done.json
    assert ask("POST", "periods/2026-T9/publish", at=AFTER).status_code == 404
