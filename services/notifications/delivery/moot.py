"""When an e-mail has lost its point before it went out: each rule says why, or None."""

from collections.abc import Callable
from datetime import datetime

from services.notifications.delivery.pieces import Pieces
from services.notifications.letters.calendar_entries import held
from services.notifications.models import CourseSession
from services.notifications.telling import reminders
from shared import clock
from shared.i18n import LazyString
from shared.i18n import lazy as _

Moot = Callable[[Pieces], str | None]


def without_place(pieces: Pieces) -> str | None:
    """The registration has ended, or the occasion is not to come."""
    if pieces.status == "cancelled":
        return "registration_cancelled"
    return not_coming(pieces)


def no_time_for_reminder(pieces: Pieces) -> str | None:
    """The occasion was moved to another day, or begins so soon that a reminder is of no use."""
    sessions, details = (pieces.occasion.sessions if pieces.occasion else ()), pieces.message.details
    ended = without_place(pieces)
    if ended or not sessions or "due_at" not in details:
        return ended
    begins_at, due_at = sessions[0].starts_at, datetime.fromisoformat(details["due_at"])
    if reminders.due_at(begins_at, details["days_before"]) != due_at:
        return "occasion_moved"
    return "too_late_to_remind" if reminders.is_late(begins_at, due_at) else None


def unless(status: str, why: str) -> Moot:
    """The registration has left this status for a better one; `why` is what came of it."""

    def moved_on(pieces: Pieces) -> str | None:
        ended = without_place(pieces)
        return ended or (why if pieces.status != status else expired(pieces))

    return moved_on


def already_told(pieces: Pieces) -> str | None:
    """The participant's calendar has the sessions as they are."""
    was_tried = pieces.message.content is not None  # then it is this mail that has told it
    told = pieces.registration.told if pieces.registration else None
    if not was_tried and pieces.occasion and told == pieces.occasion.sessions:
        return "already_told"
    return without_place(pieces)


def left(pieces: Pieces) -> str | None:
    """The registration has ended."""
    return "registration_cancelled" if pieces.status == "cancelled" else None


def session_withdrawn(pieces: Pieces) -> str | None:
    """The session that it puts into the calendar is not to come."""
    return without_place(pieces) or (None if _is_held(pieces) else "session_withdrawn")


def session_is_back(pieces: Pieces) -> str | None:
    """The session that it takes out of the calendar is held again."""
    if pieces.status != "cancelled" and _is_held(pieces):
        return "session_is_back"
    return over(pieces)


def booker_knows(pieces: Pieces) -> str | None:
    """The booker was told of the sessions as they are, or everybody has a name and is told themselves."""
    if pieces.group and not pieces.group.unnamed:
        return "group_is_named"
    was_tried = pieces.message.content is not None
    if not was_tried and pieces.group and pieces.occasion and pieces.group.told == pieces.occasion.sessions:
        return "already_told"
    return not_coming(pieces)


def approval_is_settled(pieces: Pieces) -> str | None:
    """The place is held no more; what is known of it may also be older than the request."""
    registration = pieces.registration
    asked_at = pieces.message.details.get("version", 0)
    if registration and registration.version > asked_at and registration.status != "held":
        return "approval_settled"
    return not_coming(pieces) or expired(pieces)


def group_has_moved_on(pieces: Pieces) -> str | None:
    """A newer summary tells how the group stands now."""
    told_of = pieces.message.details.get("version", 0)
    if pieces.group and pieces.group.version > told_of:
        return "group_moved_on"
    return not_coming(pieces) or expired(pieces)


def not_coming(pieces: Pieces) -> str | None:
    """The occasion was cancelled, or is over."""
    if pieces.occasion and pieces.occasion.state == "cancelled":
        return "occasion_cancelled"
    return over(pieces)


def over(pieces: Pieces) -> str | None:
    """The occasion is over."""
    sessions = pieces.occasion.sessions if pieces.occasion else ()
    is_over = sessions and max(session.ends_at for session in sessions) < clock.now()
    return "occasion_is_over" if is_over else None


def evaluation_closed(pieces: Pieces) -> str | None:
    """The last day for answering has passed."""
    last = pieces.message.expires_on
    return "evaluation_closed" if last and last < clock.today() else None


def results_link_over(pieces: Pieces) -> str | None:
    """The last day on which the link shows the results has passed."""
    return "deadline_passed" if evaluation_closed(pieces) else None


def expired(pieces: Pieces) -> str | None:
    """The deadline in it has passed, so the link in it does nothing more."""
    expires_at = pieces.message.details.get("expires_at")
    is_past = expires_at and datetime.fromisoformat(expires_at) <= clock.now()
    return "deadline_passed" if is_past else None


def never(pieces: Pieces) -> str | None:
    """It can come late."""
    return None


def _is_held(pieces: Pieces) -> bool:
    sessions = pieces.occasion.sessions if pieces.occasion else ()
    return held(CourseSession.from_json(pieces.message.details["session"]), sessions) is not None


# Why an e-mail was skipped, as a coordinator reads it.
REASONS: dict[str, LazyString] = {
    "registration_cancelled": _("The registration was cancelled before the e-mail went out."),
    "moved_up": _("The participant got a place, or the offer of one, before the e-mail went out."),
    "offer_answered": _("The offer was answered before the e-mail went out."),
    "approval_settled": _("The manager's approval was settled before the e-mail went out."),
    "deadline_passed": _("The deadline passed before the e-mail went out."),
    "group_moved_on": _("A newer summary about the group took its place."),
    "group_is_named": _("All places of the group had got names before the e-mail went out."),
    "session_withdrawn": _("The session was withdrawn before the e-mail went out."),
    "session_is_back": _("The session was to be held again before the e-mail went out."),
    "already_told": _("The recipient has been told already."),
    "occasion_cancelled": _("The occasion was cancelled before the e-mail went out."),
    "occasion_is_over": _("The occasion was over before the e-mail went out."),
    "occasion_moved": _("The occasion was moved to another day before the e-mail went out."),
    "too_late_to_remind": _("The occasion began too soon for the reminder to be of use."),
    "evaluation_closed": _("The evaluation had closed before the e-mail went out."),
    "reminded_instead": _("A reminder with the same question took its place."),
    "address_suppressed": _("E-mail to the address comes back, so nothing is sent there."),
    "unsubscribed": _("The recipient has unsubscribed from e-mails of this kind."),
    "person_erased": _("The person was erased before the e-mail went out."),
}
