"""The pages: answering without an account or JavaScript, and results for those who may see them."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.evaluation.models import PendingBallot
from shared import clock
from tests.evaluation.story import HELD, Story, people
from tests.evaluation.tables import STANDARD
from tests.staff import bearer, token_for

FIVE = [{"overall": 5, "good": "Exemplen"}] * 5
Look = Callable[..., TestResponse]


@pytest.fixture
def look(web_app: Flask, client: FlaskClient) -> Look:
    """`look(path, role)` opens a page as staff of that role."""

    def get(path: str, role: str = "coordinator", contact_id: UUID | None = None) -> TestResponse:
        headers = bearer(token_for(web_app, role, contact_id=contact_id))
        with clock.at(HELD):
            return client.get(f"/evaluation/{path}", headers=headers)

    return get


def _link(story: Story) -> str:
    story.hold(people(1))
    (token,) = story.tokens().values()
    return f"/evaluation/answer/{token}"


def _send(client: FlaskClient, link: str, **answers: str) -> TestResponse:
    with clock.at(HELD):
        page = client.get(link).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        return client.post(link, data=answers | {"csrf_token": token[1] if token else ""})


def test_the_questionnaire_asks_every_question_in_swedish(web_story: Story, client: FlaskClient) -> None:
    link = _link(web_story)
    with clock.at(HELD):
        page = client.get(link).text
    assert "Hur nöjd är du med kursen som helhet?" in page
    for question in STANDARD.questions.values():
        assert page.count(f'name="{question.code}"') == max(len(question.values), 1)


def test_the_tertials_count_evaluations_of_occasions_alone(web_story: Story, look: Look) -> None:
    web_story.hold(people(3))
    web_story.survey()
    (cells,) = re.findall(
        r'data-label="(?:Utvärderingar|Öppna än)">(\d+)<.*?>(\d+)<', look("").text, re.DOTALL
    )
    assert cells == ("1", "1")


def test_answering_thanks_and_tells_what_becomes_of_the_answers(
    web_story: Story, client: FlaskClient
) -> None:
    answer = _send(client, _link(web_story), overall="4", improve="Mer tid")
    assert (answer.status_code, answer.location) == (303, "/evaluation/thanks")
    assert "minst fem" in client.get(answer.location).text
    assert web_story.rows(PendingBallot)[0]["answers"] == {"overall": 4, "improve": "Mer tid"}


def test_a_forgotten_answer_is_asked_for_and_the_rest_is_kept(web_story: Story, client: FlaskClient) -> None:
    answer = _send(client, _link(web_story), relevance="2", good="Mycket")
    assert answer.status_code == 422
    assert 'name="relevance" value="2" checked' in answer.text
    assert "Mycket</textarea>" in answer.text
    assert not web_story.rows(PendingBallot)


def test_a_used_link_thanks_kindly(web_story: Story, client: FlaskClient) -> None:
    link = _link(web_story)
    _send(client, link, overall="4")
    with clock.at(HELD):
        page = client.get(link)
    assert page.status_code == 410
    assert "Tack, vi har redan fått dina svar" in page.text


def test_a_closed_link_says_so_and_an_unknown_one_too(web_story: Story, client: FlaskClient) -> None:
    link = _link(web_story)
    with clock.at(HELD + timedelta(days=30)):
        assert client.get(link).status_code == 410
    assert client.get("/evaluation/answer/nonsense").status_code == 404


def test_answer_pages_leave_no_request_id(web_story: Story, client: FlaskClient) -> None:
    link = _link(web_story)
    assert "X-Request-Id" in client.get("/evaluation/").headers
    with clock.at(HELD):
        assert "X-Request-Id" not in client.get(link).headers
    assert "X-Request-Id" not in _send(client, link, overall="4").headers


def test_an_open_evaluation_shows_its_response_rate_alone(web_story: Story, look: Look) -> None:
    present = people(6)
    evaluation_id = web_story.hold(present)
    web_story.answer_all(evaluation_id, present, FIVE)
    page = look(f"evaluations/{evaluation_id}").text
    assert "83\N{NO-BREAK SPACE}%" in page
    assert "Exemplen" not in page and "Hur nöjd" not in page


def test_a_closed_evaluation_shows_its_results_and_texts(web_story: Story, look: Look) -> None:
    evaluation_id = web_story.held_and_closed(people(6), FIVE)
    page = look(f"evaluations/{evaluation_id}").text
    assert "Hur nöjd är du med kursen som helhet?" in page
    assert page.count("<p>Exemplen</p>") == 5


def test_four_answers_are_not_shown_on_any_page(web_story: Story, look: Look) -> None:
    evaluation_id = web_story.held_and_closed(people(6), FIVE[:4])
    pages = look(f"evaluations/{evaluation_id}").text + look("").text
    assert "för få svar" in pages
    assert "Exemplen" not in pages and "Hur nöjd" not in pages


def test_a_pool_is_shown_on_the_pages_of_its_occasions_once_it_has_five(web_story: Story, look: Look) -> None:
    activity = uuid4()
    first, last = (web_story.held_and_closed(people(6), FIVE[:3], activity_id=activity) for _ in range(2))
    for evaluation_id in (first, last):
        assert "2 tillfällen av kursen tillsammans, 6 svar" in look(f"evaluations/{evaluation_id}").text


def test_what_participants_write_cannot_become_markup(web_story: Story, look: Look) -> None:
    evaluation_id = web_story.held_and_closed(people(6), [{"good": "<script>alert(1)</script>"}] * 5)
    assert "<script>alert" not in look(f"evaluations/{evaluation_id}").text


def test_a_lecturer_sees_only_their_own(web_story: Story, look: Look) -> None:
    me = uuid4()
    mine = web_story.hold(people(1), title="Mitt", lecturer_contact_id=me)
    other = web_story.hold(people(1), title="Annans")
    listed = look("", "lecturer", me).text
    assert "Mitt" in listed and "Annans" not in listed
    assert look(f"evaluations/{mine}", "lecturer", me).status_code == 200
    assert look(f"evaluations/{other}", "lecturer", me).status_code == 404


def test_a_representative_may_not_see_evaluations(look: Look) -> None:
    assert look("", "representative").status_code == 403


def test_a_coordinator_closes_by_a_button(web_story: Story, client: FlaskClient, web_app: Flask) -> None:
    evaluation_id = web_story.hold(people(2))
    headers = bearer(token_for(web_app))
    with clock.at(HELD):
        page = client.get(f"/evaluation/evaluations/{evaluation_id}", headers=headers).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        action = f"/evaluation/evaluations/{evaluation_id}/close"
        client.post(action, data={"csrf_token": token[1]}, headers=headers)
    assert web_story.evaluation_by_id(evaluation_id).state == "closed"


def test_no_page_has_inline_style_or_script(web_story: Story, look: Look, client: FlaskClient) -> None:
    evaluation_id = web_story.held_and_closed(people(6), FIVE)
    pages = look("").text + look(f"evaluations/{evaluation_id}").text + client.get("/evaluation/thanks").text
    assert not re.search(r'style="|<style|<script(?![^>]*src)', pages)


@pytest.mark.parametrize("address", ["?page=99", "?page=x", "?state=nonsense", "?occasion=1"])
def test_a_list_address_with_nonsense_still_shows_a_list(look: Look, address: str) -> None:
    assert look(address).status_code == 200
