"""Groups: all get places or all wait, never split, and whoever booked for them can change each place."""

from datetime import timedelta

import pytest

from services.registration.problems import (
    AlreadyCancelled,
    AlreadyRegistered,
    GroupDoesNotFit,
    GroupIsTooLarge,
    ManagerIsNeeded,
    OccasionHasBegun,
    OnlyTheBookerMay,
    PlaceIsNamed,
)
from shared import clock, events
from tests.registration.office import Office
from tests.registration.samples import sample_participant


def test_a_group_that_fits_gets_all_its_places(office: Office) -> None:
    occasion = office.open_occasion(places=3)
    receipt = office.register_group(occasion, "Anna", "Bo", None)
    assert (receipt.status, len(receipt.members)) == ("confirmed", 3)
    assert office.now(occasion).places_left == 0


def test_a_group_that_does_not_fit_waits_whole(office: Office) -> None:
    occasion = office.open_occasion(places=3)
    office.register(occasion, "Ture")
    receipt = office.register_group(occasion, "Anna", "Bo", "Cia")
    assert [(item.status, item.position) for item in receipt.members] == [
        ("waiting", 1),
        ("waiting", 2),
        ("waiting", 3),
    ]


def test_nobody_passes_a_group_that_does_not_fit(office: Office) -> None:
    occasion = office.open_occasion(places=3)
    office.fill(occasion, "Ture", "Ulla")
    office.register_group(occasion, "Anna", "Bo")
    assert office.register(occasion, "Dag").position == 3


def test_a_smaller_party_passes_where_the_occasion_allows_it(office: Office) -> None:
    occasion = office.open_occasion(places=3, allow_passing=True)
    office.fill(occasion, "Ture", "Ulla")
    office.register_group(occasion, "Anna", "Bo")
    assert office.register(occasion, "Dag").status == "confirmed"
    (registered,) = [item for item in office.events(events.ParticipantRegistered) if item["position"] == 1]
    assert registered["party_id"]


def test_a_group_moves_up_when_all_its_places_are_free(office: Office) -> None:
    occasion = office.open_occasion(places=2)
    ture, ulla = office.fill(occasion, "Ture", "Ulla")
    group = office.register_group(occasion, "Anna", "Bo")
    office.cancel(ture)
    assert office.standing(occasion)["Anna"] == ("waiting", 1)
    office.cancel(ulla)
    assert {office.standing(occasion)[name][0] for name in ("Anna", "Bo")} == {"confirmed"}
    (moved,) = office.events(events.GroupMovedUp)
    assert (moved.subject, [item["status"] for item in moved["members"]]) == (
        str(group.id),
        ["confirmed"] * 2,
    )


def test_a_group_at_the_head_that_shrank_is_seated(office: Office) -> None:
    occasion = office.open_occasion(places=2)
    office.register(occasion, "Ture")
    group = office.register_group(occasion, "Anna", "Bo")
    office.does("cancel_registration", group.members[1].id, "booker")
    assert office.standing(occasion)["Anna"] == ("confirmed", None)


def test_a_group_beyond_places_and_waiting_list_is_refused_whole(office: Office) -> None:
    occasion = office.open_occasion(places=3, waiting_places=2)
    office.register(occasion, "Ture")
    with pytest.raises(GroupDoesNotFit):
        office.register_group(occasion, "Anna", "Bo", "Cia")
    now = office.now(occasion)
    assert (now.confirmed_count, now.waiting_count) == (1, 0)


def test_a_group_larger_than_the_occasion_is_refused(office: Office) -> None:
    with pytest.raises(GroupIsTooLarge):
        office.register_group(office.open_occasion(places=2), "Anna", "Bo", "Cia")


def test_a_member_who_is_registered_already_is_named_by_the_row(office: Office) -> None:
    occasion = office.open_occasion(places=5)
    office.register(occasion, "Bo")
    with pytest.raises(AlreadyRegistered) as refused:
        office.register_group(occasion, "Anna", "Bo")
    assert list(refused.value.errors) == ["members.1.email"]
    assert office.now(occasion).confirmed_count == 1


def test_each_member_and_the_booker_get_a_link_of_their_own(office: Office) -> None:
    receipt = office.register_group(office.open_occasion(places=3), "Anna", "Bo", None)
    links = office.events(events.ManageLinkIssued)
    assert [item.subject for item in links] == [str(item.id) for item in receipt.members[:2]]
    (group_link,) = office.events(events.GroupLinkIssued)
    assert group_link["token"] == receipt.token
    (told,) = office.events(events.GroupRegistered)
    assert [item["contact_id"] is None for item in told["members"]] == [False, False, True]


def test_a_place_without_a_name_gets_its_participant(office: Office) -> None:
    occasion = office.open_occasion(places=3)
    receipt = office.register_group(occasion, "Anna", None)
    office.does("name_participant", receipt.members[1].id, sample_participant("Bo", needs="Vegetarisk kost"))
    assert office.standing(occasion)["Bo"] == ("confirmed", None)
    (named,) = office.events(events.ParticipantNamed)
    assert (named.subject, named.version) == (str(receipt.members[1].id), 2)
    with pytest.raises(PlaceIsNamed):
        office.does("name_participant", receipt.members[1].id, sample_participant("Cia"))


def test_a_place_is_not_named_for_somebody_who_has_one(office: Office) -> None:
    receipt = office.register_group(office.open_occasion(places=3), "Anna", None)
    with pytest.raises(AlreadyRegistered):
        office.does("name_participant", receipt.members[1].id, sample_participant("Anna"))


def test_only_the_office_names_a_place_once_the_occasion_has_begun(office: Office) -> None:
    occasion = office.open_occasion(places=3)
    receipt = office.register_group(occasion, None)
    with clock.at(occasion.starts_at):
        with pytest.raises(OccasionHasBegun):
            office.does("name_participant", receipt.members[0].id, sample_participant("Bo"))
        office.does("name_participant", receipt.members[0].id, sample_participant("Bo"), "coordinator")
    assert office.standing(occasion)["Bo"][0] == "confirmed"


def test_the_booker_cancels_all_places_at_once(office: Office) -> None:
    occasion = office.open_occasion(places=2)
    receipt = office.register_group(occasion, "Anna", "Bo")
    office.register(occasion, "Dag")
    office.does("cancel_group", receipt.id, "booker")
    assert office.standing(occasion)["Dag"] == ("confirmed", None)
    assert {item["by"] for item in office.events(events.RegistrationCancelled)} == {"booker"}
    with pytest.raises(AlreadyCancelled):
        office.does("cancel_group", receipt.id, "booker")


def test_an_offer_to_a_group_is_taken_whole_by_its_booker(office: Office) -> None:
    occasion = office.open_occasion(places=2, queue_policy="offer")
    ture, ulla = office.fill(occasion, "Ture", "Ulla")
    member = office.register_group(occasion, "Anna", "Bo").members[0]
    office.cancel(ture)
    office.cancel(ulla)
    with pytest.raises(OnlyTheBookerMay):
        office.does("accept_offer", member.id)
    office.does("accept_offer", member.id, "booker")
    assert {office.standing(occasion)[name][0] for name in ("Anna", "Bo")} == {"confirmed"}


def test_a_group_names_the_manager_who_approves(office: Office) -> None:
    occasion = office.open_occasion(places=3, needs_approval=True)
    with pytest.raises(ManagerIsNeeded):
        office.register_group(occasion, "Anna")
    manager = {"given_name": "Maria", "family_name": "Lund", "email": "maria.lund@huddinge.example"}
    receipt = office.register_group(occasion, "Anna", None, manager=manager)
    assert receipt.status == "held"
    assert len(office.events(events.ApprovalRequested)) == 1
    office.does("name_participant", receipt.members[1].id, sample_participant("Bo"))
    assert len(office.events(events.ApprovalRequested)) == 2


def test_a_group_cannot_register_after_the_deadline_but_the_office_can_for_it(office: Office) -> None:
    deadline = clock.now() + timedelta(days=1)
    occasion = office.open_occasion(closes_at=deadline)
    with clock.at(deadline):
        new = {"members": [{"role": "nurse"}], "booker": sample_participant("Boel")}
        facts = sample_participant()
        office.does("register_group", occasion.id, facts | new, by_office=True)
    assert office.now(occasion).confirmed_count == 1


def test_the_end_of_a_place_without_a_name_says_who_booked_it(office: Office) -> None:
    occasion = office.open_occasion()
    office.register_group(occasion, "Anna", None)
    office.does("cancel_occasion", occasion.id, "Föreläsaren är sjuk.")
    (booked,) = office.events(events.GroupRegistered)
    ended = {event["contact_id"]: event for event in office.events(events.RegistrationCancelled)}
    assert ended.pop(None)["booker_contact_id"] == booked["contact_id"]
    assert all("booker_contact_id" not in event.data for event in ended.values())
