"""The calendar part of a mail: one event for each session, which later mails change or cancel."""

from datetime import datetime

from icalendar import Event, vCalAddress, vText

from services.notifications.content import Content, Method
from services.notifications.models import CourseSession
from services.notifications.operations import host
from shared import clock, neighbours
from shared.service import service

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


def calendar(content: Content, method: Method, sessions: tuple[CourseSession, ...]) -> str:
    """An iTIP message about these sessions (RFC 5546): REQUEST adds or changes them, CANCEL removes them."""
    events = []
    for number, session in enumerate(sessions, start=1):
        part = f" ({number}/{len(sessions)})" if len(sessions) > 1 else ""
        event = _event(content, method, session, f"{content.title}{part}")
        events.append(str(event.to_ical(), "utf-8"))
    return f"{_HEAD}METHOD:{method}\r\n{_STOCKHOLM}{''.join(events)}END:VCALENDAR\r\n"


def _event(content: Content, method: Method, session: CourseSession, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{content.registration_id}-{session.id}@{host()}")
    event.add("sequence", content.sequence)
    event.add("dtstamp", clock.now().replace(microsecond=0))
    event.add("dtstart", _on_the_wall(session.starts_at))
    event.add("dtend", _on_the_wall(session.ends_at))
    event.add("summary", summary)
    event.add("location", session.venue)
    event.add("status", "CONFIRMED" if method == "REQUEST" else "CANCELLED")
    if content.occasion_id:  # the public page: calendars are shared, and the reader's own link is a secret
        event.add("url", neighbours.occasion(content.occasion_id))
    event.add("organizer", _person(service().region.email, service().region.office), encode=False)
    attendee = _person(content.email, content.name)
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if method == "REQUEST" else "DECLINED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    return event


def _person(email: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{email}")
    person.params["CN"] = vText(name.replace('"', ""))
    return person


def _on_the_wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(microsecond=0)
