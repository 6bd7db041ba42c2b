"""What a coordinator writes to the participants of an occasion."""

import re
from email.message import EmailMessage
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared import events
from shared.audit import audit_entries
from shared.ids import new_id
from shared.service import reading
from tests.notifications.browsing import signed_in
from tests.notifications.happenings import (
    ANNA,
    BO,
    OCCASION,
    REGISTRATION,
    SECOND,
    bo,
    contact,
    manage_link,
    occasion,
    registered,
)
from tests.notifications.mail_room import MailRoom, html_of, text_of
from tests.staff import bearer, token_for

API = f"/notifications/api/occasions/{OCCASION}/messages"
NEW = f"/notifications/messages/new?occasion={OCCASION}"
WRITTEN = {
    "audience": "confirmed",
    "subject": "Ta med fika",
    "text": "Köket är stängt.\r\nTa med fika.\r\n\r\n\r\nKarta: https://karta.example/a?b=1&c=2 <b>",
}
BOTH = (
    occasion(),
    contact(),
    bo(),
    manage_link(),
    manage_link(registration=SECOND, contact_id=BO),
    registered(),
    registered(registration=SECOND, contact_id=BO, status="waiting", position=1),
)


@pytest.fixture
def coordinator(web_room: MailRoom) -> FlaskClient:
    """A coordinator's browser."""
    return signed_in(web_room.app, "coordinator")


@pytest.mark.parametrize(
    ("audience", "names"),
    [("confirmed", {"Anna"}), ("waiting", {"Bo"}), ("all", {"Anna", "Bo"})],
)
def test_each_of_the_chosen_gets_an_email_of_their_own(
    room: MailRoom, audience: str, names: set[str]
) -> None:
    room.hears(*BOTH).send()
    assert _posted(room, audience=audience).status_code == 201
    mails = [mail for mail in room.send().mails if mail["Subject"] == "Ta med fika"]
    assert {text_of(mail).split("!")[0].removeprefix("Hej ") for mail in mails} == names
    assert all(mail["Reply-To"] for mail in mails)


def test_those_who_were_present_are_known_once_it_was_held(room: MailRoom) -> None:
    room.hears(*BOTH, registered(version=2, registration=SECOND, contact_id=BO))
    assert _posted(room, audience="present").status_code == 409
    person = {"registration_id": REGISTRATION, "contact_id": ANNA, **_facts()}
    room.hears(occasion(events.OccasionCompleted, version=2, state="completed", present=[person]))
    assert _posted(room, audience="present").json["recipients"] == 1


def test_paragraphs_and_links_of_plain_text_are_kept_and_nothing_else(room: MailRoom) -> None:
    room.hears(*BOTH).send()
    _posted(room)
    mail = room.send().mails[-1]
    assert "Köket är stängt.\nTa med fika.\n\nKarta: https://karta.example/a?b=1&c=2 <b>" in _lines(mail)
    html = html_of(mail)
    assert 'href="https://karta.example/a?b=1&amp;c=2"' in html
    assert "&lt;b&gt;" in html
    assert "Köket är stängt.<br>Ta med fika." in html


def test_the_same_key_sends_once(room: MailRoom) -> None:
    room.hears(*BOTH)
    headers = bearer(token_for(room.app)) | {"Idempotency-Key": "once"}
    answers = [room.app.test_client().post(API, json=WRITTEN, headers=headers).json for _ in range(2)]
    assert answers[0] == answers[1]
    assert [template for template, _ in room.told].count("free_message") == 1


@pytest.mark.parametrize(
    "wrong", [{"audience": "friends"}, {"subject": ""}, {"text": ""}, {"subject": "a\nBcc: x@y.se"}]
)
def test_what_cannot_be_sent_is_refused_and_changes_nothing(room: MailRoom, wrong: dict[str, str]) -> None:
    room.hears(*BOTH)
    assert _posted(room, **wrong).status_code == 422
    assert "free_message" not in [template for template, _ in room.told]


def test_only_the_office_may_write(room: MailRoom) -> None:
    room.hears(*BOTH)
    assert _posted(room, role="representative").status_code == 403


def test_an_unknown_occasion_has_no_form(coordinator: FlaskClient) -> None:
    assert coordinator.get(f"/notifications/messages/new?occasion={new_id()}").status_code == 404
    assert coordinator.get("/notifications/messages/new?occasion=x").status_code == 404
    assert coordinator.get("/notifications/messages/new").status_code == 404


def test_a_coordinator_sees_it_before_it_goes_out_and_sends_it_once(
    web_room: MailRoom, coordinator: FlaskClient
) -> None:
    web_room.hears(*BOTH).send()
    assert "De som har en plats (1)" in coordinator.get(NEW).text
    preview = _submit(coordinator, NEW, **WRITTEN)
    page = coordinator.get(preview.location).text
    assert "Skicka till 1 person" in page
    assert "Ta med fika" in coordinator.get(f"{preview.location}/html").text
    assert "free_message" not in [template for template, _ in web_room.told]
    send = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    for _press in range(2):
        coordinator.post(f"{preview.location}/send", data={"csrf_token": send})
    assert [template for template, _ in web_room.send().told].count("free_message") == 1
    assert "på väg till 1 person" in coordinator.get(preview.location).text
    with web_room.app.app_context(), reading() as session:
        actions = session.scalars(audit_entries.select().with_only_columns(audit_entries.c.action)).all()
    assert actions.count("free_message.sent") == 1


def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(
    web_room: MailRoom, coordinator: FlaskClient
) -> None:
    web_room.hears(*BOTH)
    page = _submit(coordinator, NEW, **WRITTEN | {"subject": ""}).text
    assert 'id="f-subject-error"' in page
    assert "Köket är stängt." in page


def _posted(room: MailRoom, role: str = "coordinator", **changed: str) -> Any:
    token = token_for(room.app, role, municipality="0180" if role == "representative" else None)
    return room.app.test_client().post(API, json=WRITTEN | changed, headers=bearer(token))


def _submit(browser: FlaskClient, address: str, form: str = NEW, **filled: str) -> Any:
    token = re.findall(r'name="csrf_token" value="([^"]+)"', browser.get(form).text)[0]
    return browser.post(address, data={"csrf_token": token} | filled)


def _lines(mail: EmailMessage) -> str:
    return "\n".join(text_of(mail).splitlines())


def _facts() -> dict[str, str]:
    return {
        "municipality": "0180",
        "district": "farsta",
        "employer": "municipal",
        "side": "provider",
        "role": "base_staff",
    }
