"""Gathering what a mail says at the moment it goes out, and noting what its reader will then know."""

from services.notifications.content import Content, Method
from services.notifications.emails import Pieces
from services.notifications.models import CourseSession

Sessions = tuple[CourseSession, ...]


def freeze(pieces: Pieces, calendar: Method | None) -> Content:
    """The content of the mail; the registration remembers the sessions that it puts in the calendar."""
    message, occasion, registration = pieces.message, pieces.occasion, pieces.registration
    details = message.details
    sessions, removed, method = _calendar(pieces, calendar)
    return Content(
        name=pieces.contact.name,
        email=pieces.contact.email,
        language=pieces.contact.language,
        title=occasion.title if occasion else details.get("title", ""),
        occasion_id=message.occasion_id,
        registration_id=message.registration_id,
        sessions=sessions,
        removed=removed,
        calendar=method,
        # Both versions only rise, and one of them does with everything there is to tell.
        sequence=(occasion.version if occasion else 0) + (registration.version if registration else 0),
        position=details.get("position"),
        by=details.get("by"),
        reason=occasion.reason if occasion else None,
        closes_on=message.expires_on,
    )


def _calendar(pieces: Pieces, method: Method | None) -> tuple[Sessions, Sessions, Method | None]:
    """The sessions of the mail, those that leave the calendar, and the method of the calendar part."""
    current = pieces.occasion.sessions if pieces.occasion else ()
    registration = pieces.registration
    if method is None or registration is None:
        return current, (), None
    earlier = Content.from_json(pieces.message.content) if pieces.message.content else None
    told = registration.told or ()
    if method == "REQUEST":
        registration.told = current
        held = {session.id for session in current}
        gone = (*told, *(earlier.removed if earlier else ()))
        return current, tuple(session for session in gone if session.id not in held), method
    registration.told = None
    if earlier:  # an earlier try has emptied what was told
        return earlier.sessions, (), earlier.calendar
    return told or current, (), method if told else None
