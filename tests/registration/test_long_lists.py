"""Long lists of the office: groups stand together, and what is searched for is found on its page."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.registration.models import Occasion, Participant
from services.registration.periods import parse_period
from services.registration.queries.certificates import find_certificates
from services.registration.queries.charges import list_charges, matching, sums_of
from services.registration.queries.enrolments import Enrolment, EnrolmentCriteria, find_enrolments
from services.registration.queries.parties import in_parties
from shared import clock
from shared.service import reading, transaction
from tests.registration.browsing import sign_in, text_of
from tests.registration.held import completed, opened
from tests.registration.office import Office

MANAGE = "/registration/manage"


@pytest.fixture
def office_client(web_app: Flask, client: FlaskClient) -> FlaskClient:
    """A coordinator's browser."""
    sign_in(web_app, client)
    return client


def _lines(office: Office, occasion: Occasion) -> list[Enrolment]:
    with office.app.app_context(), reading() as session:
        return list(find_enrolments(session, occasion.id, EnrolmentCriteria()).items)


def test_a_group_stands_together_where_its_bookers_name_belongs(office: Office) -> None:
    occasion = office.open_occasion(places=9)
    for name, family in (("Adam", "Alm"), ("Cia", "Cederberg")):
        office.register(occasion, name, family_name=family)
    office.register_group(occasion, "Zeb", None, "Adel")
    lines = _lines(office, occasion)
    assert [item.given_name for item in lines] == ["Adam", "Adel", "Zeb", None, "Cia"]
    runs = in_parties(lines)
    assert [head.booker if head else None for head, _ in runs] == [None, "Boel Booker", None]
    assert [len(items) for _, items in runs] == [1, 3, 1]


def test_what_a_group_gave_up_stands_under_no_heading(office: Office) -> None:
    occasion = office.open_occasion(places=9)
    group = office.register_group(occasion, "Eva", "Fia", "Gun")
    office.does("cancel_registration", group.members[0].id, "coordinator")
    assert [bool(head) for head, _ in in_parties(_lines(office, occasion))] == [True, False]


def test_the_list_of_an_occasion_has_the_booker_over_the_group(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(places=9)
    web_office.register_group(occasion, "Eva", None)
    page = office_client.get(f"{MANAGE}/occasions/{occasion.id}")
    assert "Grupp om 2 bokad av Boel Booker · Visa bara gruppen" in text_of(page)
    by_name = text_of(office_client.get(f"{MANAGE}/occasions/{occasion.id}?sort=name"))
    assert "bokad av" not in by_name
    assert "Grupp om 2" in by_name


def test_certificates_come_by_name_and_in_pages(office: Office) -> None:
    occasion, people = opened(office, "Åsa", "Örjan", "Bo", certificate_percent=80)
    completed(office, occasion, tuple(people))
    with office.app.app_context(), reading() as session:
        first, last = (find_certificates(session, occasion.id, "", number, 2) for number in (1, 2))
        names = [item.registration.participant.given_name for page in (first, last) for item in page.items]
        found = find_certificates(session, occasion.id, "ÅSA ek")
    assert (names, first.total, first.pages) == (["Bo", "Åsa", "Örjan"], 3, 2)
    assert found.total == 1


def test_the_certificate_of_a_protected_identity_is_found_by_the_whole_name_only(office: Office) -> None:
    occasion, people = opened(office, "Anna", certificate_percent=80)
    completed(office, occasion, tuple(people))
    with office.app.app_context(), transaction() as session:
        session.query(Participant).update({"is_protected": True})
    with office.app.app_context(), reading() as session:
        totals = [find_certificates(session, occasion.id, q).total for q in ("anna", "Anna Ek")]
    assert totals == [0, 1]


def test_charges_come_by_the_municipalities_names_and_are_searched(office: Office) -> None:
    occasion, _ = opened(office, "Anna", fee=4500)
    office.does("change_occasion", occasion.id, {"places": 9})
    for name, code in (("Bo", "0117"), ("Cia", "0180"), ("Disa", "0114")):
        district = "farsta" if code == "0180" else None
        office.register(occasion, name, municipality=code, district=district, workplace=f"Enhet {name}")
    completed(office, occasion)
    period = parse_period(f"{clock.local(occasion.ends_at):%Y}")
    with office.app.app_context(), reading() as session:
        charges = list_charges(session, period)
    assert [item.municipality for item in sums_of(charges)] == ["0126", "0180", "0114", "0117"]
    assert [item.name for item in matching(charges, "ENHET bo")] == ["Bo Ek"]


def test_the_page_of_charges_keeps_the_sums_of_what_was_searched_for(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion, people = opened(web_office, "Anna", "Bo", fee=4500)
    completed(web_office, occasion, tuple(people))
    with clock.at(occasion.ends_at + timedelta(days=1)):
        sign_in(web_office.app, office_client)
        period = f"{clock.local(occasion.ends_at):%Y}"
        found = text_of(office_client.get(f"{MANAGE}/charges?period={period}&q=anna"))
        nobody = text_of(office_client.get(f"{MANAGE}/charges?period={period}&q=opera&page=9"))
    assert "4 500 kr att fakturera" in found
    assert "Bo Ek" not in found
    assert "Ingen passar in på sökningen" in nobody


def test_marking_as_held_is_the_first_act_once_the_last_day_is_over(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(days=1, sessions=2)
    page = f"{MANAGE}/occasions/{occasion.id}"
    with clock.at(occasion.starts_at + timedelta(days=1)):
        sign_in(web_office.app, office_client)
        begun = text_of(office_client.get(page))
    with clock.at(occasion.ends_at + timedelta(minutes=1)):
        sign_in(web_office.app, office_client)
        over = text_of(office_client.get(page))
    assert begun.index("Mer ") < begun.index("Markera som genomfört")
    assert over.index("Markera som genomfört") < over.index("Lägg till deltagare")
