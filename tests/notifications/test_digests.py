"""A representative is told now and then what is coming, and may do without."""

import re

from services.notifications.delivery.lanes import lane_of
from tests.notifications.browsing import signed_in
from tests.notifications.happenings import OCCASION, TITLE, contact, digest
from tests.notifications.mail_room import MailRoom, html_of, text_of


def test_a_digest_tells_what_opened_what_closes_and_who_comes_from_there(room: MailRoom) -> None:
    [mail] = room.hears(digest(), contact()).send().mails
    text = " ".join(text_of(mail).split())
    assert mail["Subject"] == "Kurser på gång för Farsta"
    assert f"Nytt att anmäla sig till {TITLE} Börjar" in text
    assert "7 platser kvar. Från er: 3 anmälda och 1 på reservplats." in text
    assert "Stänger snart Nätverk för handläggare Börjar" in text
    assert "Inga platser kvar. Ingen anmäld från er än." in text
    assert "Anmälda sedan torsdag 1 oktober 2026 Farsta: 5 nya anmälningar, 1 står på reservplats nu" in text
    assert html_of(mail).count(f"/registration/occasions/{OCCASION}") == 2


def test_it_waits_behind_what_somebody_waits_for() -> None:
    assert lane_of("representative_digest") == "bulk"


def test_a_section_without_anything_in_it_is_left_out(web_room: MailRoom) -> None:
    [mail] = web_room.hears(digest(occasions=[]), contact(language="en")).send().mails
    assert "Closing soon" not in text_of(mail) and "New to register for" not in html_of(mail)
    assert "Farsta: 5 new registrations" in text_of(mail)


def test_the_foot_and_the_mail_program_stop_it_by_the_same_link(web_room: MailRoom) -> None:
    [mail] = web_room.hears(digest(), contact()).send().mails
    [address] = re.findall(r"https?://\S+/notifications/unsubscribe/\S+", text_of(mail))
    assert mail["List-Unsubscribe"] == f"<{address}>"
    assert f'href="{address}"' in html_of(mail)
    path = address.removeprefix("http://127.0.0.1:8000")
    assert "sammanfattningar av vad som är på gång" in web_room.app.test_client().post(path).text
    web_room.hears(digest(2)).send()
    assert web_room.told == [("representative_digest", "sent"), ("representative_digest", "unsubscribed")]


def test_the_office_sees_what_was_sent_and_cannot_unsubscribe_the_reader(web_room: MailRoom) -> None:
    web_room.hears(digest(), contact()).send()
    page = (
        signed_in(web_room.app, "coordinator").get(f"/notifications/messages/{web_room.messages[0].id}").text
    )
    assert "Stänger snart" in page
    assert re.findall(r"/notifications/unsubscribe/(\S+)", page) == ["•••"]
