"""Calendar entries (RFC 5545): one for each session, by the Swedish clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from services.registration.models import CourseSession
from services.registration.queries import AnyOccasion, SessionDetails
from shared import clock, neighbours
from shared.service import service

if TYPE_CHECKING:
    from icalendar import Event

CALENDAR = "text/calendar; charset=utf-8"
# The rules of summer time from before any course of ours until after it.
_FIRST, _LAST = date(2020, 1, 1), date(2040, 1, 1)


def calendar_of(occasions: Iterable[AnyOccasion], name: str, registration_id: UUID | None = None) -> bytes:
    """A calendar of all sessions of the occasions.

    With a registration's id the entries are those of its e-mails, so that a calendar keeps one of each.
    """
    from icalendar import Calendar, Timezone  # 4 MB that only whoever fetches a calendar needs

    calendar = Calendar()
    calendar.add("prodid", "-//Kursforum//Kursforum//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add_component(Timezone.from_tzinfo(clock.STOCKHOLM, "Europe/Stockholm", _FIRST, _LAST))
    for occasion in occasions:
        for course_session in occasion.sessions:
            calendar.add_component(_entry(occasion, course_session, registration_id))
    content: bytes = calendar.to_ical()
    return content


def _entry(
    occasion: AnyOccasion, course_session: CourseSession | SessionDetails, registration_id: UUID | None
) -> Event:
    host = urlsplit(service().settings.base_url).hostname
    own = f"{registration_id}-{course_session.id}" if registration_id else str(course_session.id)
    from icalendar import Event

    entry = Event()
    entry.add("uid", f"{own}@{host}")
    entry.add("dtstamp", clock.now().astimezone(UTC))
    entry.add("sequence", occasion.version)
    entry.add("summary", occasion.activity.title)
    entry.add("dtstart", clock.local(course_session.starts_at))
    entry.add("dtend", clock.local(course_session.ends_at))
    entry.add("location", course_session.venue)
    entry.add("url", neighbours.occasion(occasion.id))
    if occasion.state == "cancelled":
        entry.add("status", "CANCELLED")
    return entry
