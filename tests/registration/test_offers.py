"""Offers and approvals: a place is kept for somebody until they, or their manager, have answered."""

from datetime import timedelta
from typing import Any

import pytest

from services.registration.models import Occasion
from services.registration.operations import Receipt
from services.registration.operations.deadlines import expire_held_places
from services.registration.problems import (
    ApprovalHasEnded,
    ApprovalIsDecided,
    ApprovalNotFound,
    ManagerIsNeeded,
    NothingIsOffered,
    OfferHasEnded,
)
from shared import clock, events
from tests.registration.office import Office

MANAGER = {"given_name": "Maria", "family_name": "Lund", "email": "maria.lund@huddinge.example"}


def offered(office: Office, **given: Any) -> tuple[Occasion, Receipt]:
    """An occasion whose one place has just been offered to Bo; Cia comes after him."""
    occasion = office.open_occasion(places=1, queue_policy="offer", offer_hours=24, **given)
    anna, bo, _cia = office.fill(occasion, "Anna", "Bo", "Cia")
    office.cancel(anna)
    return occasion, bo


def held(office: Office, **given: Any) -> tuple[Occasion, Receipt, str]:
    """An occasion whose one place is held for Anna, with the secret of her manager's link."""
    occasion = office.open_occasion(places=1, needs_approval=True, approval_hours=24, **given)
    anna = office.register(occasion, "Anna", manager=MANAGER)
    (asked,) = office.events(events.ApprovalRequested)
    return occasion, anna, asked["token"]


def run_out(office: Office) -> None:
    with office.app.app_context():
        while expire_held_places():
            pass


def test_a_free_place_is_offered_to_the_head_of_the_queue(office: Office) -> None:
    occasion, bo = offered(office)
    assert office.standing(occasion)["Bo"] == ("offered", None)
    assert office.now(occasion).places_left == 0
    (offer,) = office.events(events.PlaceOffered)
    assert offer.subject == str(bo.id)
    assert timedelta(hours=23) < offer["expires_at"] - clock.now() <= timedelta(hours=24)


def test_a_newcomer_gets_a_free_place_without_an_offer(office: Office) -> None:
    assert office.register(office.open_occasion(queue_policy="offer")).status == "confirmed"


def test_the_manager_is_told_where_the_participant_works_and_as_what(office: Office) -> None:
    held(office)
    (asked,) = office.events(events.ApprovalRequested)
    assert (asked["workplace"], asked["role"]) == ("Gruppbostaden Solgården", "base_staff")


def test_an_offer_that_is_taken_is_a_place(office: Office) -> None:
    occasion, bo = offered(office)
    office.does("accept_offer", bo.id)
    assert office.standing(occasion)["Bo"] == ("confirmed", None)
    assert [item.subject for item in office.events(events.ParticipantMovedUp)] == [str(bo.id)]
    with pytest.raises(NothingIsOffered):
        office.does("accept_offer", bo.id)


def test_an_offer_that_is_declined_goes_to_the_next(office: Office) -> None:
    occasion, bo = offered(office)
    office.does("decline_offer", bo.id)
    assert office.standing(occasion)["Bo"] == ("cancelled", None)
    assert office.standing(occasion)["Cia"] == ("offered", None)


def test_an_offer_that_runs_out_goes_to_the_next(office: Office) -> None:
    occasion, bo = offered(office)
    with clock.at(clock.now() + timedelta(hours=25)):
        with pytest.raises(OfferHasEnded):
            office.does("accept_offer", bo.id)
        run_out(office)
    assert office.standing(occasion)["Cia"] == ("offered", None)
    (ended,) = [item for item in office.events(events.RegistrationCancelled) if item.subject == str(bo.id)]
    assert ended["by"] == "deadline"


def test_no_offer_outlives_the_start_and_nobody_follows(office: Office) -> None:
    occasion, _bo = offered(office, days=0.5)
    (offer,) = office.events(events.PlaceOffered)
    assert offer["expires_at"] == occasion.starts_at
    with clock.at(occasion.starts_at):
        run_out(office)
    assert office.standing(occasion)["Cia"] == ("waiting", 1)


def test_a_start_that_is_moved_nearer_shortens_the_offers(office: Office) -> None:
    occasion, bo = offered(office)
    session = occasion.sessions[0]
    starts = clock.now() + timedelta(hours=2)
    moved = {"id": session.id, "starts_at": starts, "ends_at": starts + timedelta(hours=1), "venue": "Solna"}
    office.does("change_occasion", occasion.id, {"sessions": [moved]})
    with clock.at(starts), pytest.raises(OfferHasEnded):
        office.does("accept_offer", bo.id)


def test_a_place_is_held_until_the_manager_approves(office: Office) -> None:
    occasion, anna, token = held(office)
    assert (anna.status, office.now(occasion).places_left) == ("held", 0)
    assert office.register(occasion, "Bo", manager=MANAGER).status == "waiting"
    office.does("approve_registration", token)
    assert office.standing(occasion)["Anna"] == ("confirmed", None)
    assert [item.subject for item in office.events(events.RegistrationApproved)] == [str(anna.id)]
    with pytest.raises(ApprovalIsDecided):
        office.does("approve_registration", token)


def test_a_place_that_the_manager_declines_is_held_for_the_next(office: Office) -> None:
    occasion, _anna, token = held(office)
    office.register(occasion, "Bo", manager=MANAGER)
    office.does("decline_registration", token, "Vi kan inte undvara dig då.")
    assert office.standing(occasion) == {"Anna": ("cancelled", None), "Bo": ("held", None)}
    (ended,) = office.events(events.RegistrationCancelled)
    assert (ended["by"], len(office.events(events.PlaceHeld))) == ("manager", 1)


def test_an_approval_that_is_too_late_changes_nothing(office: Office) -> None:
    occasion, _anna, token = held(office)
    with clock.at(clock.now() + timedelta(hours=25)):
        with pytest.raises(ApprovalHasEnded):
            office.does("approve_registration", token)
        run_out(office)
    assert office.standing(occasion)["Anna"] == ("cancelled", None)
    with pytest.raises(ApprovalIsDecided):
        office.does("approve_registration", token)


def test_a_wrong_link_approves_nothing(office: Office) -> None:
    held(office)
    with pytest.raises(ApprovalNotFound):
        office.does("approve_registration", "fel")


def test_without_a_manager_nobody_registers_where_one_must_approve(office: Office) -> None:
    occasion = office.open_occasion(needs_approval=True)
    with pytest.raises(ManagerIsNeeded):
        office.register(occasion)
    assert office.now(occasion).places_left == 2


def test_the_office_registers_without_a_manager_and_after_the_deadline(office: Office) -> None:
    deadline = clock.now() + timedelta(days=1)
    occasion = office.open_occasion(needs_approval=True, closes_at=deadline)
    from tests.registration.samples import sample_participant

    with clock.at(deadline):
        receipt = office.does("register_participant", occasion.id, sample_participant(), by_office=True)
    assert receipt.status == "confirmed"


def test_whoever_waited_before_the_rule_is_not_asked_for_a_manager(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    anna, _bo = office.fill(occasion, "Anna", "Bo")
    office.does("change_occasion", occasion.id, {"needs_approval": True})
    office.cancel(anna)
    assert office.standing(occasion)["Bo"] == ("confirmed", None)


def test_an_occasion_that_stops_asking_confirms_whoever_was_held(office: Office) -> None:
    occasion, _anna, _token = held(office)
    office.does("change_occasion", occasion.id, {"needs_approval": False})
    assert office.standing(occasion)["Anna"] == ("confirmed", None)


def test_a_managers_language_is_kept(office: Office) -> None:
    held(office)
    office.register(office.open_occasion(needs_approval=True), "Bo", manager=MANAGER, language="en")
    told = [item for item in office.events(events.ContactChanged) if item["name"] == "Maria Lund"]
    assert [item["language"] for item in told] == ["sv"]
