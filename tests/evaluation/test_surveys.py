"""Surveys: made, changed until somebody was asked, sent to whom the office chose, and closed anonymously."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.evaluation import models, operations, schedule
from services.evaluation.operations.surveys import cancel_survey, change_survey, close_survey
from services.evaluation.problems import EvaluationWasClosed, SurveyIsUnknown, SurveyIsWrong, SurveyWasSent
from services.evaluation.queries.surveys import list_surveys, see_survey
from shared import clock, events
from shared.inbox.tables import failed, retries
from shared.service import reading, transaction
from tests.evaluation.story import HELD, Story, people
from tests.events import handed

LATER = HELD + timedelta(days=7)
FIVE = [{"overall": 4}] * 5


def _change(story: Story, survey_id: UUID, moment: datetime = HELD, **change: Any) -> None:
    with story.at(moment), transaction() as session:
        change_survey(session, survey_id, change)


def _cancel(story: Story, survey_id: UUID) -> None:
    with story.at(), transaction() as session:
        cancel_survey(session, survey_id)


def _state(story: Story, survey_id: UUID, moment: datetime = HELD) -> str:
    with story.at(moment), reading() as session:
        return see_survey(session, survey_id).state


def _invited(story: Story, survey_id: UUID) -> list[UUID]:
    rows = story.rows(models.Invitation)
    return [row["contact_id"] for row in rows if row["evaluation_id"] == survey_id]


def test_a_survey_is_planned_then_open_then_closed(story: Story) -> None:
    survey_id = story.survey(opens_at=LATER)
    closes_at = story.evaluation_by_id(survey_id).closes_at
    assert _state(story, survey_id) == "planned"
    assert _state(story, survey_id, LATER) == "open"
    with story.at(closes_at):
        assert schedule.close_evaluations()
    assert _state(story, survey_id, closes_at) == "closed"


def test_its_facts_are_those_of_the_day_on_which_it_opens(story: Story) -> None:
    late_in_april = datetime(2026, 4, 30, 22, 30, tzinfo=UTC)  # the first of May in Sweden
    survey = story.evaluation_by_id(story.survey(opens_at=late_in_april, closes_on=date(2026, 5, 20)))
    assert (survey.held_on, survey.tertial) == (date(2026, 5, 1), "2026-T2")
    assert survey.closes_at == datetime(2026, 5, 20, 22, tzinfo=UTC)
    assert survey.questionnaire_version == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"questionnaire": "standard"}, "questionnaire"),
        ({"questionnaire": "nonsense"}, "questionnaire"),
        ({"opens_at": HELD - timedelta(days=1)}, "opens_at"),
        ({"closes_on": HELD.date() - timedelta(days=1)}, "closes_on"),
        ({"opens_at": LATER, "closes_on": HELD.date()}, "closes_on"),
        ({"closes_on": HELD.date() + timedelta(days=400)}, "closes_on"),
        ({"reminder_days": [10, 4]}, "reminder_days"),
        ({"reminder_days": [1]}, "reminder_days"),
        ({"reminder_days": [4, 5]}, "reminder_days"),
        ({"reminder_days": [4, 20]}, "reminder_days"),
        ({"compared_with": uuid4()}, "compared_with"),
    ],
)
def test_a_survey_that_does_not_fit_together_is_refused(
    web_story: Story, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(SurveyIsWrong) as refused:
        web_story.survey(**given)
    assert refused.value.errors.keys() == {field}
    assert not web_story.rows(models.Evaluation)


def test_an_evaluation_of_an_occasion_is_no_survey(story: Story) -> None:
    evaluation_id = story.hold(people(2))
    for act in (cancel_survey, close_survey, see_survey):
        with pytest.raises(SurveyIsUnknown), story.at(), transaction() as session:
            act(session, evaluation_id)
    with pytest.raises(SurveyIsWrong):
        story.survey(compared_with=evaluation_id)


def test_a_survey_may_be_changed_until_somebody_was_asked(story: Story) -> None:
    survey_id = story.survey(opens_at=LATER, reminder_days=[4])
    story.add_recipients(survey_id, 2)
    _change(story, survey_id, title="Behov 2027", questionnaire="needs")
    survey = story.evaluation_by_id(survey_id)
    assert (survey.title, survey.questionnaire, survey.due_at) == ("Behov 2027", "needs", LATER)
    assert survey.next_reminder_at and survey.next_reminder_at.date() == (LATER + timedelta(days=4)).date()
    with story.at(LATER):
        schedule.issue_invitations()
    with pytest.raises(SurveyWasSent):
        _change(story, survey_id, LATER, title="Något annat")


def test_a_change_that_does_not_fit_changes_nothing(story: Story) -> None:
    survey_id = story.survey(opens_at=LATER)
    with pytest.raises(SurveyIsWrong):
        _change(story, survey_id, title="Nytt", closes_on=HELD.date())
    assert story.evaluation_by_id(survey_id).title == "Årets enkät"


def test_a_survey_that_is_called_off_asks_nobody_and_is_gone(story: Story) -> None:
    survey_id = story.survey(opens_at=LATER)
    other = story.survey(opens_at=LATER, compared_with=survey_id)
    story.add_recipients(survey_id, 3)
    _cancel(story, survey_id)
    with story.at(LATER):
        schedule.issue_invitations()
    assert not story.told(events.InvitationIssued) and not story.rows(models.Invitation)
    assert story.evaluation_by_id(other).compared_with is None


def test_a_survey_that_was_sent_cannot_be_called_off(story: Story) -> None:
    survey_id = story.survey()
    story.add_recipients(survey_id, 1)
    with pytest.raises(SurveyWasSent):
        _cancel(story, survey_id)


def test_recipients_are_asked_once_when_it_opens_however_often_they_were_chosen(story: Story) -> None:
    survey_id = story.survey(opens_at=LATER)
    first, second, third = contacts = [uuid4() for _ in range(3)]
    again = story.hears_of_recipients(survey_id, [first, second])
    story.hears_of_recipients(survey_id, [third, second])
    handed(story.app, again)
    with story.at():
        schedule.issue_invitations()
    assert not story.told(events.InvitationIssued)
    with story.at(LATER):
        schedule.issue_invitations()
    told = story.told(events.InvitationIssued)
    assert sorted(event["contact_id"] for event in told) == sorted(contacts)
    assert {(event["purpose"], event["occasion_id"], event["source"]) for event in told} == {
        ("survey", None, "representative")
    }
    assert story.evaluation_by_id(survey_id).invited == 3


def test_whoever_is_chosen_after_the_opening_is_asked_at_once(story: Story) -> None:
    survey_id = story.survey()
    story.add_recipients(survey_id, 2)
    late = story.add_recipients(survey_id, 1, HELD + timedelta(days=3))
    assert story.told(events.InvitationIssued)[-1]["contact_id"] == late[0]
    assert story.evaluation_by_id(survey_id).invited == 3


def test_a_closed_survey_asks_nobody_more(story: Story) -> None:
    survey_id = story.survey_answered(FIVE)
    story.add_recipients(survey_id, 3)
    assert len(_invited(story, survey_id)) == 12
    over = story.survey()
    story.hears_of_recipients(over, [uuid4()], HELD + timedelta(days=30))  # closing is due, not done yet
    assert not _invited(story, over)


def test_recipients_of_something_that_is_no_survey_are_passed_over(story: Story) -> None:
    evaluation_id = story.hold(people(1))
    for unknown in (uuid4(), evaluation_id):
        story.hears_of_recipients(unknown, [uuid4()])
    assert len(story.rows(models.Invitation)) == 1
    assert not story.rows_of(failed) and not story.rows_of(retries)


def test_somebody_who_was_erased_is_not_asked_and_leaves_no_id_behind(story: Story) -> None:
    survey_id = story.survey()
    gone, stays = story.add_recipients(survey_id, 2)
    handed(story.app, events.PersonErased(gone, version=1, request_id=uuid4()))
    story.hears_of_recipients(survey_id, [gone])
    rows = story.rows(models.Invitation)
    assert len(rows) == 2 and story.evaluation_by_id(survey_id).invited == 2
    assert gone not in {row[name] for row in rows for name in ("contact_id", "respondent_id")}
    assert stays in {row["respondent_id"] for row in rows}


def test_those_who_have_not_answered_are_reminded(story: Story) -> None:
    survey_id = story.survey(reminder_days=[4, 10])
    answered, silent = story.add_recipients(survey_id, 2)
    story.answer(story.tokens(survey_id)[answered], **FIVE[0])
    with story.at(HELD + timedelta(days=5)):
        schedule.send_reminders()
    reminder = story.told(events.InvitationIssued)[-1]
    assert (reminder["contact_id"], reminder["reminder"]) == (silent, 1)
    assert reminder["source"] == "representative"


def test_five_answers_are_results_and_texts(story: Story) -> None:
    survey_id = story.survey_answered([{"overall": 4, "improve": "Fler nätverk"}] * 5)
    with story.at(), reading() as session:
        seen = see_survey(session, survey_id)
    assert seen.has_results and (seen.answered, seen.survey.invited) == (5, 12)
    assert {row["text"] for row in story.rows(models.FreeText)} == {"Fler nätverk"}


def test_four_answers_are_never_results(story: Story) -> None:
    first = story.survey_answered(FIVE[:4])
    story.survey_answered(FIVE[:4])
    with story.at(), reading() as session:
        assert not see_survey(session, first).has_results
    assert [row["results"] for row in story.rows(models.Unit)] == [None, None]


def test_a_survey_is_counted_in_no_tertial_and_told_to_no_report(story: Story) -> None:
    story.survey_answered(FIVE)
    assert not story.rows(models.Tally) and not story.rows(models.Reach)
    told = [*story.told(events.ResponseCounted), *story.told(events.OccasionResultsPublished)]
    assert not told
    with story.at(datetime(2026, 8, 1, tzinfo=UTC)), transaction() as session:
        assert operations.publish_ended_tertials(session) == 0


def test_after_the_closing_the_invitations_of_a_survey_are_alike(story: Story) -> None:
    story.survey_answered(FIVE, asked=8)
    known = {"id", "evaluation_id", "respondent_id", "contact_id", "state"}
    rest = [{name: row[name] for name in row.keys() - known} for row in story.rows(models.Invitation)]
    assert len(rest) == 8 and all(row == rest[0] for row in rest)
    assert rest[0]["source"] is None
    assert not story.rows(models.InvitationLink) and not story.rows(models.PendingBallot)


def test_a_survey_is_closed_early_once(story: Story) -> None:
    survey_id = story.survey()
    for expected in (None, EvaluationWasClosed):
        with story.at(), transaction() as session:
            if expected is None:
                assert close_survey(session, survey_id).state == "closed"
            else:
                with pytest.raises(expected):
                    close_survey(session, survey_id)


def test_surveys_are_listed_by_how_far_they_have_come(story: Story) -> None:
    planned, still_open = story.survey(opens_at=LATER), story.survey()
    closed = story.survey_answered(FIVE)
    story.hold(people(1))
    with clock.at(HELD + timedelta(seconds=1)), story.app.app_context(), reading() as session:
        found = {
            state: [item.survey.id for item in list_surveys(session, state=state).items]
            for state in ("planned", "open", "closed", None)
        }
    assert found["planned"] == [planned] and found["open"] == [still_open] and found["closed"] == [closed]
    assert found[None][0] == planned and len(found[None]) == 3


@pytest.mark.parametrize(("asked", "is_small"), [(0, False), (1, True), (10, True), (11, False)])
def test_the_office_is_warned_of_few_recipients(web_story: Story, asked: int, is_small: bool) -> None:
    survey_id = web_story.survey()
    web_story.add_recipients(survey_id, asked)
    with web_story.at(), reading() as session:
        assert see_survey(session, survey_id).is_small is is_small
