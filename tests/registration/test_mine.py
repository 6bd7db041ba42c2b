"""My registrations: the link by e-mail, and what it opens."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.registration.operations.sign_ins import forget_sign_ins
from shared import clock, events
from tests.registration.browsing import send, text_of
from tests.registration.office import Office

ANNA = "anna.ek@huddinge.example"
MINE = "/registration/mine"


def _link(client: FlaskClient, office: Office, email: str = ANNA) -> str:
    """The link that came by e-mail, after asking for it."""
    assert send(client, MINE, email=email).status_code == 200
    return f"{MINE}/{office.events(events.SignInLinkIssued)[-1]['token']}"


def _signed_in(client: FlaskClient, office: Office, email: str = ANNA) -> None:
    assert send(client, _link(client, office, email)).status_code == 303


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(
    client: FlaskClient, web_office: Office
) -> None:
    web_office.register(web_office.open_occasion())
    answers = [text_of(send(client, MINE, email=email)) for email in (ANNA, "xx.ek@huddinge.example")]
    assert answers[0].replace("anna.ek", "xx.ek") == answers[1]
    assert len(web_office.events(events.SignInLinkIssued)) == 1


def test_a_mailbox_is_not_flooded(client: FlaskClient, web_office: Office) -> None:
    web_office.register(web_office.open_occasion())
    answers = [send(client, MINE, email=ANNA).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_a_scanner_that_follows_the_link_does_not_use_it_up(client: FlaskClient, web_office: Office) -> None:
    web_office.register(web_office.open_occasion())
    link = _link(client, web_office)
    assert client.get(link).status_code == client.get(link).status_code == 200
    opened = send(client, link)
    assert "Lågaffektivt bemötande" in text_of(client.get(opened.location))


def test_the_link_works_once_and_for_half_an_hour(client: FlaskClient, web_office: Office) -> None:
    web_office.register(web_office.open_occasion())
    link = _link(client, web_office)
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert send(client, link).status_code == 410
    assert send(client, link).status_code == 303
    spent = send(client, link)
    assert spent.status_code == 410
    assert "Länken är redan använd, eller för gammal" in text_of(spent)


def test_those_who_share_a_mailbox_are_shown_person_by_person(
    client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion()
    web_office.fill(occasion, "Anna")
    web_office.register(occasion, "Bo", email=ANNA)
    web_office.register(occasion, "Cia", email=ANNA)
    _signed_in(client, web_office)
    page = text_of(client.get(MINE))
    assert page.index("Anna Ek") < page.index("Bo Ek") < page.index("Cia Ek")
    assert "Reservplats 1" in page


def test_whoever_has_signed_in_acts_on_their_own_registrations_alone(
    client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion()
    anna, bo = web_office.fill(occasion, "Anna", "Bo")
    own, other = f"/registration/registrations/{anna.id}", f"/registration/registrations/{bo.id}"
    assert client.get(own).location.startswith(MINE)
    _signed_in(client, web_office)
    assert "Du har en plats" in text_of(client.get(own))
    assert client.get(f"{own}/calendar.ics").mimetype == "text/calendar"
    assert client.get(other).status_code == 404
    assert send(client, f"{own}/cancel").status_code == 303
    assert web_office.standing(occasion)["Anna"] == ("cancelled", None)


def test_a_booker_finds_the_groups_there(client: FlaskClient, web_office: Office) -> None:
    group = web_office.register_group(web_office.open_occasion(), "Eva", None)
    _signed_in(client, web_office, "boel.booker@huddinge.example")
    assert f"/registration/groups/{group.id}" in client.get(MINE).text
    assert "Din grupp har 2 platser" in text_of(client.get(f"/registration/groups/{group.id}"))


@pytest.mark.parametrize("after", [timedelta(minutes=31), timedelta(hours=2, minutes=1)])
def test_a_session_ends_when_it_is_idle_or_old(
    client: FlaskClient, web_office: Office, after: timedelta
) -> None:
    web_office.register(web_office.open_occasion())
    _signed_in(client, web_office)
    step, now = timedelta(minutes=20), clock.now()
    if after > timedelta(hours=1):  # used all the time
        for number in range(1, 6):
            with clock.at(now + number * step):
                assert "Anna Ek" in text_of(client.get(MINE))
    with clock.at(now + after):
        assert "Anna Ek" not in text_of(client.get(MINE))


def test_signing_out_ends_the_session_wherever_its_cookie_lies(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    web_office.register(web_office.open_occasion())
    _signed_in(client, web_office)
    cookie = client.get_cookie("kursforum_participant", path="/registration")
    assert cookie and cookie.path == "/registration" and cookie.http_only
    assert send(client, f"{MINE}/sign-out", page=MINE).status_code == 303
    copy = web_app.test_client()
    copy.set_cookie("kursforum_participant", cookie.value, path="/registration")
    assert "Anna Ek" not in text_of(copy.get(MINE))


def test_a_forged_cookie_opens_nothing(client: FlaskClient, web_office: Office) -> None:
    web_office.register(web_office.open_occasion())
    client.set_cookie("kursforum_participant", "WyJhIiwxXQ.forged", path="/registration")
    assert "Skicka en länk" in text_of(client.get(MINE)) or "Anna Ek" not in text_of(client.get(MINE))


def test_links_and_sessions_are_forgotten_when_their_time_is_over(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    web_office.register(web_office.open_occasion())
    link = _link(client, web_office)
    with web_app.app_context(), clock.at(clock.now() + timedelta(minutes=29)):
        assert forget_sign_ins() is False
    assert send(client, link).status_code == 303
    with web_app.app_context(), clock.at(clock.now() + timedelta(hours=3)):
        forget_sign_ins()
    assert "Anna Ek" not in text_of(client.get(MINE))


def test_the_api_opens_the_same_door(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    anna, bo = web_office.fill(occasion, "Anna", "Bo")
    api = "/registration/api"
    assert client.post(f"{api}/sign-in-links", json={"email": ANNA}).status_code == 202
    (link,) = web_office.events(events.SignInLinkIssued)
    token = client.post(f"{api}/sign-ins", json={"token": link["token"]}).json["token"]
    assert client.post(f"{api}/sign-ins", json={"token": link["token"]}).status_code == 410
    bearer = {"Authorization": f"Bearer {token}"}
    (line,) = client.get(f"{api}/mine", headers=bearer).json["items"]
    assert (line["name"], line["status"]) == ("Anna Ek", "confirmed")
    assert client.post(f"{api}/registrations/{bo.id}/cancel", headers=bearer, json={}).status_code == 404
    assert client.post(f"{api}/registrations/{anna.id}/cancel", headers=bearer, json={}).status_code == 200
    assert client.delete(f"{api}/mine", headers=bearer).status_code == 204
    assert client.get(f"{api}/mine", headers=bearer).status_code == 401
