"""Links of one's own: to sign in, to choose a password, to show a certificate."""

from typing import Any

import pytest

from shared import clock, events
from tests.notifications.happenings import certified, contact, in_days, occasion, own_link
from tests.notifications.mail_room import MailRoom, text_of

PASSWORD = "/registration/password/own-secret"


@pytest.mark.parametrize(
    ("kind", "more", "template", "path"),
    [
        (events.SignInLinkIssued, {}, "sign_in_link", "/registration/mine/own-secret"),
        (events.StaffLinkIssued, {"purpose": "invite"}, "staff_invitation", PASSWORD),
        (events.StaffLinkIssued, {"purpose": "reset"}, "staff_reset", PASSWORD),
    ],
)
def test_a_link_of_ones_own_goes_out_and_is_forgotten(
    web_room: MailRoom, kind: Any, more: dict[str, str], template: str, path: str
) -> None:
    web_room.hears(own_link(kind, **more), contact()).send()
    assert web_room.told == [(template, "sent")]
    assert path in text_of(web_room.mails[0])
    assert web_room.messages[0].token is None
    assert "own-secret" not in str(web_room.messages[0].content)


def test_a_link_that_opens_nothing_more_is_not_sent(web_room: MailRoom) -> None:
    web_room.hears(own_link(events.SignInLinkIssued, expires_at=clock.now()), contact()).send()
    assert web_room.told == [("sign_in_link", "deadline_passed")]
    assert web_room.messages[0].token is None


def test_a_certificate_is_told_of_though_the_occasion_is_over(web_room: MailRoom) -> None:
    over = occasion(events.OccasionCompleted, 2, state="completed", present=[])
    with clock.at(in_days(40)):
        web_room.hears(over, contact(), certified()).send()
    assert web_room.told == [("certificate_issued", "sent")]
    assert "/registration/certificates/CODE2345" in text_of(web_room.mails[0])
