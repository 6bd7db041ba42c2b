"""A lecturer's pages: own occasions alone, names alone, and nothing to change."""

from flask import Flask
from flask.testing import FlaskClient

from shared.ids import random_id
from tests.registration.browsing import text_of
from tests.registration.office import Office
from tests.staff import sign_in

TEACHING, LISA = "/registration/teaching", random_id()


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


def test_the_list_of_a_session_has_names_and_who_was_there(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    own = web_office.open_occasion(lecturer_contact_id=LISA)
    anna, _bo = web_office.fill(own, "Anna", "Bo")
    session = own.sessions[0].id
    sign_in(web_app, client, "lecturer", contact_id=LISA)
    assert "Närvaron är inte noterad än" in text_of(client.get(f"{TEACHING}/sessions/{session}"))
    web_office.attend(own, anna)
    page = client.get(f"{TEACHING}/sessions/{session}")
    assert "Anna Ek Närvarande Bo Ek" in text_of(page)
    assert "huddinge.example" not in page.text
    assert "Solgården" not in page.text


def test_another_lecturers_session_is_not_there(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    other = web_office.open_occasion(lecturer_contact_id=random_id())
    nobodys = web_office.open_occasion()
    sign_in(web_app, client, "lecturer", contact_id=LISA)
    for occasion in (other, nobodys):
        assert client.get(f"{TEACHING}/sessions/{occasion.sessions[0].id}").status_code == 404


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
