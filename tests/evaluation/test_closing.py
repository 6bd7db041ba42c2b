"""The closing: from then on the answers are nobody's, and small groups stay hidden."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from services.evaluation import models, schedule
from services.evaluation.problems import EvaluationWasClosed
from shared import events
from shared.backbone import backbone
from tests.evaluation.story import HELD, Story, people

FIGURES = [{"overall": 5}, {"overall": 4}, {"overall": 4}, {"overall": 2}, {"overall": 5}]


def test_results_are_published_from_five_answers(story: Story) -> None:
    evaluation_id = story.held_and_closed(people(7), FIGURES)
    (event,) = story.told(events.OccasionResultsPublished)
    (overall,) = event["questions"]
    assert UUID(event.subject) == evaluation_id
    assert (overall["answered"], overall["mean"], overall["satisfied"]) == (5, 4.0, 4)
    assert overall["counts"] == {"1": 0, "2": 1, "3": 0, "4": 2, "5": 2}


def test_the_closing_is_reported_with_its_counts(story: Story) -> None:
    story.held_and_closed(people(7), FIGURES)
    event = story.told(events.ResponseCounted)[-1]
    assert (event["state"], event["invited"], event["answered"]) == ("closed", 7, 5)


def test_four_answers_are_published_nowhere(story: Story) -> None:
    evaluation_id = story.held_and_closed(people(7), FIGURES[:4])
    assert not story.told(events.OccasionResultsPublished)
    unit = next(row for row in story.rows(models.Unit))
    assert unit["results"] is None and unit["is_pool"]
    assert story.evaluation_by_id(evaluation_id).answered == 4


def test_nothing_but_counts_leaves_while_an_evaluation_is_open(story: Story) -> None:
    present = people(6)
    story.answer_all(story.hold(present), present, FIGURES)
    told = {event.type for event in story.told(events.ResponseCounted)}
    assert told == {events.ResponseCounted}
    assert not story.told(events.OccasionResultsPublished)


def test_a_question_that_four_answered_is_not_shown_and_not_counted_anywhere(story: Story) -> None:
    answers = [answer | {"lecturer": 3} for answer in FIGURES[:4]] + FIGURES[4:]
    story.held_and_closed(people(5), answers)
    (event,) = story.told(events.OccasionResultsPublished)
    assert [question["code"] for question in event["questions"]] == ["overall"]
    assert {row["question"] for row in story.rows(models.Tally)} == {"overall"}


def test_small_evaluations_of_an_activity_are_published_together_once_they_have_five(story: Story) -> None:
    activity = uuid4()
    for count in (3, 2, 1):
        story.held_and_closed(people(4), FIGURES[:count], activity_id=activity)
    answered = sorted((row["answered"], row["results"] is not None) for row in story.rows(models.Unit))
    assert answered == [(1, False), (5, True)]


def test_a_published_pool_does_not_grow(story: Story) -> None:
    activity = uuid4()
    for _ in range(4):
        story.held_and_closed(people(4), FIGURES[:3], activity_id=activity)
    assert sorted(row["answered"] for row in story.rows(models.Unit)) == [6, 6]


def test_pooled_answers_leave_no_tally_by_any_fact(story: Story) -> None:
    activity = uuid4()
    for _ in range(2):
        story.held_and_closed(people(4), FIGURES[:4], activity_id=activity)
    assert not story.rows(models.Tally)
    assert not story.rows(models.Reach)


def test_after_the_closing_every_invitation_of_the_evaluation_is_alike(story: Story) -> None:
    story.held_and_closed(people(8), FIGURES)
    rows = story.rows(models.Invitation)
    known = {"id", "evaluation_id", "respondent_id", "contact_id"}
    rest = [{name: value for name, value in row.items() if name not in known} for row in rows]
    assert len(rows) == 8
    assert all(row == rest[0] for row in rest)
    assert {value for name, value in rest[0].items() if name != "state"} == {None}


def test_after_the_closing_nothing_pending_is_left(story: Story) -> None:
    story.held_and_closed(people(8), FIGURES)
    assert not story.rows(models.PendingBallot)


def test_ballots_carry_nothing_but_figures_under_a_random_id(story: Story) -> None:
    story.held_and_closed(people(6), [*FIGURES, {"overall": 1, "good": "Lokalen"}])
    for row in story.rows(models.Ballot):
        assert row.keys() == {"id", "unit_id", "answers"}
        assert row["id"].version == 4
        assert row["answers"].keys() == {"overall"}


def test_texts_are_kept_apart_from_the_ballots(story: Story) -> None:
    story.held_and_closed(people(5), [{"overall": 5, "improve": f"Text {n}"} for n in range(5)])
    rows = story.rows(models.FreeText)
    assert {row["text"] for row in rows} == {f"Text {n}" for n in range(5)}
    assert not {row["id"] for row in rows} & {row["id"] for row in story.rows(models.Ballot)}


def test_the_order_in_the_database_is_not_the_order_of_the_answers(story: Story) -> None:
    """Forty answers in their own order once in 40! runs."""
    order = [{"overall": 1 + n // 8, "good": f"{n:02d}"} for n in range(40)]
    story.held_and_closed(people(40), order)
    texts = [row["text"] for row in story.rows(models.FreeText)]
    figures = [row["answers"]["overall"] for row in story.rows(models.Ballot)]
    assert texts != sorted(texts) and figures != sorted(figures)
    asked = [row["respondent_id"] for row in story.rows(models.Invitation)]
    assert asked != sorted(asked)


def test_no_table_tells_one_who_answered_from_one_who_did_not(story: Story) -> None:
    """Two people with the same facts, one of whom answered, can change places without a trace."""
    present = people(7)
    evaluation_id = story.hold(present)
    tokens = story.tokens(evaluation_id)
    story.answer_all(evaluation_id, present[:5], FIGURES)
    story.close(evaluation_id)
    links = [tokens[one["contact_id"]] for one in present]
    found = _where_found(story, links, present)
    assert found == [{"invitations.contact_id", "invitations.respondent_id"}] * 7


def test_what_is_deleted_is_overwritten_in_the_file(web_story: Story) -> None:
    present = people(5)
    evaluation_id = web_story.hold(present)
    web_story.answer_all(evaluation_id, present, [{"overall": 5, "good": "SÄRSKILD MENING"}] * 5)
    hashes = [web_story.hashed(token) for token in web_story.tokens(evaluation_id).values()]
    assert any(_in_files(web_story, text) for text in hashes)
    web_story.close(evaluation_id)
    with web_story.at():
        assert schedule.wipe()
        assert not schedule.wipe()
    assert not [text for text in hashes if _in_files(web_story, text)]
    assert _in_files(web_story, "SÄRSKILD MENING")


def test_wiping_happens_once_for_each_closing_on_each_database(story: Story) -> None:
    for _ in range(2):
        story.held_and_closed(people(5), FIGURES)
    assert story.wipe()
    assert not story.rows(models.Leftover)


def test_evaluations_close_by_themselves_after_their_last_day(story: Story) -> None:
    evaluation_id = story.hold(people(2))
    closes_at = story.evaluation_by_id(evaluation_id).closes_at
    for moment, state in ((closes_at - timedelta(seconds=1), "open"), (closes_at, "closed")):
        with story.at(moment):
            schedule.close_evaluations()
        assert story.evaluation_by_id(evaluation_id).state == state


def test_the_schedule_closes_each_due_evaluation_and_then_rests(story: Story) -> None:
    for _ in range(3):
        story.hold(people(1))
    with story.at(HELD + timedelta(days=20)):
        assert [schedule.close_evaluations() for _ in range(4)] == [True, True, True, False]


def test_an_evaluation_closes_once(story: Story) -> None:
    evaluation_id = story.held_and_closed(people(5), FIGURES)
    with pytest.raises(EvaluationWasClosed):
        story.close(evaluation_id)
    assert len(story.told(events.OccasionResultsPublished)) == 1


def test_an_evaluation_that_nobody_answered_closes_too(story: Story) -> None:
    evaluation_id = story.held_and_closed(people(3), [])
    assert story.evaluation_by_id(evaluation_id).unit_id is None
    assert story.wipe()


def _where_found(story: Story, tokens: list[str], present: list[dict[str, object]]) -> list[set[str]]:
    """For each person, the columns of all tables that hold something of theirs, save the private event."""
    found = []
    for token, one in zip(tokens, present, strict=True):
        traces = (story.hashed(token), str(one["registration_id"]), str(one["contact_id"]))
        found.append(
            {
                f"{table.name}.{column.name}"
                for table in [*models.Base.metadata.sorted_tables, *backbone.sorted_tables]
                for column in table.columns
                if (table.name, column.name) != ("outbox", "body")
                and any(trace in value for value in _texts(story, column) for trace in traces)
            }
        )
    return found


def _texts(story: Story, column: sa.Column[object]) -> list[str]:
    with story.database.read() as session:
        return [str(value) for value in session.scalars(sa.select(column))]


def _in_files(story: Story, text: str) -> bool:
    path = Path(str(story.database.url.database))
    files = [file for file in path.parent.glob(f"{path.name}*") if not file.name.endswith("-shm")]
    return any(text.encode() in file.read_bytes() for file in files)
