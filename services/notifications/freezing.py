"""Gathering what a mail says at the moment it goes out, and noting what its reader will then know."""

from collections.abc import Iterator
from datetime import datetime

from services.notifications.content import Content, Member, Method, Sessions
from services.notifications.pieces import Pieces


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
        expires_at=datetime.fromisoformat(details["expires_at"]) if "expires_at" in details else None,
        in_group=details.get("in_group"),
        participant=pieces.names.get(details.get("participant", "")) or None,
        workplace=details.get("workplace"),
        role=details.get("role"),
        members=tuple(_members(pieces)),
    )


def _members(pieces: Pieces) -> Iterator[Member]:
    """The places of a group in their order; whoever was erased meanwhile is left out."""
    for contact_id, status, position in pieces.message.details.get("members", ()):
        name = pieces.names.get(contact_id) if contact_id else None
        if name or contact_id is None:
            yield Member(name, status, position)


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
