"""The office's lists: searched, sorted and paged alike on both databases."""

from datetime import timedelta
from typing import Any

from services.registration.models import Occasion, Participant
from services.registration.operations.groups import register_group
from services.registration.queries.attention import find_attention
from services.registration.queries.enrolments import Enrolment, EnrolmentCriteria, find_enrolments
from services.registration.queries.office import OfficeCriteria, find_office_occasions
from shared import clock
from shared.service import reading, transaction
from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_participant


def _titles(office: Office, **wanted: Any) -> list[str]:
    with office.app.app_context(), reading() as session:
        page = find_office_occasions(session, OfficeCriteria(**wanted))
        return [item.activity.title for item in page.items]


def _names(office: Office, occasion: Occasion, size: int = 50, number: int = 1, **wanted: Any) -> list[Any]:
    with office.app.app_context(), reading() as session:
        page = find_enrolments(session, occasion.id, EnrolmentCriteria(**wanted), number, size)
    return [item.given_name for item in page.items]


def _lines(office: Office, occasion: Occasion) -> list[Enrolment]:
    with office.app.app_context(), reading() as session:
        return list(find_enrolments(session, occasion.id, EnrolmentCriteria()).items)


def _offer(office: Office, title: str, **given: Any) -> Occasion:
    activity = office.does("create_activity", sample_activity(title=title, kind=given.pop("kind", "course")))
    return office.open_occasion(activity.id, **given)


def test_titles_are_sorted_as_swedes_do(office: Office) -> None:
    for title in ("Öron", "ande", "Åska", "Zebra", "Ärlighet"):
        _offer(office, title)
    assert _titles(office, sort="title") == ["ande", "Zebra", "Åska", "Ärlighet", "Öron"]
    assert _titles(office, sort="-title")[0] == "Öron"


def test_occasions_are_found_by_kind_days_venue_and_free_places(office: Office) -> None:
    full = _offer(office, "Full", places=1, days=10)
    office.register(full)
    _offer(office, "Later", kind="network", days=40)
    day = clock.today() + timedelta(days=20)
    assert _titles(office, has_places=True) == ["Later"]
    assert _titles(office, kind="network") == ["Later"]
    assert _titles(office, to=day) == ["Full"]
    assert _titles(office, from_=day) == ["Later"]
    assert _titles(office, q="HORNSGATAN full") == ["Full"]
    assert _titles(office, state="draft") == []


def test_those_with_a_place_come_first_by_name_and_then_the_queue_in_its_order(office: Office) -> None:
    occasion = office.open_occasion(places=3)
    for name, family in (("Åke", "Åberg"), ("Bo", "zorn"), ("Al", "Ek"), ("Eva", "Öst"), ("Ulf", "Al")):
        office.register(occasion, name, family_name=family)
    assert _names(office, occasion) == ["Al", "Bo", "Åke", "Eva", "Ulf"]
    assert _names(office, occasion, sort="-name") == ["Eva", "Åke", "Bo", "Al", "Ulf"]
    assert [item.position for item in _lines(office, occasion)] == [None, None, None, 1, 2]


def test_a_position_counts_the_whole_queue_on_every_page_and_in_every_search(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    office.fill(occasion, "Anna", "Bo", "Eva")
    assert _names(office, occasion, size=2, number=2) == ["Eva"]
    with office.app.app_context(), reading() as session:
        found = find_enrolments(session, occasion.id, EnrolmentCriteria(q="EVA solgården"))
    assert [(item.given_name, item.position) for item in found.items] == [("Eva", 2)]


def test_a_protected_identity_has_no_name_in_the_list_and_is_found_by_the_whole_name_only(
    office: Office,
) -> None:
    occasion = office.open_occasion()
    office.register(occasion, "Anna")
    with office.app.app_context(), transaction() as session:
        session.query(Participant).update({"is_protected": True})
    line = _lines(office, occasion)[0]
    assert (line.given_name, line.family_name, line.email, line.is_protected) == (None, None, None, True)
    assert line.name != "Anna Ek"
    assert _names(office, occasion, q="anna") == []
    assert len(_names(office, occasion, q="Anna Ek")) == 1


def test_an_unnamed_place_stands_in_the_list_with_its_group(office: Office) -> None:
    occasion = office.open_occasion(places=5)
    person = sample_participant("Maja")
    unit = ("municipality", "district", "workplace", "employer", "side")
    booker = {name: person[name] for name in ("given_name", "family_name", "email", "language")}
    members = [{"role": "nurse"}, {"role": "nurse"}]
    with office.app.app_context(), transaction() as session:
        group = {name: person[name] for name in unit} | {"booker": booker, "members": members}
        register_group(session, occasion.id, group)
    lines = _lines(office, occasion)
    assert [(item.name, item.group_size, item.booker) for item in lines] == [(None, 2, "Maja Ek")] * 2


def test_what_needs_attention_is_counted(office: Office) -> None:
    office.draft()
    full = office.open_occasion(places=1)
    office.fill(full, "Anna", "Bo")
    over = office.open_occasion(days=1)
    with office.app.app_context(), clock.at(clock.now() + timedelta(days=2)), reading() as session:
        found = find_attention(session)
    assert (found.drafts.total, found.full.total, list(found.full.numbers)) == (1, 1, [1])
    assert [item.id for item in found.without_attendance.first] == [over.id]
    assert found.over.total == 0


def test_whoever_is_offered_a_place_for_less_than_a_day_needs_attention(office: Office) -> None:
    occasion = office.open_occasion(places=1, queue_policy="offer", offer_hours=12)
    anna, _bo = office.fill(occasion, "Anna", "Bo")
    office.cancel(anna)
    with office.app.app_context(), reading() as session:
        found = find_attention(session)
    assert (found.ending.total, found.held.total) == (1, 0)


def test_open_offers_and_held_places_tell_when_the_first_of_them_runs_out(office: Office) -> None:
    manager = {"given_name": "Maria", "family_name": "Lund", "email": "maria.lund@huddinge.example"}
    sought = office.open_occasion(places=1, queue_policy="offer", offer_hours=72)
    anna, _bo = office.fill(sought, "Anna", "Bo")
    office.cancel(anna)
    asked = office.open_occasion(places=9, needs_approval=True, approval_hours=48)
    office.register(asked, "Eva", manager=manager)
    with office.app.app_context(), reading() as session:
        found = find_attention(session)
    assert [item.id for item in found.offered.first] == [sought.id]
    assert [item.id for item in found.held.first] == [asked.id]
    assert found.ending.total == 0
    assert found.held.until[0] < found.offered.until[0] < clock.now() + timedelta(hours=73)
