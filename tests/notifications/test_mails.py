"""What a mail is made of: its headers and its words, read by other people's parsers."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from shared import events
from shared.service import EXTENSION
from tests.notifications.happenings import (
    TITLE,
    cancelled,
    contact,
    manage_link,
    occasion,
    registered,
    session,
)
from tests.notifications.mail_room import MailRoom, html_of, text_of


@pytest.fixture
def room(web_room: MailRoom) -> MailRoom:
    """A mail room; what a mail is made of does not depend on the database."""
    return web_room


def test_the_headers_name_the_office_and_stop_machines_from_answering(room: MailRoom) -> None:
    mail = _confirmation(room)
    assert mail["From"] == mail["Reply-To"] == "Forum Carpe <kansli@forumcarpe.example>"
    assert mail["To"] == "Anna Lindqvist <anna@example.se>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.utcoffset() is not None


def test_the_organisers_reason_is_told(room: MailRoom) -> None:
    _confirmation(room)
    room.hears(
        occasion(events.OccasionCancelled, 2, state="cancelled", reason="Föreläsaren är sjuk."),
        cancelled(by="organiser"),
    ).send()
    assert "Orsak: Föreläsaren är sjuk." in text_of(room.mails[-1])


def test_a_reason_of_several_lines_leaves_no_stray_line_end_in_the_mail(room: MailRoom) -> None:
    reason = "Föreläsaren är sjuk.\r\nNy tid kommer."
    room.hears(
        occasion(events.OccasionCancelled, 2, state="cancelled", reason=reason),
        contact(),
        cancelled(by="organiser"),
    ).send()
    folder = Path(room.app.extensions[EXTENSION].settings.mail_folder)
    [written] = [path.read_bytes() for path in folder.glob("*.eml")]
    assert b"\r\r" not in written
    assert "Ny tid kommer." in html_of(room.mails[0])


def test_the_reader_gets_the_mail_in_their_language(room: MailRoom) -> None:
    room.hears(occasion(), contact(language="en"), manage_link(), registered()).send()
    assert room.mails[0]["Subject"] == f"You have a place: {TITLE}"
    assert 'lang="en"' in html_of(room.mails[0])


def test_an_unknown_language_reads_as_swedish(room: MailRoom) -> None:
    room.hears(occasion(), contact(language="fi"), manage_link(), registered()).send()
    assert text_of(room.mails[0]).startswith("Hej Anna!")


def test_nothing_in_a_name_or_title_becomes_a_header(room: MailRoom) -> None:
    evil = "Kurs\r\nBcc: all@example.se\r\n\r\n<b>hej</b>"
    room.hears(occasion(title=evil), contact(name=evil), manage_link(), registered()).send()
    [mail] = room.mails
    assert mail["Bcc"] is None
    assert mail.get_all("To") == [mail["To"]]
    assert mail["To"].addresses[0].addr_spec == "anna@example.se"


def test_a_title_cannot_put_marks_into_the_html(room: MailRoom) -> None:
    evil = '<img src=x onerror="alert(1)">'
    room.hears(occasion(title=evil), contact(name=evil), manage_link(), registered()).send()
    assert "<img" not in html_of(room.mails[0])
    assert evil in text_of(room.mails[0]).replace("\n", " ")


def test_hours_are_swedish_ones_on_both_sides_of_the_change_of_clocks(room: MailRoom) -> None:
    saturday = session("first", 0)
    saturday["starts_at"] = saturday["starts_at"].replace(year=2099, month=3, day=28)
    saturday["ends_at"] = saturday["starts_at"] + timedelta(hours=1)
    sunday = {**session("second"), "starts_at": saturday["starts_at"] + timedelta(days=1)}
    sunday["ends_at"] = sunday["starts_at"] + timedelta(hours=1)
    text = text_of(_confirmation(room, [saturday, sunday]))
    assert "Lördag 28 mars 2099 kl. 09.00–10.00" in text
    assert "Söndag 29 mars 2099 kl. 10.00–11.00" in text


def _confirmation(room: MailRoom, sessions: list[dict[str, object]] | None = None) -> EmailMessage:
    room.hears(occasion(sessions=sessions or [session()]), contact(), manage_link(), registered()).send()
    return room.mails[0]
