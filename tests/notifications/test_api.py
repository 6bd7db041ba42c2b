"""The API: which e-mails there are, who may see them, and sending again what failed."""

from typing import Any

import pytest
from flask import Flask

from tests.notifications.another import retold
from tests.notifications.happenings import (
    ANNA,
    OCCASION,
    TITLE,
    cancelled,
    contact,
    invited,
    manage_link,
    occasion,
    registered,
)
from tests.notifications.mail_room import MailRoom
from tests.staff import bearer, token_for

MESSAGES = "/notifications/api/messages"


def test_an_email_is_listed_with_its_recipient_and_state(room: MailRoom) -> None:
    room.hears(occasion(), contact(), manage_link(), registered()).send()
    [item] = _listed(room)["items"]
    assert item["recipient"] == {
        "contact_id": str(ANNA),
        "name": "Anna Lindqvist",
        "email": "anna@example.se",
    }
    assert (item["template"], item["state"], item["title"]) == ("registration_confirmed", "sent", TITLE)
    assert item["sent_at"]


def test_what_waits_for_its_recipient_is_listed_without_one(room: MailRoom) -> None:
    [item] = _listed(room.hears(registered()))["items"]
    assert (item["state"], item["recipient"]["email"]) == ("queued", None)


def test_a_skipped_email_says_why(room: MailRoom) -> None:
    room.hears(occasion(), contact(), manage_link(), registered(), cancelled()).send()
    [item] = _listed(room, state="skipped")["items"]
    assert item["why"] == "registration_cancelled"


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({"template": "evaluation_invitation"}, 2),
        ({"template": "registration_confirmed"}, 1),
        ({"state": "queued"}, 1),
        ({"occasion": str(OCCASION)}, 1),
        ({"recipient": "ÖBERG"}, 1),
        ({"recipient": "karin@"}, 1),
        ({"recipient": "100%"}, 0),
        ({"recipient": "anna", "template": "evaluation_invitation"}, 0),
    ],
)
def test_the_list_can_be_filtered(room: MailRoom, chosen: dict[str, str], count: int) -> None:
    room.hears(occasion(), contact(), manage_link(), registered())
    room.hears(*retold((invited(), contact(name="Karin Öberg", email="karin@example.se")))).send()
    room.hears(*retold((invited(),)))
    assert _listed(room, **chosen)["total"] == count


def test_the_list_comes_in_pages_with_the_newest_first(room: MailRoom) -> None:
    for number in range(3):
        room.hears(*retold((invited(), contact(name=f"Person {number}"))))
    second = _listed(room, per_page="2", page="2")
    assert (second["total"], second["pages"], second["page"]) == (3, 2, 2)
    assert [item["recipient"]["name"] for item in second["items"]] == ["Person 0"]


@pytest.mark.parametrize(
    "chosen", [{"state": "lost"}, {"occasion": "x"}, {"page": "0"}, {"template": "spam"}]
)
def test_a_filter_that_makes_no_sense_is_refused(web_room: MailRoom, chosen: dict[str, str]) -> None:
    answer = _get(web_room.app, **chosen)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == list(chosen)


@pytest.mark.parametrize("role", ["representative", "lecturer"])
def test_only_coordinators_see_the_list(web_room: MailRoom, role: str) -> None:
    assert _get(web_room.app, role).status_code == 403


def test_nobody_sees_the_list_without_a_token(web_app: Flask) -> None:
    assert web_app.test_client().get(MESSAGES).status_code == 401


def test_what_failed_is_queued_again(room: MailRoom) -> None:
    room.hears(invited(), contact())
    room.change(room.messages[0].id, state="failed", error="550 No")
    answer = _resend(room)
    assert (answer.status_code, answer.json["state"]) == (200, "queued")
    assert len(room.send().mails) == 1


def test_what_was_sent_with_a_link_that_is_kept_no_more_cannot_be_sent_again(room: MailRoom) -> None:
    room.hears(invited(), contact()).send()
    answer = _resend(room)
    assert (answer.status_code, answer.json["type"]) == (
        409,
        "urn:kursforum:problem:message_cannot_be_repeated",
    )


def _get(app: Flask, role: str = "coordinator", **chosen: str) -> Any:
    headers = bearer(token_for(app, role))
    return app.test_client().get(MESSAGES, query_string=chosen, headers=headers)


def _listed(room: MailRoom, **chosen: str) -> Any:
    answer = _get(room.app, **chosen)
    assert answer.status_code == 200, answer.text
    return answer.json


def _resend(room: MailRoom) -> Any:
    headers = bearer(token_for(room.app))
    address = f"{MESSAGES}/{room.messages[0].id}/resend"
    return room.app.test_client().post(address, headers=headers)
