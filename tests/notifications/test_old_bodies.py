"""What a mail said is kept for ninety days; that it was sent is kept for longer."""

from datetime import timedelta

from services.notifications.bodies import KEPT, forget_old_bodies
from services.notifications.models import Message
from shared import clock
from shared.service import transaction
from tests.notifications.browsing import signed_in
from tests.notifications.happenings import contact, manage_link, occasion, registered
from tests.notifications.mail_room import MailRoom

ERASED = "Innehållet är raderat. Att mejlet har skickats finns kvar."
CONFIRMATION = (occasion(), contact(), manage_link(), registered())


def test_after_ninety_days_only_the_fact_is_left(room: MailRoom) -> None:
    room.hears(*CONFIRMATION).send()
    message = _after(room, KEPT + timedelta(hours=1))
    assert (message.content, message.address, message.details) == (None, None, {})
    assert (message.template, message.state) == ("registration_confirmed", "sent")
    assert message.sent_at


def test_until_then_the_body_is_kept(room: MailRoom) -> None:
    room.hears(*CONFIRMATION).send()
    assert _after(room, KEPT - timedelta(hours=1)).content


def test_what_still_waits_keeps_what_it_must_say(room: MailRoom) -> None:
    room.hears(registered(status="waiting", position=4))
    assert _after(room, KEPT + timedelta(hours=1)).details == {"position": 4}


def test_the_page_says_that_the_text_is_gone(web_room: MailRoom) -> None:
    web_room.hears(*CONFIRMATION).send()
    message = _after(web_room, KEPT + timedelta(hours=1))
    page = signed_in(web_room.app).get(f"/notifications/messages/{message.id}").text
    assert ERASED in page


def _after(room: MailRoom, time: timedelta) -> Message:
    with room.app.app_context(), clock.at(clock.now() + time), transaction() as session:
        while forget_old_bodies(session):
            pass
    return room.messages[0]
