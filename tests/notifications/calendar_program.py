"""A participant's calendar in tests: it reads what mails ask of it, by two parsers, as RFC 5546 has it."""

from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from typing import NamedTuple

import icalendar
from ical.calendar_stream import IcsCalendarStream

from tests.notifications.mail_room import part


class Asked(NamedTuple):
    """What one calendar message says of its one event."""

    method: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    venue: str
    status: str
    organizer: str
    attendee: str
    answer_is_wanted: bool


class CalendarProgram:
    """Keeps of each event the newest that it was told, and shows those that are not cancelled."""

    def __init__(self) -> None:
        self._known: dict[str, Asked] = {}

    def reads(self, messages: Iterable[Asked]) -> "CalendarProgram":
        """Take them in this order; what is older than the known is passed by (RFC 5546, 2.1.5)."""
        for asked in messages:
            known = self._known.setdefault(asked.uid, asked)
            if asked.sequence == known.sequence:
                assert asked == known, "one sequence number says two things"
            elif asked.sequence > known.sequence:
                self._known[asked.uid] = asked
        return self

    @property
    def shows(self) -> list[tuple[datetime, datetime, str]]:
        """When and where, the earliest first."""
        coming = [event for event in self._known.values() if event.method == "REQUEST"]
        return sorted((event.starts_at, event.ends_at, event.venue) for event in coming)


def has_calendar(mail: EmailMessage) -> bool:
    """Whether the mail asks something of a calendar."""
    return mail.get_content_type() == "multipart/mixed"


def asked_by(mail: EmailMessage) -> Asked:
    """What the mail asks; both parsers, the file in it and the part's own method agree."""
    [inline] = [found for found in mail.walk() if found.get_content_type() == "text/calendar"]
    [file] = mail.iter_attachments()
    text = str(part(mail, "text/calendar").get_content())
    asked = by_icalendar(text)
    assert by_ical(text) == asked == by_icalendar(file.get_content().decode())  # type: ignore[attr-defined]
    assert inline.get_param("method") == asked.method
    return asked


def by_icalendar(text: str) -> Asked:
    """As the icalendar package reads it."""
    calendar = icalendar.Calendar.from_ical(text)
    assert isinstance(calendar, icalendar.Calendar)
    assert calendar.errors == []
    [event] = calendar.events
    assert event.errors == []
    return Asked(
        str(calendar["method"]),
        str(event["uid"]),
        int(event["sequence"]),
        event.decoded("dtstart"),
        event.decoded("dtend"),
        str(event["summary"]),
        str(event["location"]),
        str(event["status"]),
        str(event["organizer"]),
        str(event["attendee"]),
        event["attendee"].params["RSVP"] == "TRUE",
    )


def by_ical(text: str) -> Asked:
    """As the ical package reads it, which refuses what RFC 5545 does not allow."""
    calendar = IcsCalendarStream.calendar_from_ics(text)
    [event] = calendar.events
    [attendee] = event.attendees
    assert isinstance(event.dtstart, datetime) and isinstance(event.dtend, datetime)
    return Asked(
        str(calendar.method),
        str(event.uid),
        int(event.sequence or 0),
        event.dtstart,
        event.dtend,
        str(event.summary),
        str(event.location),
        str(event.status.value if event.status else None),
        str(event.organizer.uri if event.organizer else None),
        str(attendee.uri),
        bool(attendee.rsvp),
    )
