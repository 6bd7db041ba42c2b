"""Gathering what a mail says at the moment it goes out, and noting what its reader will then know."""

from collections.abc import Iterator
from datetime import datetime

from services.notifications.delivery.pieces import Pieces
from services.notifications.emails import TELL_WHAT_TO_BRING
from services.notifications.letters.calendar_entries import asked_entry, own_entry, tell_calendar
from services.notifications.letters.content import Content, Entry, Member, Method, Sessions
from services.notifications.letters.digest import Digest

# What the message's row keeps as the mail says it.
_AS_TOLD = (
    "position", "by", "in_group", "workplace", "subject", "message", "role", "reminder", "source", "period",
)  # fmt: skip


def freeze(pieces: Pieces, calendar: Method | None) -> None:
    """Give the pieces their content.

    The registration remembers the sessions that are in the calendar from now on, a group those that its
    booker was told. What a calendar needs besides this mail's one entry is left as follow-ups.
    """
    message, occasion, registration = pieces.message, pieces.occasion, pieces.registration
    details = message.details
    sessions, removed, entry = _sessions(pieces, calendar)
    pieces.content = Content(
        name=pieces.contact.name,
        email=pieces.contact.email,
        language=pieces.contact.language,
        title=occasion.title if occasion else details.get("title", ""),
        occasion_id=message.occasion_id,
        registration_id=message.registration_id,
        sessions=sessions,
        removed=removed,
        calendar=entry,
        # Both versions only rise, and one of them does with everything there is to tell.
        sequence=(occasion.version if occasion else 0) + (registration.version if registration else 0),
        reason=occasion.reason if occasion else None,
        closes_on=message.expires_on,
        expires_at=datetime.fromisoformat(details["expires_at"]) if "expires_at" in details else None,
        participant=pieces.names.get(details.get("participant", "")) or None,
        adjusted=pieces.adjusted,
        members=tuple(_members(pieces)),
        unnamed=pieces.group.unnamed if pieces.group else None,
        bring=_bring(pieces),
        digest=Digest.from_json(details["digest"]) if "digest" in details else None,
        **{name: details.get(name) for name in _AS_TOLD},
    )


def _bring(pieces: Pieces) -> str | None:
    """What to bring, where it is said and where the mail is one that tells it."""
    if pieces.occasion is None or pieces.message.template not in TELL_WHAT_TO_BRING:
        return None
    return pieces.occasion.bring or None


def _members(pieces: Pieces) -> Iterator[Member]:
    """The places of a group in their order; whoever was erased meanwhile is left out."""
    for contact_id, status, position in pieces.message.details.get("members", ()):
        name = pieces.names.get(contact_id) if contact_id else None
        if name or contact_id is None:
            yield Member(name, status, position)


def _sessions(pieces: Pieces, method: Method | None) -> tuple[Sessions, Sessions, Entry | None]:
    """The sessions of the mail, those that no longer are as its reader knew them, and its calendar entry."""
    current = pieces.occasion.sessions if pieces.occasion else ()
    earlier = Content.from_json(pieces.message.content) if pieces.message.content else None
    if method and "session" in pieces.message.details:
        entry = asked_entry(pieces, method)
        return (entry.session,), (), entry
    if method is None:
        return current, _gone(_tell_booker(pieces), earlier, current), None
    known = pieces.registration.told or () if pieces.registration else ()
    entries = tell_calendar(pieces, method)
    own = own_entry(pieces, method, earlier, entries)
    pieces.follow_ups = [entry for entry in entries if entry != own]
    if method == "REQUEST":
        return current, _gone(known, earlier, current), own
    return earlier.sessions if earlier else known or current, (), own


def _tell_booker(pieces: Pieces) -> Sessions:
    """The sessions as whoever booked for the group knew them, and who now gets to know them as they are."""
    if pieces.group is None or pieces.occasion is None:
        return ()
    known, pieces.group.told = pieces.group.told or (), pieces.occasion.sessions
    return known


def _gone(known: Sessions, earlier: Content | None, current: Sessions) -> Sessions:
    """What holds no more; a later try still tells it, although the first has noted it as told."""
    gone = dict.fromkeys((*(earlier.removed if earlier else ()), *known))
    return tuple(session for session in gone if session not in current)
