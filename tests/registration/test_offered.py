"""What others show of what is offered: feeds, the leaflet, and the list in a frame."""

from datetime import UTC, datetime
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from pypdf import PdfReader

from shared import clock
from tests.registration.browsing import sign_in, text_of
from tests.registration.office import Office
from tests.registration.samples import sample_activity

NOVEMBER = datetime(2026, 11, 20, 8, tzinfo=UTC)


def _titles(client: FlaskClient, query: str = "") -> set[str]:
    answer = client.get(f"/registration/calendar.ics{query}")
    return {str(entry["SUMMARY"]) for entry in Calendar.from_ical(answer.data).walk("VEVENT")}


def _offer(office: Office, title: str, **given: object) -> None:
    office.open_occasion(office.does("create_activity", sample_activity(title=title, **given)).id, days=60)


def test_a_feed_may_be_of_one_kind_or_for_one_role(client: FlaskClient, web_office: Office) -> None:
    _offer(web_office, "För alla")
    _offer(web_office, "Chefsnätverk", kind="network", target_roles=("manager",))
    _offer(web_office, "LSS-domar", kind="seminar", target_roles=("case_officer", "other"))
    assert _titles(client) == {"För alla", "Chefsnätverk", "LSS-domar"}
    assert _titles(client, "?kind=network") == {"Chefsnätverk"}
    assert _titles(client, "?role=case_officer") == {"För alla", "LSS-domar"}
    assert _titles(client, "?kind=seminar&role=manager") == set()


def test_a_feed_of_no_known_kind_is_refused(client: FlaskClient) -> None:
    for query in ("?kind=opera", "?kinds=course", "?role=king"):
        assert client.get(f"/registration/calendar.ics{query}").status_code == 422


def test_the_leaflet_has_the_courses_of_the_coming_half_year(client: FlaskClient, web_office: Office) -> None:
    with clock.at(NOVEMBER):
        _offer(web_office, "Lågaffektivt bemötande")
        text = _text(client.get("/registration/leaflet.pdf").data)
        empty = _text(client.get("/registration/leaflet.pdf?half=2027-H2").data)
    assert "Våren 2027" in text
    assert "Januari" in text
    assert "Lågaffektivt bemötande" in text
    assert "Lågaffektivt bemötande" not in empty


def test_a_leaflet_that_has_not_changed_is_not_sent_again(client: FlaskClient, web_office: Office) -> None:
    address = "/registration/leaflet.pdf?half=2027-H1"
    with clock.at(NOVEMBER):
        _offer(web_office, "Autism hos vuxna")
        first = client.get(address)
        known = {"If-None-Match": first.headers["ETag"]}
        assert client.get(address, headers=known).status_code == 304
        _offer(web_office, "Åldrande")
        assert client.get(address, headers=known).status_code == 200


def test_no_leaflet_is_made_for_what_is_no_half_year(client: FlaskClient) -> None:
    assert client.get("/registration/leaflet.pdf?half=2027-T1").status_code == 422


def test_the_list_for_other_sites_may_be_framed_and_leaves_nothing_behind(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    _offer(web_office, "För alla")
    sign_in(web_app, client)
    page = client.get("/registration/embed?lang=en")
    assert "För alla" in page.text
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in page.headers
    assert "Set-Cookie" not in page.headers
    assert "<form" not in page.text


def test_every_other_page_refuses_to_be_framed(client: FlaskClient) -> None:
    page = client.get("/registration/")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_the_list_has_as_many_of_a_kind_as_were_asked_for(client: FlaskClient, web_office: Office) -> None:
    for number in range(3):
        _offer(web_office, f"Nätverk {number}", kind="network")
    _offer(web_office, "Kurs")
    page = client.get("/registration/embed?kind=network&limit=2").text
    assert (page.count("<li>"), "Kurs<" in page) == (2, False)
    assert client.get("/registration/embed?limit=0").status_code == 422


def test_the_office_is_shown_the_snippet_to_copy(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    sign_in(web_app, client)
    page = text_of(client.get("/registration/manage/sharing?kind=network&limit=4"))
    assert '<iframe src="http://127.0.0.1:8000/registration/embed?kind=network&limit=4"' in page


def _text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
