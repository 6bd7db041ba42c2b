"""What a participant's calendar still lacks: an entry for each session, and each in a mail of its own.

A calendar message is about one entry (RFC 5546, 3.2.2 and 3.2.5), and Outlook reads only a mail's first.
"""

from collections.abc import Sequence
from uuid import uuid5

from services.notifications.delivery.pieces import Pieces
from services.notifications.letters.content import Content, Entry, Method, Sessions
from services.notifications.models import CourseSession
from services.notifications.operations import Row, new_message

_TEMPLATES: dict[Method, str] = {"REQUEST": "calendar_entry", "CANCEL": "calendar_removal"}


def tell_calendar(pieces: Pieces, method: Method) -> list[Entry]:
    """What differs between the calendar and the sessions, which from now on it is taken to know."""
    registration = pieces.registration
    current = pieces.occasion.sessions if pieces.occasion else ()
    if registration is None:
        return []
    told, registration.told = registration.told or (), current if method == "REQUEST" else None
    if method == "CANCEL":
        return [Entry("CANCEL", session) for session in told]
    gone = (session for session in told if not held(session, current))
    return [
        *(Entry("REQUEST", session) for session in current if session not in told),
        *(Entry("CANCEL", session) for session in gone),
    ]


def own_entry(
    pieces: Pieces, method: Method, earlier: Content | None, entries: Sequence[Entry]
) -> Entry | None:
    """The entry that the mail itself carries: the first of its method, at a later try the same as before."""
    if earlier is None or earlier.calendar is None:
        return next((entry for entry in entries if entry.method == method), None)
    session = earlier.calendar.session
    if method == "CANCEL":
        return Entry(method, session)
    now = held(session, pieces.occasion.sessions if pieces.occasion else ())
    return Entry(method, now) if now else None


def asked_entry(pieces: Pieces, method: Method) -> Entry:
    """The entry of a mail that is about one session alone, as the session is now."""
    session = CourseSession.from_json(pieces.message.details["session"])
    now = held(session, pieces.occasion.sessions if pieces.occasion else ())
    return Entry(method, now if now and method == "REQUEST" else session)


def follow_up(pieces: Pieces, entry: Entry) -> Row:
    """The mail that carries one more entry, once for each state of things that there is to tell."""
    message, content = pieces.message, pieces.content
    assert content is not None
    return new_message(
        _TEMPLATES[entry.method],
        uuid5(message.event_id, f"{entry.session.id} {content.sequence}"),
        message.contact_id,
        occasion_id=message.occasion_id,
        registration_id=message.registration_id,
        details={"session": entry.session.to_json()},
    )


def held(session: CourseSession, sessions: Sessions) -> CourseSession | None:
    """The session of that id as it is now; None when it is held no more."""
    return next((now for now in sessions if now.id == session.id), None)
