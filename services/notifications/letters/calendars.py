"""The calendar part of a mail: the event of one session, which later mails change or cancel."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from icalendar import Event, vCalAddress, vText
from icalendar.parser import Contentline

from services.notifications.letters import mime
from services.notifications.letters.content import Content, Entry, Method
from services.notifications.models import CourseSession
from shared import clock, neighbours
from shared.service import service

# An address and the name of whom it belongs to.
Person = tuple[str, str]

_HEAD = """BEGIN:VCALENDAR
PRODID:-//Kursforum//Notifications//SV
VERSION:2.0
CALSCALE:GREGORIAN
""".replace("\n", "\r\n")

# Sweden's rule since 1996, as every calendar program knows it.
_STOCKHOLM = """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


def calendar(content: Content, entry: Entry) -> str:
    """An iTIP message about one session (RFC 5546): REQUEST adds or changes its entry, CANCEL removes it."""
    method, session = entry
    # Without a host: the address of the site may change, the id of an entry never.
    uid = _folded(f"UID:{content.registration_id}-{session.id}")
    shared = _shared_lines(session, content.title, method, content.occasion_id, _office())
    event = f"BEGIN:VEVENT\r\n{uid}\r\n{shared}{_own_lines(content, method)}END:VEVENT\r\n"
    return f"{_HEAD}METHOD:{method}\r\n{_STOCKHOLM}{event}END:VCALENDAR\r\n"


def _own_lines(content: Content, method: Method) -> str:
    """What an event says to this participant alone, at this time."""
    attendee = _person(content.email, content.name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["RSVP"] = vText("FALSE")
    if method == "REQUEST":  # whoever has registered need not answer
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
    lines = (
        f"SEQUENCE:{content.sequence}",
        f"DTSTAMP:{clock.now():%Y%m%dT%H%M%SZ}",
        _folded(Contentline.from_parts("ATTENDEE", attendee.params, attendee)),
    )
    return "".join(f"{line}\r\n" for line in lines)


@lru_cache(maxsize=256)
def _shared_lines(
    session: CourseSession, summary: str, method: Method, occasion_id: UUID | None, office: Person
) -> str:
    """What an event says to everybody; made once, for many mails say the same."""
    event = Event()
    event.add("dtstart", _on_the_wall(session.starts_at))
    event.add("dtend", _on_the_wall(session.ends_at))
    event.add("summary", summary)
    event.add("location", session.venue)
    event.add("status", "CONFIRMED" if method == "REQUEST" else "CANCELLED")
    if occasion_id:  # the public page: calendars are shared, and the reader's own link is a secret
        event.add("url", neighbours.occasion(occasion_id))
    event.add("organizer", _person(*office), encode=False)
    lines: bytes = event.to_ical()
    return lines.decode().removeprefix("BEGIN:VEVENT\r\n").removesuffix("END:VEVENT\r\n")


def _folded(line: str) -> str:
    """A line broken after at most 75 bytes (RFC 5545, 3.1)."""
    return "\r\n ".join(part.decode() for part in mime.cut(line.encode(), 74))


def _office() -> Person:
    region = service().region
    return region.email, region.office


def _person(email: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{email}")
    person.params["CN"] = vText(name.replace('"', ""))
    return person


def _on_the_wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(microsecond=0)
