"""What to bring stands in the confirmation and the reminder, and a change of it alone is no news."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from services.notifications.telling.reminders import due_at, queue_due_reminders
from shared import clock, events
from shared.service import transaction
from tests.notifications.happenings import contact, in_days, manage_link, moved_up, occasion, registered, told
from tests.notifications.mail_room import MailRoom, html_of, text_of

BRING = "Dator\nLunch, se https://lunch.example/a?b=1&c=2 <b>"


@pytest.mark.parametrize("news", [registered(), moved_up(1), told(events.RegistrationApproved, 1)])
def test_whoever_gets_a_place_is_told_what_to_bring(web_room: MailRoom, news: Any) -> None:
    [mail] = web_room.hears(occasion(bring=BRING), contact(), manage_link(), news).send().mails
    assert _things(mail) == ["  – Dator", "  – Lunch, se https://lunch.example/a?b=1&c=2 <b>"]
    assert "<li>Dator</li>" in html_of(mail) and "&lt;b&gt;</li>" in html_of(mail)


@pytest.mark.parametrize("bring", [{}, {"bring": ""}])
def test_nothing_to_bring_is_not_mentioned(web_room: MailRoom, bring: dict[str, str]) -> None:
    [mail] = web_room.hears(occasion(**bring), contact(), manage_link(), registered()).send().mails
    assert "Ta med" not in text_of(mail) + html_of(mail)


def test_who_waits_is_not_told_what_to_bring(web_room: MailRoom) -> None:
    waits = registered(status="waiting", position=1)
    [mail] = web_room.hears(occasion(bring=BRING), contact(), manage_link(), waits).send().mails
    assert "Ta med" not in text_of(mail) + html_of(mail)


def test_a_changed_text_alone_is_told_by_the_reminder_and_by_no_mail_of_its_own(room: MailRoom) -> None:
    room.hears(occasion(bring="Dator"), contact(), manage_link(), registered()).send()
    room.hears(occasion(events.OccasionChanged, 2, bring="Penna")).send()
    assert room.told == [("registration_confirmed", "sent")]
    with room.app.app_context(), clock.at(due_at(in_days(30), 14) + timedelta(minutes=1)):
        with transaction() as session:
            assert queue_due_reminders(session) == 1
        room.send()
    assert _things(room.mails[-1]) == ["  Penna"]


def _things(mail: EmailMessage) -> list[str]:
    lines = text_of(mail).splitlines()
    first = lines.index("Ta med:") + 1
    return lines[first : lines.index("", first)]
