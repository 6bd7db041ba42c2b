"""Roles, earlier courses and clashes: who is told something before they register, and who is refused."""

from typing import Any
from uuid import UUID

import pytest

from services.registration.problems import (
    AlreadyRegistered,
    NeedsConfirmation,
    NotForThisRole,
    PrerequisiteIsMissing,
    PrerequisiteNotFound,
)
from shared import clock, events
from shared.ids import new_id
from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_participant


def activity(office: Office, **rules: Any) -> UUID:
    found: UUID = office.does("create_activity", sample_activity(**rules)).id
    return found


def attended(office: Office, course: UUID, name: str) -> None:
    """Let somebody attend a course that is completed."""
    occasion = office.open_occasion(course, days=1)
    receipt = office.register(occasion, name)
    with clock.at(occasion.ends_at):
        office.attend(occasion, receipt)
        office.does("complete_occasion", occasion.id)


def test_a_role_that_a_course_is_not_meant_for_is_warned(office: Office) -> None:
    course = activity(office, target_roles=("nurse",), target_rule="warn")
    receipt = office.register(office.open_occasion(course))
    assert [item.code for item in receipt.warnings] == ["role"]


def test_whoever_wants_to_know_first_is_told_and_not_registered(office: Office) -> None:
    occasion = office.open_occasion(activity(office, target_roles=("nurse",), target_rule="warn"))
    with pytest.raises(NeedsConfirmation) as told:
        office.does("register_participant", occasion.id, sample_participant(), accept_warnings=False)
    assert told.value.as_json()["warnings"][0]["code"] == "role"
    assert office.now(occasion).confirmed_count == 0
    assert office.events(events.ParticipantRegistered) == []


def test_whoever_is_registered_already_is_told_so_rather_than_warned(office: Office) -> None:
    occasion = office.open_occasion(activity(office, target_roles=("nurse",), target_rule="warn"))
    office.register(occasion)
    with pytest.raises(AlreadyRegistered):
        office.does("register_participant", occasion.id, sample_participant(), accept_warnings=False)


def test_a_role_may_be_refused_but_not_by_the_office(office: Office) -> None:
    occasion = office.open_occasion(activity(office, target_roles=("nurse",), target_rule="refuse"))
    assert office.register(occasion, "Bo", role="nurse").warnings == ()
    with pytest.raises(NotForThisRole):
        office.register(occasion)
    by_office = office.does("register_participant", occasion.id, sample_participant(), by_office=True)
    assert [item.code for item in by_office.warnings] == ["role"]


def test_a_course_that_builds_on_another_takes_those_who_attended_it(office: Office) -> None:
    first = activity(office)
    attended(office, first, "Anna")
    occasion = office.open_occasion(activity(office, prerequisite_id=first))
    assert office.register(occasion, "Anna").status == "confirmed"
    with pytest.raises(PrerequisiteIsMissing):
        office.register(occasion, "Bo")


def test_a_registration_without_attendance_is_no_prerequisite(office: Office) -> None:
    first = activity(office)
    office.register(office.open_occasion(first), "Anna")
    with pytest.raises(PrerequisiteIsMissing):
        office.register(office.open_occasion(activity(office, prerequisite_id=first)), "Anna")


def test_a_place_of_a_group_asks_for_the_earlier_course_when_it_is_named(office: Office) -> None:
    first = activity(office)
    attended(office, first, "Anna")
    group = office.register_group(office.open_occasion(activity(office, prerequisite_id=first)), None)
    with pytest.raises(PrerequisiteIsMissing):
        office.does("name_participant", group.members[0].id, sample_participant("Bo"))
    office.does("name_participant", group.members[0].id, sample_participant("Anna"))


def test_two_courses_at_the_same_time_clash(office: Office) -> None:
    with clock.at(clock.now()):
        first, second = office.open_occasion(), office.open_occasion()
    office.register(first)
    assert [item.code for item in office.register(second).warnings] == ["clash"]


def test_what_is_cancelled_or_at_another_time_does_not_clash(office: Office) -> None:
    first, second, third = office.open_occasion(), office.open_occasion(), office.open_occasion(days=60)
    office.cancel(office.register(first))
    assert office.register(second).warnings == ()
    assert office.register(third).warnings == ()


def test_a_warning_in_a_group_names_its_row(office: Office) -> None:
    office.register(office.open_occasion(), "Bo")
    receipt = office.register_group(office.open_occasion(), "Anna", "Bo")
    assert [(item.code, item.row) for item in receipt.warnings] == [("clash", 1)]


def test_an_activity_does_not_build_on_itself_or_on_nothing(office: Office) -> None:
    course = activity(office)
    for other in (course, new_id()):
        with pytest.raises(PrerequisiteNotFound):
            office.does("change_activity", course, {"prerequisite_id": other})


def test_a_new_title_is_told_of_published_occasions(office: Office) -> None:
    course = activity(office)
    occasion = office.open_occasion(course)
    office.draft(course)
    office.does("change_activity", course, {"title": "Bemötande i vardagen", "absence_percent": 50})
    (changed,) = office.events(events.OccasionChanged)
    assert (changed.subject, changed["title"]) == (str(occasion.id), "Bemötande i vardagen")
