"""Calendar entries (RFC 5545): one for each session, by the Swedish clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING
from uuid import UUID

from services.registration.models import CourseSession
from services.registration.queries import AnyOccasion, SessionDetails
from services.registration.queries.held import HeldRegistration
from shared import clock, neighbours

if TYPE_CHECKING:
    from icalendar import Event

CALENDAR = "text/calendar; charset=utf-8"
# The rules of summer time from before any course of ours until after it.
_FIRST, _LAST = date(2020, 1, 1), date(2040, 1, 1)


@dataclass(frozen=True)
class _Entries:
    """Whose entries they are: with a registration's id and version those of its e-mails."""

    registration_id: UUID | None = None
    version: int = 0

    def uid(self, session_id: UUID) -> str:
        """Without a host: the address of the site may change, the id of an entry never."""
        return f"{self.registration_id}-{session_id}" if self.registration_id else str(session_id)


def calendar_of(occasions: Iterable[AnyOccasion], name: str) -> bytes:
    """A calendar of all sessions of the occasions."""
    return _calendar(occasions, name, _Entries())


def calendar_of_registration(registration: HeldRegistration) -> bytes:
    """The sessions of a registration, as its e-mails have them, so that a calendar keeps one of each."""
    occasion = registration.occasion
    return _calendar([occasion], occasion.activity.title, _Entries(registration.id, registration.version))


def _calendar(occasions: Iterable[AnyOccasion], name: str, entries: _Entries) -> bytes:
    from icalendar import Calendar, Timezone  # 4 MB that only whoever fetches a calendar needs

    calendar = Calendar()
    calendar.add("prodid", "-//Kursforum//Kursforum//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add_component(Timezone.from_tzinfo(clock.STOCKHOLM, "Europe/Stockholm", _FIRST, _LAST))
    for occasion in occasions:
        for course_session in occasion.sessions:
            calendar.add_component(_entry(occasion, course_session, entries))
    content: bytes = calendar.to_ical()
    return content


def _entry(occasion: AnyOccasion, course_session: CourseSession | SessionDetails, entries: _Entries) -> Event:
    from icalendar import Event

    entry = Event()
    entry.add("uid", entries.uid(course_session.id))
    entry.add("dtstamp", clock.now().astimezone(UTC))
    entry.add("sequence", occasion.version + entries.version)
    entry.add("summary", occasion.activity.title)
    entry.add("dtstart", clock.local(course_session.starts_at))
    entry.add("dtend", clock.local(course_session.ends_at))
    entry.add("location", course_session.venue)
    entry.add("url", neighbours.occasion(occasion.id))
    if occasion.state == "cancelled":
        entry.add("status", "CANCELLED")
    return entry
