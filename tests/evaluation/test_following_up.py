"""Follow-ups: the same people, months later, as anonymously."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from services.evaluation import schedule
from services.evaluation.models import Evaluation, Invitation
from services.evaluation.operations.planning import months_after
from services.evaluation.operations.rules import rule_for
from shared import events
from shared.service import transaction
from tests.evaluation.rule_book import set_rule
from tests.evaluation.story import HELD, Person, Story, completed, people
from tests.events import handed

CREDIT = {"kind": "credit_course", "form": "in_house"}
LATER = datetime(2026, 9, 12, 7, tzinfo=UTC)  # six months later, nine in the morning


def follow_up(story: Story, occasion: UUID) -> Evaluation:
    """The follow-up of an occasion."""
    mine = sa.select(Evaluation).where(Evaluation.occasion_id == occasion, Evaluation.purpose == "follow_up")
    with story.database.read() as session:
        return session.scalars(mine).one()


def hold(story: Story, present: list[Person], occasion: UUID, version: int = 5) -> None:
    handed(story.app, completed(present, occasion_id=occasion, version=version, **CREDIT))  # type: ignore[arg-type]


def asked(story: Story, purpose: str) -> set[UUID]:
    """The contacts who got an invitation."""
    return {e["contact_id"] for e in story.told(events.InvitationIssued) if e["purpose"] == purpose}


@pytest.fixture
def occasion(story: Story) -> UUID:
    """A credit course with three people, whose evaluation has closed."""
    occasion, present = uuid4(), people(3)
    with story.at():
        hold(story, present, occasion)
        schedule.issue_invitations()
    with story.at(HELD + timedelta(days=15)):
        schedule.close_evaluations()
    return occasion


def test_the_same_people_are_asked_again_months_later(story: Story, occasion: UUID) -> None:
    made = follow_up(story, occasion)
    assert (made.questionnaire, made.due_at, made.closes_on) == ("follow_up", LATER, date(2026, 9, 26))
    with story.at(LATER - timedelta(minutes=1)):
        assert made.is_planned
        schedule.issue_invitations()
    assert not asked(story, "follow_up")
    with story.at(LATER):
        assert not made.is_planned
        schedule.issue_invitations()
    assert asked(story, "follow_up") == asked(story, "occasion")


def test_a_corrected_list_corrects_the_follow_up_although_the_evaluation_has_closed(
    story: Story, occasion: UUID
) -> None:
    new = people(1)
    with story.at(HELD + timedelta(days=40)):
        hold(story, new, occasion, version=6)
        schedule.issue_invitations()
    with story.at(LATER):
        schedule.issue_invitations()
    assert asked(story, "follow_up") == {new[0]["contact_id"]}
    assert len(asked(story, "occasion")) == 3


def test_a_closed_follow_up_asks_nobody_more(story: Story, occasion: UUID) -> None:
    story.close(follow_up(story, occasion).id)
    hold(story, people(2), occasion, version=6)
    assert follow_up(story, occasion).invited == 3


def test_whoever_was_erased_is_not_asked_again(story: Story, occasion: UUID) -> None:
    gone, *rest = asked(story, "occasion")
    handed(story.app, events.PersonErased(gone, version=1, request_id=uuid4()))
    with story.at(LATER):
        schedule.issue_invitations()
    assert asked(story, "follow_up") == set(rest)


def test_a_sample_is_followed_up_as_it_was_drawn(story: Story) -> None:
    rule = {"kind": "network", "questionnaire": "network", "sample_by": "number", "sample_size": 6}
    set_rule(story.app, **rule, follow_up_months=6, follow_up_questionnaire="follow_up")
    story.hold(people(30), kind="network")
    with story.at(LATER):
        schedule.issue_invitations()
    assert len(asked(story, "occasion")) == 6
    assert asked(story, "follow_up") == asked(story, "occasion")


def test_reporting_hears_nothing_of_follow_ups(story: Story, occasion: UUID) -> None:
    told = {event.subject for event in story.told(events.ResponseCounted)}
    assert str(follow_up(story, occasion).id) not in told


def test_an_occasion_without_such_a_rule_has_no_follow_up(story: Story) -> None:
    story.hold(people(2))
    assert [row["purpose"] for row in story.rows(Evaluation)] == ["occasion"]
    assert len(story.rows(Invitation)) == 2


def test_the_regions_own_follow_up_comes_after_six_months(web_app: Flask) -> None:
    with web_app.app_context(), transaction() as session:
        assert rule_for(session, "credit_course", "procured").follow_up_months == 6


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), 24, date(2028, 1, 31)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_months_last(day: date, months: int, later: date) -> None:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert months_after(moment, months).date() == later
