"""An occasion's way: draft, published, held or cancelled, and what each change tells."""

from datetime import timedelta

import pytest

from services.registration.problems import (
    ActivityNotFound,
    NotAParticipant,
    OccasionNotFound,
    SessionHasAttendance,
    SessionNotFound,
    StateDoesNotFit,
)
from shared import clock, events
from shared.ids import new_id
from tests.events import emitted
from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_occasion, sample_session


def test_a_draft_tells_nobody(office: Office) -> None:
    occasion = office.draft()
    office.does("change_occasion", occasion.id, {"places": 5})
    office.does("cancel_occasion", occasion.id, "Ingen lokal.")
    assert emitted(office.app) == []


def test_publishing_tells_the_whole_state(office: Office) -> None:
    occasion = office.open_occasion(sessions=2, places=20)
    (told,) = office.events(events.OccasionPublished)
    assert (told.subject, told.version, told["state"]) == (str(occasion.id), 2, "published")
    assert (told["title"], told["places"]) == ("Lågaffektivt bemötande", 20)
    assert told["closes_at"] == told["sessions"][0]["starts_at"] == occasion.starts_at
    assert [item["id"] for item in told["sessions"]] == [item.id for item in occasion.sessions]


def test_sessions_are_kept_in_the_order_of_time(office: Office) -> None:
    late, early = (sample_session(clock.now() + timedelta(days=days)) for days in (9, 2))
    occasion = office.draft()
    office.does("change_occasion", occasion.id, {"sessions": [late, early]})
    found = office.now(occasion)
    assert [item.starts_at for item in found.sessions] == [early["starts_at"], late["starts_at"]]
    assert (found.starts_at, found.ends_at) == (early["starts_at"], late["ends_at"])


def test_an_occasion_needs_its_activity(office: Office) -> None:
    with pytest.raises(ActivityNotFound):
        office.does("create_occasion", new_id(), sample_occasion())


@pytest.mark.parametrize("operation", ["publish_occasion", "complete_occasion"])
def test_an_unknown_occasion_is_not_found(office: Office, operation: str) -> None:
    with pytest.raises(OccasionNotFound):
        office.does(operation, new_id())


def test_an_occasion_is_published_once(office: Office) -> None:
    occasion = office.open_occasion()
    with pytest.raises(StateDoesNotFit, match="state_does_not_fit") as refused:
        office.does("publish_occasion", occasion.id)
    assert "already published" in str(refused.value.detail)


def test_a_draft_cannot_be_completed(office: Office) -> None:
    with pytest.raises(StateDoesNotFit):
        office.does("complete_occasion", office.draft().id)


def test_cancelling_an_occasion_ends_every_registration(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    office.fill(occasion, "Anna", "Bo")
    office.does("cancel_occasion", occasion.id, "Föreläsaren är sjuk.")
    (told,) = office.events(events.OccasionCancelled)
    assert (told["reason"], told["state"]) == ("Föreläsaren är sjuk.", "cancelled")
    assert [event["by"] for event in office.events(events.RegistrationCancelled)] == ["organiser"] * 2
    assert set(office.standing(occasion).values()) == {("cancelled", None)}
    assert office.events(events.ParticipantMovedUp) == []


def test_a_completed_occasion_tells_who_was_present_at_any_session(office: Office) -> None:
    occasion = office.open_occasion(places=3, sessions=2)
    anna, bo, _cia = office.fill(occasion, "Anna", "Bo", "Cia")
    office.attend(occasion, anna, session=0)
    office.attend(occasion, anna, bo, session=1)
    office.does("complete_occasion", occasion.id)
    (told,) = office.events(events.OccasionCompleted)
    assert [item["registration_id"] for item in told["present"]] == [anna.id, bo.id]
    assert told["state"] == "completed"


def test_attendance_is_the_whole_list_and_repeating_it_changes_nothing(office: Office) -> None:
    occasion = office.open_occasion()
    anna, bo = office.fill(occasion, "Anna", "Bo")
    office.attend(occasion, anna, bo)
    office.attend(occasion, bo, anna)
    office.attend(occasion, bo)
    told = office.events(events.AttendanceRecorded)
    assert [(event.version, set(event["present"])) for event in told] == [(1, {anna.id, bo.id}), (2, {bo.id})]


def test_an_empty_attendance_list_is_told_once(office: Office) -> None:
    occasion = office.open_occasion()
    office.attend(occasion)
    office.attend(occasion)
    assert [event["present"] for event in office.events(events.AttendanceRecorded)] == [[]]


def test_attendance_changed_after_completion_is_told_with_a_higher_version(office: Office) -> None:
    occasion = office.open_occasion()
    anna = office.register(occasion)
    office.does("complete_occasion", occasion.id)
    office.attend(occasion, anna)
    first, second = office.events(events.OccasionCompleted)
    assert (first["present"], [item["registration_id"] for item in second["present"]]) == ([], [anna.id])
    assert second.version == first.version + 1


def test_only_those_with_a_place_can_be_present(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    anna, bo = office.fill(occasion, "Anna", "Bo")
    with pytest.raises(NotAParticipant) as refused:
        office.attend(occasion, anna, bo)
    assert str(bo.id) in refused.value.errors["present"][0]
    assert office.events(events.AttendanceRecorded) == []


def test_attendance_needs_a_known_session_of_an_open_occasion(office: Office) -> None:
    with pytest.raises(SessionNotFound):
        office.does("record_attendance", new_id(), [])
    with pytest.raises(StateDoesNotFit):
        office.attend(office.draft())


def test_more_places_move_the_queue_up(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    office.fill(occasion, "Anna", "Bo", "Cia", "Dan")
    office.does("change_occasion", occasion.id, {"places": 3})
    assert office.standing(occasion)["Dan"] == ("waiting", 1)
    assert len(office.events(events.ParticipantMovedUp)) == 2
    (told,) = office.events(events.OccasionChanged)
    assert (told.version, told["places"]) == (3, 3)


def test_fewer_places_throw_nobody_out(office: Office) -> None:
    occasion = office.open_occasion(places=2)
    anna, _bo, _cia = office.fill(occasion, "Anna", "Bo", "Cia")
    office.does("change_occasion", occasion.id, {"places": 1})
    assert office.now(occasion).confirmed_count == 2
    office.cancel(anna)
    assert office.standing(occasion)["Cia"] == ("waiting", 1)


def test_changed_sessions_keep_their_ids_and_others_come_and_go(office: Office) -> None:
    occasion = office.open_occasion(sessions=2)
    kept = occasion.sessions[0]
    moved = {**sample_session(kept.starts_at + timedelta(hours=1)), "id": kept.id}
    added = sample_session(kept.starts_at + timedelta(days=60))
    office.does("change_occasion", occasion.id, {"sessions": [moved, added]})
    first, second = office.now(occasion).sessions
    assert (first.id, first.starts_at) == (kept.id, moved["starts_at"])
    assert second.starts_at == added["starts_at"]
    assert office.now(occasion).ends_at == added["ends_at"]


def test_a_session_with_attendance_cannot_be_removed(office: Office) -> None:
    occasion = office.open_occasion(sessions=2)
    office.attend(occasion)
    later = {**sample_session(occasion.sessions[1].starts_at), "id": occasion.sessions[1].id}
    with pytest.raises(SessionHasAttendance):
        office.does("change_occasion", occasion.id, {"sessions": [later]})


def test_attendance_is_told_anew_when_the_hours_of_its_session_change(office: Office) -> None:
    occasion = office.open_occasion()
    anna = office.register(occasion)
    office.attend(occasion, anna)
    longer = {**sample_session(occasion.starts_at, hours=6), "id": occasion.sessions[0].id}
    office.does("change_occasion", occasion.id, {"sessions": [longer]})
    told = office.events(events.AttendanceRecorded)
    assert [event.version for event in told] == [1, 2]
    assert (told[1]["ends_at"], told[1]["present"]) == (longer["ends_at"], [anna.id])


def test_the_session_of_another_occasion_cannot_be_changed(office: Office) -> None:
    occasion, other = office.open_occasion(), office.open_occasion()
    foreign = {**sample_session(occasion.starts_at), "id": other.sessions[0].id}
    with pytest.raises(SessionNotFound):
        office.does("change_occasion", occasion.id, {"sessions": [foreign]})


def test_an_activity_is_new_the_first_time_it_is_held(office: Office) -> None:
    activity = office.does("create_activity", sample_activity()).id
    for days in (10, 20):
        office.does("complete_occasion", office.open_occasion(activity, days=days).id)
    assert [event["is_new_activity"] for event in office.events(events.OccasionCompleted)] == [True, False]


def test_a_procured_activity_counts_as_new_each_time(office: Office) -> None:
    activity = office.does("create_activity", sample_activity(form="procured")).id
    for days in (10, 20):
        office.does("complete_occasion", office.open_occasion(activity, days=days).id)
    assert [event["is_new_activity"] for event in office.events(events.OccasionCompleted)] == [True, True]
