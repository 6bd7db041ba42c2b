"""A place passed on to a colleague, and registrations that are corrected."""

import pytest

from services.registration.problems import (
    AlreadyCancelled,
    AlreadyRegistered,
    FactsAreFrozen,
    NoPlaceToPassOn,
    OccasionHasBegun,
    ReasonIsNeeded,
)
from shared import clock, events
from tests.registration.office import Office
from tests.registration.samples import sample_participant


def test_a_colleague_takes_exactly_the_place(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    anna, _bo = office.fill(occasion, "Anna", "Bo")
    receipt = office.does("replace_participant", anna.id, {**names("Eva"), "role": "nurse"})
    assert office.standing(occasion) == {
        "Anna": ("cancelled", None),
        "Bo": ("waiting", 1),
        "Eva": ("confirmed", None),
    }
    (ended,) = office.events(events.RegistrationCancelled)
    registered = office.events(events.ParticipantRegistered)[-1]
    assert (ended["by"], registered.subject, registered["role"]) == ("replacement", str(receipt.id), "nurse")
    assert registered["municipality"] == "0126"


def test_a_place_in_the_queue_is_not_passed_on(office: Office) -> None:
    _anna, bo = office.fill(office.open_occasion(places=1), "Anna", "Bo")
    with pytest.raises(NoPlaceToPassOn):
        office.does("replace_participant", bo.id, names("Eva"))


def test_a_group_that_waits_keeps_its_place_in_the_queue(office: Office) -> None:
    occasion = office.open_occasion(places=2)
    office.register(occasion, "Ture")
    group = office.register_group(occasion, "Anna", "Bo")
    office.register(occasion, "Dag")
    office.does("replace_participant", group.members[0].id, names("Eva"), "booker")
    standing = office.standing(occasion)
    assert [standing[name][1] for name in ("Eva", "Bo", "Dag")] == [1, 2, 3]


def test_nobody_takes_a_second_place_or_one_that_is_gone(office: Office) -> None:
    anna, _bo = office.fill(office.open_occasion(), "Anna", "Bo")
    with pytest.raises(AlreadyRegistered):
        office.does("replace_participant", anna.id, names("Bo"))
    office.cancel(anna)
    with pytest.raises(AlreadyCancelled):
        office.does("replace_participant", anna.id, names("Eva"))


def test_a_place_is_not_passed_on_after_the_start(office: Office) -> None:
    occasion = office.open_occasion()
    anna = office.register(occasion)
    with clock.at(occasion.starts_at), pytest.raises(OccasionHasBegun):
        office.does("replace_participant", anna.id, names("Eva"))


def test_the_holder_changes_facts_needs_and_language_before_the_start(office: Office) -> None:
    occasion = office.open_occasion()
    anna = office.register(occasion)
    change = {
        "role": "nurse",
        "workplace": "Daglig verksamhet Eken",
        "needs": "Glutenfritt",
        "language": "en",
    }
    office.does("change_registration", anna.id, change, "participant")
    (changed,) = office.events(events.RegistrationChanged)
    assert (changed.subject, changed.version, changed["role"]) == (str(anna.id), 2, "nurse")
    assert office.events(events.ContactChanged)[-1]["language"] == "en"


def test_what_changes_no_fact_tells_nobody(office: Office) -> None:
    anna = office.register(office.open_occasion())
    office.does("change_registration", anna.id, {"workplace": "Eken", "needs": ""}, "participant")
    assert office.events(events.RegistrationChanged) == []


def test_the_facts_freeze_for_the_holder_when_the_occasion_begins(office: Office) -> None:
    occasion = office.open_occasion()
    anna = office.register(occasion)
    with clock.at(occasion.starts_at):
        with pytest.raises(FactsAreFrozen):
            office.does("change_registration", anna.id, {"role": "nurse"}, "participant")
        with pytest.raises(ReasonIsNeeded):
            office.does("change_registration", anna.id, {"role": "nurse"}, "coordinator")
        office.does("change_registration", anna.id, {"role": "nurse"}, "coordinator", "Fel roll angiven")
    assert len(office.events(events.RegistrationChanged)) == 1


def test_a_correction_after_completion_tells_the_outcome_anew(office: Office) -> None:
    occasion = office.open_occasion()
    anna, bo = office.fill(occasion, "Anna", "Bo")
    with clock.at(occasion.ends_at):
        office.attend(occasion, anna)
        office.does("complete_occasion", occasion.id)
        office.does("change_registration", anna.id, {"role": "nurse"}, "coordinator", "Fel roll angiven")
        office.does("change_registration", bo.id, {"role": "nurse"}, "coordinator", "Fel roll angiven")
    first, second = office.events(events.OccasionCompleted)
    assert second.version == first.version + 1
    assert [item["role"] for item in second["present"]] == ["nurse"]


def names(name: str) -> dict[str, str]:
    person = sample_participant(name)
    return {key: person[key] for key in ("given_name", "family_name", "email")}
