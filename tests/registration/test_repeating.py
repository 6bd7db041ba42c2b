"""Copies of occasions, and dates that recur."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from services.registration.models import Occasion
from services.registration.operations import repeating
from services.registration.problems import NoDates, TooManyDates
from shared import clock
from shared.service import transaction
from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_session

AT = {"starts": time(9), "ends": time(12), "venue": "Digitalt"}
BEFORE_SUMMER_TIME = datetime(2027, 3, 22, 8, tzinfo=UTC)  # nine by the Swedish clock


def _spring(office: Office, **given: Any) -> Occasion:
    later = datetime(2027, 3, 25, 8, tzinfo=UTC)
    days = [sample_session(BEFORE_SUMMER_TIME), sample_session(later)]
    activity = office.does("create_activity", sample_activity())
    occasion: Occasion = office.does("create_occasion", activity.id, {"places": 2, "sessions": days, **given})
    office.does("publish_occasion", occasion.id)
    return occasion


def _repeat(office: Office, occasion: Occasion, *days: date, as_sessions: bool = False) -> list[Occasion]:
    with office.app.app_context(), transaction() as session:
        return repeating.repeat_occasion(session, occasion.id, days, AT, as_sessions=as_sessions)


def _copy(office: Office, occasion: Occasion, day: date) -> Occasion:
    with office.app.app_context(), transaction() as session:
        copy = repeating.duplicate_occasion(session, occasion.id, day)
    return office.now(copy)


def test_a_copy_keeps_the_gap_between_its_days_and_their_times_by_the_swedish_clock(office: Office) -> None:
    copy = _copy(office, _spring(office), date(2027, 4, 5))
    assert [f"{clock.local(item.starts_at):%m-%d %H:%M}" for item in copy.sessions] == [
        "04-05 09:00",
        "04-08 09:00",
    ]


def test_a_copy_is_a_draft_with_the_same_rules_and_moved_deadlines(office: Office) -> None:
    closes_at = datetime(2027, 3, 15, 22, 59, tzinfo=UTC)
    rules = {"queue_policy": "offer", "offer_hours": 24, "share_limit": 4, "share_until": closes_at}
    rules["bring"] = "Dator"
    copy = _copy(office, _spring(office, places=7, closes_at=closes_at, **rules), date(2027, 4, 5))
    assert (copy.state, copy.places, copy.queue_policy, copy.offer_hours) == ("draft", 7, "offer", 24)
    assert (copy.confirmed_count, copy.share_limit, copy.bring) == (0, 4, "Dator")
    assert f"{clock.local(copy.closes_at):%m-%d %H:%M}" == "03-29 23:59"
    assert copy.share_until == copy.closes_at


def test_a_held_occasion_can_be_copied(office: Office) -> None:
    occasion = _spring(office)
    office.does("complete_occasion", occasion.id)
    assert _copy(office, occasion, date(2027, 9, 6)).state == "draft"


def test_dates_of_their_own_have_a_series_in_common_with_the_occasion(office: Office) -> None:
    occasion = _spring(office)
    made = _repeat(office, occasion, date(2027, 4, 5), date(2027, 4, 12))
    with office.app.app_context(), transaction() as session:
        series = session.get_one(Occasion, occasion.id).series_id
    assert series is not None
    assert [(item.series_id, item.state, len(item.sessions)) for item in made] == [(series, "draft", 1)] * 2


def test_dates_can_be_further_sessions_of_the_occasion(office: Office) -> None:
    occasion = _spring(office)
    kept = [item.id for item in occasion.sessions]
    _repeat(office, occasion, date(2027, 4, 5), as_sessions=True)
    sessions = office.now(occasion).sessions
    assert [item.id for item in sessions[:2]] == kept
    assert sessions[2].venue == "Digitalt"


def test_no_dates_and_too_many_are_refused(office: Office) -> None:
    occasion = _spring(office)
    with pytest.raises(NoDates):
        _repeat(office, occasion)
    with pytest.raises(TooManyDates):
        _repeat(office, occasion, *[date(2027, 4, 5)] * 59, as_sessions=True)
    assert len(office.now(occasion).sessions) == 2
