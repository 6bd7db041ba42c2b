"""Answering: once, within the time, and only what was asked."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from services.evaluation import problems, schedule
from services.evaluation.models import Invitation, PendingBallot
from services.evaluation.tokens import new_token
from shared import events
from shared.ids import new_id
from tests.evaluation.story import HELD, Story, people


def test_an_answer_is_kept_with_the_facts_and_without_any_link_to_the_invitation(story: Story) -> None:
    story.hold(people(1, municipality="0180", district="jarva"))
    (token,) = story.tokens().values()
    story.answer(token, overall=4, good=" Bra exempel. ", improve="")
    (ballot,) = story.rows(PendingBallot)
    assert ballot["answers"] == {"overall": 4, "good": "Bra exempel."}
    assert (ballot["municipality"], ballot["district"]) == ("0180", "jarva")
    assert ballot["id"] != story.rows(Invitation)[0]["id"]


def test_a_link_answers_once(story: Story) -> None:
    story.hold(people(1))
    (token,) = story.tokens().values()
    story.answer(token)
    with pytest.raises(problems.AlreadyAnswered):
        story.answer(token)
    assert len(story.rows(PendingBallot)) == 1


def test_a_link_answered_in_many_tabs_at_once_answers_once(story: Story) -> None:
    story.hold(people(1))
    (token,) = story.tokens().values()
    outcomes = _at_once(8, lambda number: story.answer(token, overall=number % 5 + 1))
    assert sorted(outcomes) == ["AlreadyAnswered"] * 7 + ["done"]
    assert len(story.rows(PendingBallot)) == 1


def test_everybody_may_answer_at_the_same_time(story: Story) -> None:
    story.hold(people(12))
    tokens = list(story.tokens().values())
    assert _at_once(12, lambda number: story.answer(tokens[number])) == ["done"] * 12
    assert len(story.rows(PendingBallot)) == 12


def test_answers_that_race_with_the_closing_are_counted_or_refused(story: Story) -> None:
    evaluation_id = story.hold(people(10))
    tokens = list(story.tokens().values())

    def act(number: int) -> None:
        if number == 5:
            story.close(evaluation_id)
        else:
            story.answer(tokens[number])

    outcomes = _at_once(10, act)
    assert set(outcomes) <= {"done", "EvaluationIsClosed"}
    assert story.evaluation_by_id(evaluation_id).answered == outcomes.count("done") - 1
    assert not story.rows(PendingBallot)


def test_a_link_never_given_out_is_unknown(story: Story) -> None:
    evaluation_id = story.hold(people(1))
    for token in (new_token(evaluation_id), new_token(new_id()), "nonsense", "å", "=" * 9):
        with pytest.raises(problems.LinkIsUnknown):
            story.answer(token)


def test_a_link_says_that_the_time_is_over_before_and_after_the_closing(story: Story) -> None:
    story.hold(people(1))
    (token,) = story.tokens().values()
    late = HELD + timedelta(days=15)
    with pytest.raises(problems.EvaluationIsClosed):
        story.answer(token, late)
    with story.at(late):
        schedule.close_evaluations()
    with pytest.raises(problems.EvaluationIsClosed):
        story.answer(token, late)


def test_a_wrong_answer_is_named_and_changes_nothing(story: Story) -> None:
    story.hold(people(1))
    (token,) = story.tokens().values()
    with pytest.raises(problems.AnswersAreWrong) as raised:
        story.answer(token, overall=0, recommend=11)
    assert raised.value.errors.keys() == {"overall", "recommend"}
    assert not story.rows(PendingBallot)
    story.answer(token)


def test_counts_leave_at_most_once_an_hour_and_never_per_answer(story: Story) -> None:
    evaluation_id = story.hold(people(4))
    tokens = list(story.tokens(evaluation_id).values())
    for minute in range(0, 200, 20):
        moment = HELD + timedelta(minutes=minute)
        if minute % 40 == 0 and tokens:
            story.answer(tokens.pop(), moment)
        with story.at(moment):
            schedule.report_counts()
    assert [event["answered"] for event in story.told(events.ResponseCounted)] == [0, 2, 4]


def _at_once(count: int, act: Any) -> list[str]:
    outcomes: list[str] = []
    start = threading.Barrier(count)

    def run(number: int) -> None:
        start.wait()
        try:
            act(number)
            outcomes.append("done")
        except problems.Problem as problem:
            outcomes.append(type(problem).__name__)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
