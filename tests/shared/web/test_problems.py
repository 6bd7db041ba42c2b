"""Problems: one place turns them into problem+json or a page, in the reader's language."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

API = "/registration/api"


def test_a_problem_is_problem_json_for_a_program(client: FlaskClient) -> None:
    answer = client.post(f"{API}/things", json={"name": "full"})
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert answer.json == {
        "type": "urn:kursforum:problem:occasion_full",
        "title": "Du behöver logga in.",
        "status": 409,
        "errors": {"name": ["Du behöver logga in."]},
    }


def test_a_problem_speaks_the_callers_language(client: FlaskClient) -> None:
    english = {"Accept-Language": "en-GB"}
    answer = client.post(f"{API}/things", json={"name": "full"}, headers=english)
    assert answer.json["title"] == "You need to sign in."


def test_a_missing_page_is_a_page_for_people(client: FlaskClient) -> None:
    answer = client.get("/registration/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "Vi hittar inte det du söker" in answer.text


def test_a_missing_address_of_the_api_is_problem_json(client: FlaskClient) -> None:
    answer = client.get(f"{API}/nowhere")
    assert (answer.status_code, answer.json["type"]) == (404, "urn:kursforum:problem:not_found")


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    answer = client.get(f"{API}/things")
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert "POST" in answer.headers["Allow"]


def test_a_failure_tells_the_caller_nothing_of_its_inside(client: FlaskClient) -> None:
    answer = client.get(f"{API}/broken")
    assert (answer.status_code, answer.json["type"]) == (500, "urn:kursforum:problem:server_error")
    assert "anna" not in answer.text


def test_a_failure_is_raised_in_tests_that_ask_for_it(app: Flask) -> None:
    app.testing = True
    with pytest.raises(RuntimeError):
        app.test_client().get(f"{API}/broken")
