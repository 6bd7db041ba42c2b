"""The mails of the evaluation service: who is asked, reminded or shown results, and how long that is kept."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from services.notifications.bodies import forget_old_bodies
from shared import clock, events
from shared.envelope import Event
from shared.service import transaction
from tests.notifications.browsing import signed_in
from tests.notifications.happenings import (
    ANNA,
    BO,
    TITLE,
    bo,
    contact,
    in_days,
    invited,
    lecturer_asked,
    results_shown,
)
from tests.notifications.mail_room import MailRoom, html_of, text_of

ANSWER = "/evaluation/answer/answer-secret"
SURVEY: dict[str, Any] = {"purpose": "survey", "occasion_id": None}


def reminded(number: int = 1, **given: Any) -> Event:
    """Anna is reminded, by a link of its own."""
    return invited(1 + number, reminder=number, **{"token": f"secret-{number}"} | given)


@pytest.mark.parametrize(
    ("event", "template", "path"),
    [
        (invited(purpose="occasion"), "evaluation_invitation", ANSWER),
        (reminded(purpose="occasion"), "evaluation_reminder", "/evaluation/answer/secret-1"),
        (invited(purpose="follow_up"), "follow_up_invitation", ANSWER),
        (reminded(2, purpose="follow_up"), "follow_up_reminder", "/evaluation/answer/secret-2"),
        (invited(**SURVEY), "survey_invitation", ANSWER),
        (reminded(**SURVEY), "survey_reminder", "/evaluation/answer/secret-1"),
        (lecturer_asked(), "lecturer_asked", "/evaluation/report/report-secret"),
        (lecturer_asked(2, reminder=1), "lecturer_reminder", "/evaluation/report/report-secret"),
        (results_shown(), "lecturer_results", "/evaluation/results/results-secret"),
    ],
)
def test_each_asking_has_its_own_mail_and_its_link_is_then_forgotten(
    web_room: MailRoom, event: Event, template: str, path: str
) -> None:
    web_room.hears(event, contact(), bo()).send()
    assert web_room.told == [(template, "sent")]
    assert path in html_of(web_room.mails[0])
    assert TITLE in text_of(web_room.mails[0]).replace("\n", " ")
    assert web_room.messages[0].token is None
    assert "secret" not in str(web_room.messages[0].content)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_reminder_goes_out_once_whatever_came_before_it(room: MailRoom, order: tuple[int, ...]) -> None:
    happened = [contact(), invited(), reminded()]
    room.hears(*(happened[place] for place in order), happened[2], happened[1]).send()
    sent = [template for template, what in room.told if what == "sent"]
    assert sent == ["evaluation_reminder"]


def test_an_invitation_that_never_got_away_is_left_out_when_its_reminder_comes(room: MailRoom) -> None:
    room.hears(invited(), reminded(), contact()).send()
    assert sorted(room.told) == [
        ("evaluation_invitation", "reminded_instead"),
        ("evaluation_reminder", "sent"),
    ]
    assert all(message.token is None for message in room.messages)


def test_a_reminder_leaves_other_questions_to_the_same_person_alone(room: MailRoom) -> None:
    other = events.InvitationIssued(BO, version=2, **reminded().data)
    room.hears(invited(), other, contact()).send()
    assert {what for _, what in room.told} == {"sent"}


def test_nobody_is_reminded_of_what_has_closed(web_room: MailRoom) -> None:
    web_room.hears(reminded(closes_on=date(2020, 1, 1)), contact()).send()
    assert web_room.told == [("evaluation_reminder", "evaluation_closed")]


def test_a_link_to_results_that_works_no_more_is_not_sent(web_room: MailRoom) -> None:
    web_room.hears(results_shown(expires_on=date(2020, 1, 1)), bo()).send()
    assert web_room.told == [("lecturer_results", "deadline_passed")]


def test_who_was_erased_is_neither_asked_nor_reminded(room: MailRoom) -> None:
    erased = events.PersonErased(ANNA, version=1, request_id=BO)
    room.hears(contact(), invited(), erased, reminded()).send()
    assert {what for _, what in room.told} == {"person_erased"}
    assert room.mails == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("representative", "du är representant"),
        ("participant", "du har varit med på en kurs"),
        ("list", "vi har fört upp dig på listan"),
    ],
)
@pytest.mark.parametrize("number", [0, 1])
def test_a_survey_says_where_the_address_came_from(
    web_room: MailRoom, source: str, words: str, number: int
) -> None:
    told = SURVEY | {"source": source}
    web_room.hears(reminded(number, **told) if number else invited(**told), contact()).send()
    assert words in " ".join(text_of(web_room.mails[0]).split())


def test_the_first_reminder_is_kind_and_the_next_one_names_the_last_day(web_room: MailRoom) -> None:
    web_room.hears(contact(), reminded(1)).send().hears(reminded(2)).send()
    first, second = (" ".join(text_of(mail).split()) for mail in web_room.mails)
    assert "Den som redan har svarat får ingen påminnelse" in first
    assert "Sista dagen att svara är lördag 31 januari 2099" in second
    assert "31 januari 2099" in web_room.mails[1]["Subject"]


def test_what_a_mail_said_is_erased_when_the_evaluation_has_closed(room: MailRoom) -> None:
    closes_on = clock.local(in_days(14)).date()
    room.hears(contact(), invited(closes_on=closes_on)).send()
    assert _forgotten(room, days=14) == 0
    assert _forgotten(room, days=15) == 1
    [message] = room.messages
    assert (message.content, message.details, message.address) == (None, {}, None)
    assert (message.template, message.contact_id, message.state) == ("evaluation_invitation", ANNA, "sent")


def test_the_page_of_an_erased_mail_says_so(web_room: MailRoom) -> None:
    web_room.hears(contact(), invited(closes_on=clock.local(in_days(14)).date())).send()
    _forgotten(web_room, days=15)
    page = signed_in(web_room.app, "coordinator").get(f"/notifications/messages/{web_room.messages[0].id}")
    assert "Innehållet är raderat" in page.text


def _forgotten(room: MailRoom, days: int) -> int:
    with clock.at(in_days(days)), room.app.app_context(), transaction() as session:
        return forget_old_bodies(session)
