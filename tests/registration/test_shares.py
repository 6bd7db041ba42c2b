"""Shares: one large municipality cannot empty a course before the release."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.registration.models import Occasion
from services.registration.operations.deadlines import release_shares
from services.registration.problems import ShareIsFull, WaitingListIsFull
from shared import clock
from tests.registration.office import Office
from tests.registration.samples import sample_participant


def shared_out(office: Office, **given: Any) -> tuple[Occasion, datetime]:
    """An occasion of three places, one for each municipality until next week."""
    release = clock.now() + timedelta(days=7)
    return office.open_occasion(places=3, share_limit=1, share_until=release, **given), release


def test_a_municipality_gets_no_more_than_its_share_before_the_release(office: Office) -> None:
    occasion, _release = shared_out(office)
    assert office.register(occasion, "Anna").status == "confirmed"
    assert office.register(occasion, "Bo").position == 1
    assert office.register(occasion, "Cia", municipality="0182").status == "confirmed"


def test_the_districts_of_a_city_share_its_places(office: Office) -> None:
    occasion, _release = shared_out(office)
    office.register(occasion, "Anna", municipality="0180", district="farsta")
    assert office.register(occasion, "Bo", municipality="0180", district="bromma").status == "waiting"


def test_a_group_counts_with_every_member(office: Office) -> None:
    occasion = office.open_occasion(places=5, share_limit=2, share_until=clock.now() + timedelta(days=7))
    assert office.register_group(occasion, "Anna", None).status == "confirmed"
    assert office.register(occasion, "Dag").status == "waiting"


def test_the_places_are_free_for_all_after_the_release(office: Office) -> None:
    occasion, release = shared_out(office)
    office.fill(occasion, "Anna", "Bo", "Cia", "Dag")
    with clock.at(release), office.app.app_context():
        release_shares()
    assert [office.standing(occasion)[name][0] for name in ("Bo", "Cia", "Dag")] == [
        "confirmed",
        "confirmed",
        "waiting",
    ]


def test_a_share_that_is_raised_moves_the_queue(office: Office) -> None:
    occasion, _release = shared_out(office)
    office.fill(occasion, "Anna", "Bo")
    office.does("change_occasion", occasion.id, {"share_limit": 2})
    assert office.standing(occasion)["Bo"] == ("confirmed", None)


def test_a_place_within_the_share_goes_to_the_same_municipality(office: Office) -> None:
    occasion, _release = shared_out(office)
    anna, _bo = office.fill(occasion, "Anna", "Bo")
    office.cancel(anna)
    assert office.standing(occasion)["Bo"] == ("confirmed", None)


def test_a_colleague_elsewhere_needs_room_in_their_share(office: Office) -> None:
    occasion, _release = shared_out(office)
    anna = office.register(occasion, "Anna")
    office.register(occasion, "Cia", municipality="0182")
    with pytest.raises(ShareIsFull):
        office.does("replace_participant", anna.id, sample_participant("Eva", municipality="0182"))
    assert office.does("replace_participant", anna.id, sample_participant("Eva")).status == "confirmed"


def test_a_change_of_municipality_respects_the_shares_and_frees_its_own(office: Office) -> None:
    occasion, _release = shared_out(office)
    anna = office.register(occasion, "Anna")
    office.fill(occasion, "Bo")
    office.register(occasion, "Cia", municipality="0182")
    with pytest.raises(ShareIsFull):
        office.does("change_registration", anna.id, {"municipality": "0182"}, "participant")
    office.does("change_registration", anna.id, {"municipality": "0160"}, "participant")
    assert office.standing(occasion)["Bo"] == ("confirmed", None)


def test_a_full_share_with_a_full_waiting_list_refuses(office: Office) -> None:
    occasion, _release = shared_out(office, waiting_places=0)
    office.register(occasion, "Anna")
    with pytest.raises(WaitingListIsFull):
        office.register(occasion, "Bo")
    assert office.register(occasion, "Cia", municipality="0182").status == "confirmed"
