"""Certificates: who earns one, who loses it, and what the public sees of it."""

from datetime import timedelta
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from services.registration.models import Occasion
from services.registration.operations.protecting import set_protected
from services.registration.verifying import TRIED
from shared import clock, events
from shared.service import transaction
from tests.registration.browsing import sign_in, text_of
from tests.registration.held import completed, opened
from tests.registration.office import Office
from tests.staff import bearer, token_for


def _issued(office: Office) -> dict[str, str]:
    return {event.subject: event["code"] for event in office.events(events.CertificateIssued)}


def test_those_who_reach_the_share_of_the_time_get_a_certificate(office: Office) -> None:
    occasion, (anna, bo) = opened(office, "Anna", "Bo", sessions=4, certificate_percent=75)
    completed(office, occasion, (anna, bo), (anna, bo), (anna,), ())
    assert list(_issued(office)) == [str(anna.id)]


def test_no_certificate_is_given_where_the_activity_has_none(office: Office) -> None:
    occasion, (anna,) = opened(office, "Anna")
    completed(office, occasion, (anna,))
    assert not _issued(office)


def test_corrected_attendance_takes_the_certificate_and_gives_the_same_one_back(
    client: FlaskClient, web_office: Office
) -> None:
    occasion, (anna,) = opened(web_office, "Anna", certificate_percent=80)
    completed(web_office, occasion, (anna,))
    code = _issued(web_office)[str(anna.id)]
    with clock.at(occasion.ends_at + timedelta(days=2)):
        web_office.attend(occasion)
        assert "Intyget gäller inte" in text_of(client.get(f"/registration/certificates/{code}"))
        web_office.attend(occasion, anna)
        assert "Intyget gäller" in text_of(client.get(f"/registration/certificates/{code}"))
    assert len(web_office.events(events.CertificateIssued)) == 1


def test_a_correction_gives_a_certificate_to_whoever_was_forgotten(office: Office) -> None:
    occasion, (anna, bo) = opened(office, "Anna", "Bo", certificate_percent=100)
    completed(office, occasion, (anna,))
    with clock.at(occasion.ends_at + timedelta(days=2)):
        office.attend(occasion, anna, bo)
    assert set(_issued(office)) == {str(anna.id), str(bo.id)}


def _certified(office: Office) -> tuple[Occasion, str, str]:
    """An occasion with Anna's certificate: its code, and her manage token."""
    occasion, (anna,) = opened(office, "Anna", certificate_percent=80)
    completed(office, occasion, (anna,))
    return occasion, _issued(office)[str(anna.id)], anna.token


def test_a_certificate_is_verified_however_its_code_is_typed(client: FlaskClient, web_office: Office) -> None:
    _occasion, code, _token = _certified(web_office)
    typed = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    page = text_of(client.get(f"/registration/certificates/{typed}"))
    assert "Anna Ek" in page
    assert "Lågaffektivt bemötande" in page
    assert client.get(f"/registration/api/certificates/{typed}").json["state"] == "valid"


def test_a_protected_identity_is_not_named_on_the_public_page(
    client: FlaskClient, web_office: Office
) -> None:
    _occasion, code, token = _certified(web_office)
    contact_id = web_office.events(events.CertificateIssued)[0]["contact_id"]
    with web_office.app.app_context(), transaction() as session:
        set_protected(session, contact_id, True)
    page = client.get(f"/registration/certificates/{code}")
    assert "Anna" not in page.text
    assert client.get(f"/registration/certificates/{code}.pdf").status_code == 404
    assert "Anna Ek" in _text(client.get(f"/registration/registrations/{token}/certificate.pdf").data)


def test_an_unknown_code_is_told_so_and_guessing_must_wait(client: FlaskClient, web_office: Office) -> None:
    _occasion, code, _token = _certified(web_office)
    page = client.get("/registration/certificates/ABCD-EFGH-JKMN")
    assert page.status_code == 404
    assert "Vi känner inte till det här intyget" in text_of(page)
    told = {
        client.get(f"/registration/api/certificates/{number}").status_code for number in range(TRIED.tries)
    }
    assert told == {404, 429}
    assert client.get(f"/registration/certificates/{code}").status_code == 429


def test_the_paper_names_the_holder_the_course_the_hours_and_the_code(
    client: FlaskClient, web_office: Office
) -> None:
    _occasion, code, token = _certified(web_office)
    paper = client.get(f"/registration/registrations/{token}/certificate.pdf")
    assert paper.content_type == "application/pdf"
    for part in ("Intyg", "Anna Ek", "Lågaffektivt bemötande", "3 timmar", code[:4], "Forum Carpe"):
        assert part in _text(paper.data)


def test_the_office_prints_all_certificates_of_an_occasion(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    occasion, people = opened(web_office, "Anna", "Bo", "Cilla", certificate_percent=80)
    completed(web_office, occasion, (people[0], people[2]))
    headers = bearer(token_for(web_app))
    paper = client.get(f"/registration/api/occasions/{occasion.id}/certificates.pdf", headers=headers)
    assert len(PdfReader(BytesIO(paper.data)).pages) == 2
    one = f"/registration/api/registrations/{people[1].id}/certificate.pdf"
    assert client.get(one, headers=headers).status_code == 404


def _text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_office_sees_who_has_a_certificate(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    occasion, people = opened(web_office, "Anna", "Bo", certificate_percent=80)
    completed(web_office, occasion, (people[0],))
    sign_in(web_app, client)
    page = text_of(client.get(f"/registration/manage/occasions/{occasion.id}/certificates"))
    assert "Anna Ek" in page
    assert "Bo Ek" not in page
