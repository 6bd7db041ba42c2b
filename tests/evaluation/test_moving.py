"""The last day to answer moves while somebody still can, and with it what the link says and the reminders."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.evaluation import schedule
from services.evaluation.models import Evaluation
from services.evaluation.operations.moving import move_last_day
from services.evaluation.problems import EvaluationIsClosed, EvaluationWasClosed, LastDayIsWrong
from shared import clock, events
from shared.audit import audit_entries
from shared.service import transaction
from tests.evaluation.rule_book import set_rule
from tests.evaluation.story import HELD, Story, people
from tests.staff import bearer, token_for

DAY = timedelta(days=1)
LAST, NEW = date(2026, 3, 26), date(2026, 4, 9)  # two weeks after it was held, and four


def _move(story: Story, evaluation_id: UUID, closes_on: date, moment: datetime = HELD, **said: bool) -> None:
    with story.at(moment), transaction() as session:
        move_last_day(session, evaluation_id, closes_on, **said)


def _reminders(story: Story, until: datetime) -> list[tuple[int, date]]:
    """Every reminder that goes out by then: the day of the month, and the last day that it tells."""
    found, moment = [], HELD
    while moment <= until:
        before = len(story.told(events.InvitationIssued))
        with story.at(moment):
            schedule.send_reminders()
            schedule.close_evaluations()
        found += [(moment.day, e["closes_on"]) for e in story.told(events.InvitationIssued)[before:]]
        moment += DAY
    return found


def test_the_old_link_answers_until_the_new_last_day_and_closes_with_it(story: Story) -> None:
    evaluation_id = story.hold(present := people(2))
    _move(story, evaluation_id, NEW)
    tokens = story.tokens()
    story.answer(tokens[present[0]["contact_id"]], HELD + 28 * DAY)
    with story.at(HELD + 28 * DAY):
        assert not schedule.close_evaluations()
    with story.at(HELD + 29 * DAY):
        assert schedule.close_evaluations()
    assert story.evaluation_by_id(evaluation_id).closes_on == NEW
    _move(story, other := story.hold(people(1)), LAST - 10 * DAY)
    with pytest.raises(EvaluationIsClosed):
        story.answer(story.tokens(other).popitem()[1], HELD + 6 * DAY)


def test_reminders_that_lose_their_time_are_left_out_and_come_back_with_it(web_story: Story) -> None:
    set_rule(web_story.app, reminder_days=[4, 10])
    _move(web_story, evaluation_id := web_story.hold(people(1)), date(2026, 3, 18))
    assert _reminders(web_story, HELD + 5 * DAY) == [(16, date(2026, 3, 18))]
    _move(web_story, evaluation_id, LAST, HELD + 5 * DAY)
    assert _reminders(web_story, HELD + 20 * DAY) == [(22, LAST)]


def test_one_more_reminder_tells_the_new_day_to_those_who_have_not_answered(web_story: Story) -> None:
    set_rule(web_story.app, reminder_days=[4])
    evaluation_id = web_story.hold(people(1))
    assert _reminders(web_story, HELD + 9 * DAY) == [(16, LAST)]
    for _ in range(2):  # a double click
        _move(web_story, evaluation_id, NEW, HELD + 9 * DAY, remind_again=True)
    assert _reminders(web_story, HELD + 40 * DAY) == [(6, NEW)]


@pytest.mark.parametrize(
    ("day", "said", "field"),
    [
        (date(2026, 3, 13), {}, "closes_on"),  # yesterday
        (date(2026, 6, 11), {}, "closes_on"),  # 91 days
        (date(2026, 3, 18), {"remind_again": True}, "remind_again"),
    ],
)
def test_a_day_that_cannot_be_the_last_changes_nothing(
    day: date, said: dict[str, bool], field: str, web_story: Story
) -> None:
    set_rule(web_story.app, reminder_days=[4])
    before = web_story.evaluation_by_id(web_story.hold(people(2)))
    with pytest.raises(LastDayIsWrong) as refused:
        _move(web_story, before.id, day, HELD + 2 * DAY, **said)
    assert [*refused.value.errors] == [field]
    after = web_story.evaluation_by_id(before.id)
    assert (after.closes_on, after.reminder_days) == (before.closes_on, [4])
    assert not _noted(web_story)


def test_what_has_closed_or_whose_time_is_over_stays_closed(web_story: Story) -> None:
    closed, over = web_story.hold(people(2)), web_story.hold(people(2))
    web_story.close(closed)
    for evaluation_id, moment in ((closed, HELD), (over, web_story.evaluation_by_id(over).closes_at)):
        with pytest.raises(EvaluationWasClosed):
            _move(web_story, evaluation_id, NEW, moment)


def test_a_sent_survey_and_a_planned_follow_up_move_too(web_story: Story) -> None:
    web_story.add_recipients(survey := web_story.survey(), 3)
    _move(web_story, survey, HELD.date() + 366 * DAY)
    with pytest.raises(LastDayIsWrong):
        _move(web_story, survey, HELD.date() + 367 * DAY)
    web_story.hold(people(2), kind="credit_course")
    (planned,) = [row for row in web_story.rows(Evaluation) if row["purpose"] == "follow_up"]
    opens_on = clock.local(planned["due_at"]).date()
    with pytest.raises(LastDayIsWrong):
        _move(web_story, planned["id"], opens_on - DAY)
    _move(web_story, planned["id"], opens_on + DAY)


def test_the_office_moves_the_day_by_a_form_and_those_asked_see_it(
    web_story: Story, client: FlaskClient
) -> None:
    evaluation_id = web_story.hold(people(2))
    office = bearer(token_for(web_story.app)) | {"Accept-Language": "sv"}
    page = f"/evaluation/evaluations/{evaluation_id}"
    with clock.at(HELD):
        assert f"{page}/last-day" in client.get(page, headers=office).text
        shown = client.get(f"{page}/last-day", headers=office).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
        assert token and "26 mars 2026" in shown

        def send(day: str) -> TestResponse:
            return client.post(
                f"{page}/last-day", data={"closes_on": day, "csrf_token": token[1]}, headers=office
            )

        wrong = send("2026-03-01")
        assert wrong.status_code == 422 and "Sista dagen får inte redan ha varit" in wrong.text
        moved = send("2026-04-09")
        assert (moved.status_code, moved.location) == (303, page)
        (link, *_) = web_story.tokens().values()
        asked = client.get(f"/evaluation/answer/{link}", headers={"Accept-Language": "sv"})
    assert "Svara senast 9 april 2026" in asked.text and "26 mars" not in asked.text
    (entry,) = _noted(web_story)
    assert entry["details"] == {"before": "2026-03-26", "closes_on": "2026-04-09", "remind_again": False}


def test_a_program_moves_the_day_and_a_lecturer_does_not(web_story: Story, client: FlaskClient) -> None:
    path = f"/evaluation/api/evaluations/{web_story.hold(people(2))}"
    with clock.at(HELD):
        for role, status in (("lecturer", 403), ("coordinator", 200)):
            headers = bearer(token_for(web_story.app, role))
            answer = client.patch(path, json={"closes_on": "2026-04-09"}, headers=headers)
            assert answer.status_code == status
    assert answer.json["closes_on"] == "2026-04-09"


def _noted(story: Story) -> list[dict[str, Any]]:
    return [row for row in story.rows_of(audit_entries) if row["action"] == "evaluation.moved"]
