"""Who is asked: those present, each once, whatever order the lists come in."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.evaluation import schedule
from services.evaluation.models import Invitation, InvitationLink
from services.evaluation.problems import InvitationIsWithdrawn
from services.evaluation.settings import Settings
from shared import clock, events
from tests.evaluation.story import HELD, Story, completed, people
from tests.events import handed


def test_those_present_are_invited_each_with_a_link_of_their_own(story: Story) -> None:
    present = people(3)
    evaluation_id = story.hold(present)
    tokens = story.tokens(evaluation_id)
    assert tokens.keys() == {one["contact_id"] for one in present}
    assert len(set(tokens.values())) == 3


def test_only_the_hash_of_a_link_is_stored(story: Story) -> None:
    story.hold(people(1))
    (token,) = story.tokens().values()
    (row,) = story.rows(InvitationLink)
    assert row["token_hash"] == story.hashed(token)


def test_invitations_wait_for_the_delay_even_over_a_restart(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    delayed = story.app.extensions["kursforum"].settings
    monkeypatch.setitem(delayed.__dict__, "evaluation_delay", 3)
    story.hold(people(2))
    assert not story.tokens()
    with story.at(HELD + timedelta(hours=3)):
        schedule.issue_invitations()
    assert len(story.tokens()) == 2


def test_the_evaluation_closes_at_the_end_of_its_last_swedish_day(story: Story) -> None:
    evaluation = story.evaluation_by_id(story.hold(people(1)))
    assert evaluation.closes_on == date(2026, 3, 26)
    assert clock.local(evaluation.closes_at).isoformat() == "2026-03-27T00:00:00+01:00"


def test_a_doubled_event_invites_nobody_twice(story: Story) -> None:
    event = completed(people(4))
    handed(story.app, event, event)
    handed(story.app, event)
    assert len(story.rows(Invitation)) == 4
    assert [event["invited"] for event in story.told(events.ResponseCounted)] == [4]


def test_a_corrected_list_asks_only_the_new_and_withdraws_those_who_were_not_there(story: Story) -> None:
    stays, leaves, comes = people(3)
    occasion = uuid4()
    evaluation_id = story.hold([stays, leaves], occasion_id=occasion)
    before = story.tokens(evaluation_id)
    story.hold([stays, comes], occasion_id=occasion, version=6)
    after = story.tokens(evaluation_id)
    assert after[stays["contact_id"]] == before[stays["contact_id"]]
    assert after.keys() - before.keys() == {comes["contact_id"]}
    with pytest.raises(InvitationIsWithdrawn):
        story.answer(before[leaves["contact_id"]])
    assert story.told(events.ResponseCounted)[-1]["invited"] == 2


def test_somebody_put_back_on_the_list_keeps_the_first_link(story: Story) -> None:
    (one,) = people(1)
    occasion = uuid4()
    for version, present in enumerate([[one], [], [one]]):
        story.hold(present, occasion_id=occasion, version=version)
    assert len(story.told(events.InvitationIssued)) == 1
    story.answer(story.tokens()[one["contact_id"]])


def test_an_answer_stays_although_the_list_is_corrected_afterwards(story: Story) -> None:
    (one,) = people(1)
    occasion = uuid4()
    story.hold([one], occasion_id=occasion)
    story.answer(story.tokens()[one["contact_id"]])
    story.hold([], occasion_id=occasion, version=6)
    assert story.evaluation(occasion).invited == 1


def test_a_list_corrected_after_the_closing_asks_nobody(story: Story) -> None:
    occasion = uuid4()
    evaluation_id = story.hold(people(2), occasion_id=occasion)
    story.close(evaluation_id)
    story.hold(people(3), occasion_id=occasion, version=6)
    assert len(story.tokens()) == 2
    assert story.evaluation(occasion).invited == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.integers(0, 3), min_size=1, max_size=8), split=st.integers(0, 8))
def test_lists_in_any_order_and_number_end_with_the_newest(
    web_app: Flask, order: list[int], split: int
) -> None:
    crowd, occasion = people(4), uuid4()
    versions = [completed(crowd[: n + 1], occasion_id=occasion, version=n) for n in range(4)]
    arrived = [versions[n] for n in order]
    handed(web_app, *arrived[:split])
    handed(web_app, *arrived[split:])
    asked = [
        row["respondent_id"]
        for row in Story(web_app).rows(Invitation)
        if row["state"] != "withdrawn" and row["evaluation_id"] == Story(web_app).evaluation(occasion).id
    ]
    assert sorted(asked) == sorted(one["registration_id"] for one in crowd[: max(order) + 1])


def test_the_counts_are_reported_at_the_start(story: Story) -> None:
    evaluation_id = story.hold(people(3))
    (event,) = story.told(events.ResponseCounted)
    assert UUID(event.subject) == evaluation_id
    assert (event["state"], event["invited"], event["answered"]) == ("open", 3, 0)


def test_the_settings_are_those_of_the_service() -> None:
    assert {"evaluation_delay", "evaluation_days"} <= set(Settings.__dataclass_fields__)
