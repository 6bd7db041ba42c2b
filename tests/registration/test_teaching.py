"""A lecturer's pages: own occasions alone, their attendance to note, and names alone."""

from io import BytesIO
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from services.registration.models import Occasion
from shared import clock
from shared.audit import audit_entries
from shared.ids import random_id
from shared.service import reading
from tests.registration.browsing import send, text_of
from tests.registration.office import Office
from tests.staff import bearer, sign_in, token_for

TEACHING, LISA = "/registration/teaching", random_id()
SESSIONS, API = "/registration/manage/sessions", "/registration/api/sessions"
SECRETS = ("huddinge.example", "Solgården", "Huddinge", "laktos")


def _own(office: Office, *names: str) -> tuple[Occasion, UUID, list[UUID]]:
    """An occasion of Lisa's, its session, and the registrations of these people, who have needs."""
    occasion = office.open_occasion(lecturer_contact_id=LISA)
    people = [office.register(occasion, name, needs="laktos").id for name in names]
    return occasion, occasion.sessions[0].id, people


def test_a_lecturer_sees_own_occasions_with_their_numbers(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    own = web_office.open_occasion(lecturer_contact_id=LISA)
    web_office.fill(own, "Anna", "Bo", "Cilla")
    other = web_office.open_occasion(lecturer_contact_id=random_id())
    draft = web_office.draft(lecturer_contact_id=LISA)
    sign_in(web_app, client, "lecturer", contact_id=LISA)
    page = client.get(f"{TEACHING}/")
    assert "2 av 2" in text_of(page)
    assert str(own.id) in page.text
    assert str(other.id) not in page.text
    assert str(draft.id) not in page.text


def test_the_list_leads_to_the_attendance_of_each_day_until_it_is_noted(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    occasion, session_id, _people = _own(web_office, "Anna")
    sign_in(web_app, client, "lecturer", contact_id=LISA)
    coming = client.get(f"{TEACHING}/")
    assert f"{SESSIONS}/{session_id}/attendance" in coming.text
    assert "Ta närvaro" not in text_of(coming)
    with clock.at(occasion.ends_at):
        sign_in(web_app, client, "lecturer", contact_id=LISA)
        assert "Ta närvaro" in text_of(client.get(f"{TEACHING}/"))
        web_office.attend(occasion)
        assert "Ta närvaro" not in text_of(client.get(f"{TEACHING}/"))


def test_a_lecturer_notes_who_is_here_and_sees_names_alone(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    _occasion, session_id, (anna, bo) = _own(web_office, "Anna", "Bo")
    me = sign_in(web_app, client, "lecturer", contact_id=LISA)
    address = f"{SESSIONS}/{session_id}/attendance"
    assert send(client, address, shown=[anna, bo], present=[anna]).status_code == 303
    page = client.get(address)
    assert "Anna Ek Bo Ek" in text_of(page)
    assert "1 av 2 är här" in text_of(page)
    assert [word for word in SECRETS if word in page.text] == []
    assert "Visa alla" in text_of(client.get(f"{address}?q=Solgården"))  # nobody is found by their workplace
    with web_app.app_context(), reading() as session:
        (entry,) = session.execute(sa.select(audit_entries).where(audit_entries.c.staff_id == me)).all()
    assert (entry.action, entry.subject, entry.details) == (
        "attendance.recorded",
        str(session_id),
        {"come": 1, "gone": 0},
    )


def test_a_lecturer_shows_the_code_and_prints_names_to_sign(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    occasion, session_id, _people = _own(web_office, "Anna")
    sign_in(web_app, client, "lecturer", contact_id=LISA)
    assert client.get(f"{SESSIONS}/{session_id}/check-in").status_code == 200
    paper = client.get(f"/registration/api/occasions/{occasion.id}/attendance-list.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.data)).pages)
    assert "Anna Ek" in text
    assert [word for word in (*SECRETS, "Arbetsplats") if word in text] == []


def test_a_lecturer_notes_attendance_by_api(web_app: Flask, client: FlaskClient, web_office: Office) -> None:
    _occasion, session_id, (anna, bo) = _own(web_office, "Anna", "Bo")
    headers = bearer(token_for(web_app, "lecturer", contact_id=LISA))
    address = f"{API}/{session_id}/attendance"
    assert client.put(address, json={"present": [str(anna)]}, headers=headers).json["present"] == [str(anna)]
    client.put(f"{address}/{bo}", json={}, headers=headers)
    client.delete(f"{address}/{anna}", headers=headers)
    assert client.get(address, headers=headers).json["present"] == [str(bo)]


@pytest.mark.parametrize("contact_id", [random_id(), None])
@pytest.mark.parametrize("whose", [LISA, None])
def test_the_attendance_of_others_is_refused_and_stays(
    web_app: Flask,
    client: FlaskClient,
    web_office: Office,
    contact_id: UUID | None,
    whose: UUID | None,
) -> None:
    occasion = web_office.open_occasion(lecturer_contact_id=whose)
    anna, session_id = web_office.register(occasion).id, occasion.sessions[0].id
    headers = bearer(token_for(web_app, "lecturer", contact_id=contact_id))
    at, list_of = f"{API}/{session_id}", f"/registration/api/occasions/{occasion.id}/attendance-list.pdf"
    pages = (f"{SESSIONS}/{session_id}/attendance", f"{SESSIONS}/{session_id}/check-in", list_of)
    for path in (*pages, f"{at}/attendance", f"{at}/check-in", f"{at}/check-in.svg"):
        assert client.get(path, headers=headers).status_code == 403, path
    for answer in (
        client.put(f"{at}/attendance", json={"present": [str(anna)]}, headers=headers),
        client.put(f"{at}/attendance/{anna}", json={}, headers=headers),
        client.delete(f"{at}/attendance/{anna}", headers=headers),
    ):
        assert (answer.status_code, answer.json["type"]) == (403, "urn:kursforum:problem:not_your_occasion")
    assert web_office.now(occasion).sessions[0].recorded_at is None


def test_a_form_sent_to_anothers_list_changes_nothing(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    _own_one, mine, _people = _own(web_office, "Anna")
    other = web_office.open_occasion(lecturer_contact_id=random_id())
    bo = web_office.register(other, "Bo").id
    sign_in(web_app, client, "lecturer", contact_id=LISA)
    address, page = (f"{SESSIONS}/{item}/attendance" for item in (other.sessions[0].id, mine))
    assert send(client, address, page, shown=[bo], present=[bo]).status_code == 403
    assert web_office.now(other).sessions[0].recorded_at is None


def test_the_rest_of_the_office_stays_closed_to_a_lecturer(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    occasion, session_id, (anna,) = _own(web_office, "Anna")
    sign_in(web_app, client, "lecturer", contact_id=LISA)
    assert str(session_id) in client.get(f"{TEACHING}/").text
    for path in (
        f"/registration/manage/occasions/{occasion.id}",
        f"/registration/manage/registrations/{anna}",
        f"/registration/api/occasions/{occasion.id}/registrations",
        "/registration/manage/attendance",
        "/registration/manage/",
    ):
        assert client.get(path).status_code == 403, path


def test_a_title_is_marked_as_swedish_on_an_english_page_alone(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    _own(web_office)
    sign_in(web_app, client, "lecturer", contact_id=LISA)
    marked = '<span lang="sv">Lågaffektivt bemötande</span>'
    assert marked in client.get(f"{TEACHING}/?lang=en").text
    assert marked not in client.get(f"{TEACHING}/?lang=sv").text


def test_a_lecturer_without_a_contact_sees_nothing(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    web_office.open_occasion()
    sign_in(web_app, client, "lecturer")
    assert "Du står inte som föreläsare" in text_of(client.get(f"{TEACHING}/"))


def test_every_entry_of_the_menu_opens_for_each_role(web_app: Flask, client: FlaskClient) -> None:
    homes = {"lecturer": TEACHING, "representative": "/registration/representatives"}
    for role, home in homes.items():
        sign_in(web_app, client, role, municipality="0126" if role == "representative" else None)
        menu = client.get("/registration/").text.partition("</nav>")[0]
        assert f'href="{home}/"' in menu
        assert 'href="/registration/manage/"' not in menu
        assert client.get(f"{home}/").status_code == 200
