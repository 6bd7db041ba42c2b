"""The coordinator's pages, and the mailbox for trying out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.notifications.app import create_app
from services.notifications.settings import Settings
from shared.ids import random_id
from shared.settings import SettingsAreWrong, load
from tests.notifications.browsing import signed_in
from tests.notifications.happenings import (
    TITLE,
    cancelled,
    contact,
    invited,
    manage_link,
    occasion,
    registered,
)
from tests.notifications.mail_room import MailRoom

CONFIRMATION = (occasion(), contact(), manage_link(), registered())


@pytest.fixture
def coordinator(web_room: MailRoom) -> FlaskClient:
    """A coordinator's browser."""
    return signed_in(web_room.app, "coordinator")


def test_the_list_shows_each_email_with_its_state(web_room: MailRoom, coordinator: FlaskClient) -> None:
    web_room.hears(*CONFIRMATION).send()
    page = coordinator.get("/notifications/").text
    assert all(text in page for text in ("Plats bekräftad", "Anna Lindqvist", TITLE, "Skickat"))


def test_the_list_speaks_english_to_those_who_ask(web_room: MailRoom, coordinator: FlaskClient) -> None:
    web_room.hears(*CONFIRMATION).send()
    page = coordinator.get("/notifications/?lang=en").text
    assert "Place confirmed" in page
    assert "1 e-mail<" in page


@pytest.mark.parametrize("query", ["state=lost", "occasion=x", "page=-1", "page=999999999", "recipient=%25"])
def test_the_list_stands_any_address(coordinator: FlaskClient, query: str) -> None:
    assert coordinator.get(f"/notifications/?{query}").status_code == 200


def test_an_email_is_shown_without_the_secret_of_its_link(
    web_room: MailRoom, coordinator: FlaskClient
) -> None:
    web_room.hears(invited(), contact()).send()
    address = f"/notifications/messages/{web_room.messages[0].id}"
    page, frame = coordinator.get(address).text, coordinator.get(f"{address}/html")
    assert "Svara på utvärderingen" in page
    assert "Svara på utvärderingen" in frame.text
    assert "answer-secret" not in page + frame.text


def test_the_frame_of_an_email_may_do_nothing(web_room: MailRoom, coordinator: FlaskClient) -> None:
    web_room.hears(*CONFIRMATION).send()
    answer = coordinator.get(f"/notifications/messages/{web_room.messages[0].id}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("sandbox")
    assert "default-src 'none'" in policy


def test_an_email_that_waits_says_for_what(web_room: MailRoom, coordinator: FlaskClient) -> None:
    web_room.hears(registered())
    page = coordinator.get(f"/notifications/messages/{web_room.messages[0].id}").text
    assert "mottagarens adress, kurstillfället, länken till anmälan" in page


def test_a_skipped_email_says_why(web_room: MailRoom, coordinator: FlaskClient) -> None:
    web_room.hears(*CONFIRMATION, cancelled()).send()
    page = coordinator.get(f"/notifications/messages/{web_room.messages[0].id}").text
    assert "Deltagaren avanmäldes innan mejlet hann skickas." in page


def test_a_failed_email_shows_the_servers_words_and_is_sent_again_by_a_button(
    web_room: MailRoom, coordinator: FlaskClient
) -> None:
    web_room.hears(*CONFIRMATION)
    message_id = web_room.messages[0].id
    web_room.change(message_id, state="failed", error="550 5.1.1 <b>Unknown</b>")
    page = coordinator.get(f"/notifications/messages/{message_id}").text
    assert "550 5.1.1 &lt;b&gt;Unknown&lt;/b&gt;" in page
    after = _press(coordinator, page, f"/notifications/messages/{message_id}/resend")
    assert "Mejlet ligger i kön igen." in after
    assert len(web_room.send().mails) == 1


def test_an_unknown_email_is_not_found(coordinator: FlaskClient) -> None:
    assert coordinator.get(f"/notifications/messages/{random_id()}").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(web_room: MailRoom) -> None:
    answer = web_room.app.test_client().get("/notifications/")
    assert answer.status_code == 303
    assert "/registration/sign-in" in answer.headers["Location"]


def test_the_mailbox_shows_the_newest_letter_first(web_room: MailRoom) -> None:
    web_room.hears(*CONFIRMATION).send().hears(invited()).send()
    page = web_room.app.test_client().get("/mailbox/").text
    assert page.index("Vad tyckte du om") < page.index("Du har en plats")
    assert "Till Anna Lindqvist" in page


def test_an_empty_mailbox_says_what_to_do(web_room: MailRoom) -> None:
    assert "Anmäl dig till en kurs" in web_room.app.test_client().get("/mailbox/").text


def test_a_letter_in_the_mailbox_has_links_that_work(web_room: MailRoom) -> None:
    client, address = _letter(web_room)
    frame = client.get(f"{address}/html")
    assert 'href="http://127.0.0.1:8000/registration/registrations/manage-secret"' in frame.text
    assert "allow-popups" in frame.headers["Content-Security-Policy"]


def test_a_letter_in_the_mailbox_has_its_calendar_to_save(web_room: MailRoom) -> None:
    client, address = _letter(web_room)
    assert f"{address}/calendar.ics" in client.get(address).text
    calendar = client.get(f"{address}/calendar.ics")
    assert calendar.mimetype == "text/calendar"
    assert calendar.text.count("BEGIN:VEVENT") == 1


def test_a_letter_that_is_not_there_is_not_found(web_room: MailRoom) -> None:
    assert web_room.app.test_client().get(f"/mailbox/{random_id()}").status_code == 404


def test_there_is_no_mailbox_where_mail_goes_to_a_server(room_with: Callable[..., MailRoom]) -> None:
    client = room_with("smtp://localhost:25").app.test_client()
    assert client.get("/mailbox/").status_code == 404


def test_a_mail_server_written_wrongly_stops_the_start() -> None:
    settings = load(Settings, database_url="sqlite://", secret_key="k" * 40, smtp_url="localhost:25")
    with pytest.raises(SettingsAreWrong, match="SMTP_URL"):
        create_app(settings)


def _letter(room: MailRoom) -> tuple[FlaskClient, str]:
    room.hears(*CONFIRMATION).send()
    client = room.app.test_client()
    [address] = re.findall(r'href="(/mailbox/[0-9a-f-]{36})"', client.get("/mailbox/").text)
    return client, address


def _press(client: FlaskClient, page: str, action: str) -> Any:
    [token] = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
    return client.post(action, data={"csrf_token": token}, follow_redirects=True).text
