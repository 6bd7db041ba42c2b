"""A reader stops what is not necessary by one press, and goes on getting what is."""

import re

import pytest

from services.notifications.delivery import unsubscribing
from tests.notifications.happenings import ANNA, contact, invited, manage_link, occasion, registered
from tests.notifications.mail_room import MailRoom


def test_an_invitation_to_evaluate_can_be_stopped_by_one_press_of_a_mail_program(web_room: MailRoom) -> None:
    path = _path(web_room.hears(invited(), contact()).send())
    body = {"List-Unsubscribe": "One-Click"}
    assert web_room.app.test_client().post(path, data=body).status_code == 200
    web_room.hears(invited(version=2, reminder=1)).send()
    assert len(web_room.mails) == 1
    assert web_room.told[1] == ("evaluation_reminder", "unsubscribed")


def test_looking_at_the_page_changes_nothing_and_its_button_does(web_room: MailRoom) -> None:
    path, client = _path(web_room.hears(invited(), contact()).send()), web_room.app.test_client()
    page = client.get(path).text
    assert "Sluta skicka de här mejlen" in page and "Bekräftelser" in page
    assert "Du får inte längre" not in client.get(path).text
    assert "Du får inte längre" in client.post(path).text
    assert "Du får inte längre" in client.get(path).text
    assert "Nu får du de här mejlen igen." in client.post(path, data={"want": "again"}).text


def test_necessary_mail_cannot_be_stopped_and_still_comes(web_room: MailRoom) -> None:
    web_room.app.test_client().post(_path(web_room.hears(invited(), contact()).send()))
    web_room.hears(occasion(), manage_link(), registered()).send()
    confirmation = web_room.mails[-1]
    assert web_room.told[-1] == ("registration_confirmed", "sent")
    assert confirmation["List-Unsubscribe"] is None
    assert confirmation["Auto-Submitted"] == "auto-generated"


def test_stopping_one_topic_leaves_the_others(web_room: MailRoom) -> None:
    web_room.app.test_client().post(_path(web_room.hears(invited(), contact()).send()))
    with web_room.app.app_context():
        other = unsubscribing.link(ANNA, "reminders").partition("/notifications/")[2]
    assert "Sluta skicka" in web_room.app.test_client().get(f"/notifications/{other}").text


@pytest.mark.parametrize("token", ["x", "WyJ4Il0.abc", "å", "a" * 2000])
def test_a_link_that_is_none_of_ours_is_not_found(web_room: MailRoom, token: str) -> None:
    client = web_room.app.test_client()
    assert client.get(f"/notifications/unsubscribe/{token}").status_code == 404
    assert client.post(f"/notifications/unsubscribe/{token}").status_code == 404


def test_another_site_cannot_press_the_button(web_room: MailRoom) -> None:
    path = _path(web_room.hears(invited(), contact()).send())
    answer = web_room.app.test_client().post(path, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400


def _path(room: MailRoom) -> str:
    mail = room.mails[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<https?://[^/]+(/notifications/unsubscribe/\S+)>", mail["List-Unsubscribe"])
    assert found
    return found[1]
