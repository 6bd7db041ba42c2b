"""Reminders: to those who have not answered, each once, while the evaluation is open."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask

from services.evaluation import schedule
from services.evaluation.operations.reminding import next_reminder_at, send_due_reminders
from shared import events
from shared.service import transaction
from tests.evaluation.rule_book import set_rule
from tests.evaluation.story import HELD, Person, Story, completed, people
from tests.events import handed

DAY = timedelta(days=1)
TWICE = {"reminder_days": [4, 10]}


def remind(story: Story, moment: datetime) -> None:
    """The job as a worker runs it: again while it says that more may wait."""
    with story.at(moment):
        while schedule.send_reminders():
            pass


def reminded(story: Story, number: int) -> list[UUID]:
    """The contacts that got that reminder, in order of their ids."""
    return sorted(
        event["contact_id"]
        for event in story.told(events.InvitationIssued)
        if event.data.get("reminder") == number
    )


def contacts(present: list[Person]) -> list[UUID]:
    return sorted(one["contact_id"] for one in present)


@pytest.fixture(autouse=True)
def _reminders(request: pytest.FixtureRequest) -> None:
    name = "app" if "story" in request.fixturenames else "web_app"
    set_rule(request.getfixturevalue(name), **TWICE)


def test_those_who_have_not_answered_are_reminded_with_a_link_of_their_own(story: Story) -> None:
    answered, *silent = present = people(4)
    evaluation_id = story.hold(present)
    story.answer(story.tokens()[answered["contact_id"]])
    first = story.tokens()
    remind(story, HELD + 4 * DAY - timedelta(minutes=1))
    assert not reminded(story, 1)
    remind(story, HELD + 4 * DAY)
    assert reminded(story, 1) == contacts(silent)
    assert len({*first.values(), *story.tokens().values()}) == 7
    assert story.evaluation_by_id(evaluation_id).reminded == 1


def test_both_the_old_and_the_new_link_answer_and_together_once(story: Story) -> None:
    one, other = present = people(2)
    story.hold(present)
    first = story.tokens()
    remind(story, HELD + 4 * DAY)
    second = story.tokens()
    story.answer(first[one["contact_id"]])
    story.answer(second[other["contact_id"]])
    remind(story, HELD + 10 * DAY)
    assert not reminded(story, 2)


def test_a_reminder_is_told_as_a_newer_version_of_the_invitation(story: Story) -> None:
    story.hold(people(1))
    remind(story, HELD + 4 * DAY)
    remind(story, HELD + 10 * DAY)
    told = story.told(events.InvitationIssued)
    assert len({event.subject for event in told}) == 1
    assert [(event.version, event.data.get("reminder")) for event in told] == [(1, None), (2, 1), (3, 2)]


def test_each_reminder_is_sent_once_however_often_the_job_runs(story: Story) -> None:
    present = people(3)
    story.hold(present)
    for hours in (0, 1, 48, 143, 144, 200):
        remind(story, HELD + 4 * DAY + timedelta(hours=hours))
    assert (reminded(story, 1), reminded(story, 2)) == (contacts(present), contacts(present))


def test_after_a_long_stop_only_the_last_reminder_that_was_due_is_sent(story: Story) -> None:
    story.hold(people(2))
    remind(story, HELD + 11 * DAY)
    assert (len(reminded(story, 1)), len(reminded(story, 2))) == (0, 2)


def test_nobody_is_reminded_once_the_evaluation_is_over(story: Story) -> None:
    closed, over = story.hold(people(2)), story.hold(people(2))
    story.close(closed)
    remind(story, story.evaluation_by_id(over).closes_at)
    assert not reminded(story, 2)


def test_whoever_was_asked_the_day_before_is_not_reminded_yet(story: Story) -> None:
    occasion, (early, late) = uuid4(), people(2)
    story.hold([early], occasion_id=occasion)
    handed(story.app, completed([early, late], occasion_id=occasion, version=6))
    with story.at(HELD + 3 * DAY):
        schedule.issue_invitations()
    remind(story, HELD + 4 * DAY)
    assert reminded(story, 1) == [early["contact_id"]]
    remind(story, HELD + 10 * DAY)
    assert reminded(story, 2) == contacts([early, late])


def test_who_is_withdrawn_or_erased_is_never_reminded(story: Story) -> None:
    occasion, (stays, leaves, erased) = uuid4(), people(3)
    story.hold([stays, leaves, erased], occasion_id=occasion)
    handed(story.app, completed([stays, erased], occasion_id=occasion, version=6))
    handed(story.app, events.PersonErased(erased["contact_id"], version=1, request_id=uuid4()))
    remind(story, HELD + 4 * DAY)
    assert reminded(story, 1) == [stays["contact_id"]]


def test_a_reminder_goes_on_where_a_worker_was_lost(story: Story) -> None:
    present = people(7)
    story.hold(present)
    moment = HELD + 4 * DAY
    with story.at(moment), transaction() as session:
        assert send_due_reminders(session, limit=3)
    with pytest.raises(RuntimeError, match="lost"):
        _lost_on_the_way(story, moment)
    assert len(reminded(story, 1)) == 3
    remind(story, moment + timedelta(hours=2))
    assert reminded(story, 1) == contacts(present)


def _lost_on_the_way(story: Story, moment: datetime) -> None:
    with story.at(moment), transaction() as session:
        send_due_reminders(session, limit=3)
        raise RuntimeError("lost")


def test_a_follow_up_reminds_at_its_own_time(story: Story) -> None:
    set_rule(story.app, **TWICE, follow_up_months=2, follow_up_questionnaire="follow_up")
    story.hold(people(2))
    remind(story, HELD + 30 * DAY)
    with story.at(datetime(2026, 5, 12, 7, tzinfo=UTC)):
        schedule.issue_invitations()
    remind(story, datetime(2026, 5, 16, 7, tzinfo=UTC))
    told = [(event["purpose"], event.data.get("reminder")) for event in story.told(events.InvitationIssued)]
    assert told.count(("follow_up", 1)) == 2


def test_a_reminder_keeps_its_time_of_day_when_the_clocks_change(web_app: Flask) -> None:
    before = datetime(2026, 3, 27, 8, tzinfo=UTC)  # nine in the morning, two days before summer time
    moment = next_reminder_at(before, before + 14 * DAY, [4], 0)
    assert moment == datetime(2026, 3, 31, 7, tzinfo=UTC)


def test_no_reminder_is_planned_after_the_closing(web_app: Flask) -> None:
    assert next_reminder_at(HELD, HELD + 3 * DAY, [4], 0) is None
    assert next_reminder_at(HELD, HELD + 14 * DAY, [4], 1) is None
