"""Lecturers and suppliers: asked by name about what is new, and shown the results at the closing."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.evaluation import schedule
from services.evaluation.models import LecturerLink, LecturerReport, ResultLink
from services.evaluation.queries.lecturers import report_of
from shared import clock, events
from shared.service import reading
from tests.evaluation.rule_book import set_rule
from tests.evaluation.story import HELD, Story, completed, people
from tests.events import handed
from tests.registration.browsing import send, text_of
from tests.staff import bearer, token_for

FIVE = [{"overall": 5, "good": "Exemplen"}] * 5
ASKED = {"lecturer_when": "new", "lecturer_questionnaire": "lecturer"}
IN_HOUSE = {"form": "in_house"}


def hold(story: Story, **state: Any) -> UUID:
    """An occasion with a lecturer, who is asked if the rule says so."""
    evaluation_id = story.hold(people(6), **{"lecturer_contact_id": uuid4()} | state)
    with story.at():
        schedule.ask_lecturers()
    return evaluation_id


def link(story: Story) -> str:
    return f"/evaluation/report/{story.told(events.LecturerAsked)[-1]['token']}"


@pytest.mark.parametrize(
    ("state", "when", "is_asked"),
    [
        ({"form": "procured"}, "new", True),
        (IN_HOUSE | {"is_new_activity": True}, "new", True),
        (IN_HOUSE, "new", False),
        (IN_HOUSE, "always", True),
        ({"form": "procured"}, "never", False),
        ({"form": "procured", "lecturer_contact_id": None}, "new", False),
    ],
)
def test_the_lecturer_is_asked_where_the_rule_says_so(
    story: Story, state: dict[str, Any], when: str, is_asked: bool
) -> None:
    set_rule(story.app, lecturer_when=when, lecturer_questionnaire="lecturer")
    evaluation_id = hold(story, **state)
    told = [(event["evaluation_id"], event.version) for event in story.told(events.LecturerAsked)]
    assert told == ([(evaluation_id, 1)] if is_asked else [])


def test_a_lecturer_who_has_not_answered_is_reminded(story: Story) -> None:
    set_rule(story.app, **ASKED, reminder_days=[4, 10])
    hold(story)
    for day in (3, 4, 5, 10):
        with story.at(HELD + timedelta(days=day)):
            schedule.send_reminders()
    told = [(event.version, event.data.get("reminder")) for event in story.told(events.LecturerAsked)]
    assert told == [(1, None), (2, 1), (3, 2)]
    assert len(story.rows(LecturerLink)) == 3


def test_another_lecturer_is_asked_instead_unless_the_first_has_answered(story: Story) -> None:
    first, second, occasion = uuid4(), uuid4(), uuid4()
    hold(story, occasion_id=occasion, lecturer_contact_id=first)
    hold(story, occasion_id=occasion, lecturer_contact_id=second, version=6)
    one, other = story.told(events.LecturerAsked)
    assert (one["contact_id"], other["contact_id"]) == (first, second)
    assert one.subject != other.subject
    assert [row["contact_id"] for row in story.rows(LecturerReport)] == [second]


def test_a_lecturer_answers_by_name_and_once(web_story: Story, client: FlaskClient) -> None:
    evaluation_id = hold(web_story)
    with clock.at(HELD):
        page = client.get(link(web_story))
        assert "Dina svar är inte anonyma" in text_of(page)
        assert send(client, link(web_story), goal_reached="4").location == "/evaluation/report/thanks"
        assert "Tack" in client.get("/evaluation/report/thanks").text
        again = client.get(link(web_story))
    assert (again.status_code, "redan" in again.text) == (410, True)
    with web_story.at(), reading() as session:
        seen = report_of(session, evaluation_id)
    assert seen is not None
    assert seen.is_given
    assert ("goal_reached", "4 av 5") in [(question.code, said) for question, said in seen.given]


def test_the_office_reads_the_report_beside_the_results_and_nobody_else_does(
    web_story: Story, client: FlaskClient
) -> None:
    lecturer = uuid4()
    page = f"/evaluation/evaluations/{hold(web_story, lecturer_contact_id=lecturer)}"
    office = bearer(token_for(web_story.app))
    with clock.at(HELD):
        assert "har inte svarat än" in text_of(client.get(page, headers=office))
        send(client, link(web_story), goal_reached="4", what_worked="Gruppen")
        seen = text_of(client.get(page, headers=office))
        own = client.get(page, headers=bearer(token_for(web_story.app, "lecturer", contact_id=lecturer)))
    assert "Med namn: föreläsarens eller leverantörens svar" in seen
    assert "4 av 5" in seen and "Gruppen" in seen
    assert own.status_code == 200 and "Med namn" not in own.text and "Gruppen" not in own.text


def test_an_answer_beyond_the_scale_is_asked_for_again(web_story: Story, client: FlaskClient) -> None:
    hold(web_story)
    with clock.at(HELD):
        answer = send(client, link(web_story), goal_reached="9")
    assert answer.status_code == 422
    assert web_story.rows(LecturerReport)[0]["state"] == "issued"


def test_a_link_that_is_no_link_or_comes_too_late_says_so_kindly(
    web_story: Story, client: FlaskClient
) -> None:
    evaluation_id = hold(web_story)
    assert client.get("/evaluation/report/nonsense").status_code == 404
    web_story.close(evaluation_id)
    late = client.get(link(web_story))
    assert (late.status_code, "svara" in text_of(late)) == (410, True)


def shown(story: Story) -> str:
    (told,) = story.told(events.ResultsLinkIssued)
    return f"/evaluation/results/{told['token']}"


def test_whoever_was_asked_gets_a_link_to_the_results(web_story: Story, client: FlaskClient) -> None:
    present, lecturer = people(6), uuid4()
    evaluation_id = web_story.hold(present, lecturer_contact_id=lecturer)
    with web_story.at():
        schedule.ask_lecturers()
    web_story.answer_all(evaluation_id, present, FIVE)
    web_story.close(evaluation_id)
    (told,) = web_story.told(events.ResultsLinkIssued)
    assert (told["contact_id"], told["expires_on"]) == (lecturer, HELD.date() + timedelta(days=90))
    with clock.at(HELD):
        page = text_of(client.get(shown(web_story)))
    assert "Exemplen" in page
    assert "Hur nöjd är du" in page


def test_a_lecturer_of_too_few_answers_is_told_so(web_story: Story, client: FlaskClient) -> None:
    web_story.close(hold(web_story))
    with clock.at(HELD):
        page = client.get(shown(web_story))
    assert "Färre än fem har svarat" in text_of(page)


def test_the_link_to_results_ends_after_ninety_days(web_story: Story, client: FlaskClient) -> None:
    web_story.close(hold(web_story))
    with clock.at(HELD + timedelta(days=90)):
        assert client.get(shown(web_story)).status_code == 200
    with clock.at(HELD + timedelta(days=91)):
        over = client.get(shown(web_story))
    assert (over.status_code, "gäller inte längre" in text_of(over)) == (410, True)
    assert client.get("/evaluation/results/nonsense").status_code == 404


def test_a_lecturer_who_was_not_asked_gets_no_link(story: Story) -> None:
    story.close(hold(story, **IN_HOUSE))
    assert not story.told(events.ResultsLinkIssued)


def test_an_erased_lecturer_is_forgotten_with_what_they_said(story: Story) -> None:
    lecturer = uuid4()
    story.close(hold(story, lecturer_contact_id=lecturer))
    handed(story.app, events.PersonErased(lecturer, version=1, request_id=uuid4()))
    assert not story.rows(LecturerReport) + story.rows(LecturerLink) + story.rows(ResultLink)
    handed(story.app, completed(people(1), lecturer_contact_id=lecturer))
    assert not story.rows(LecturerReport)


def test_a_lecturer_is_given_a_copy_of_what_they_said(web_app: Flask, client: FlaskClient) -> None:
    story, lecturer = Story(web_app), uuid4()
    hold(story, lecturer_contact_id=lecturer)
    with clock.at(HELD):
        send(client, link(story), goal_reached="4")
    handed(web_app, events.ExportRequested(lecturer, version=1, request_id=uuid4()))
    (told,) = story.told(events.EvaluationPersonExported)
    (said,) = told["content"]["reports"]
    assert "4 av 5" in said["text"]
