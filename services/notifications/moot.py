"""When an e-mail has lost its point before it went out: each rule says why, or None."""

from collections.abc import Callable
from datetime import datetime

from services.notifications.pieces import Pieces
from shared import clock
from shared.i18n import LazyString
from shared.i18n import lazy as _

Moot = Callable[[Pieces], str | None]


def without_place(pieces: Pieces) -> str | None:
    """The registration has ended, or the occasion is not to come."""
    if pieces.status == "cancelled":
        return "registration_cancelled"
    return not_coming(pieces)


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
    if pieces.group_version and pieces.group_version > told_of:
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


def expired(pieces: Pieces) -> str | None:
    """The deadline in it has passed, so the link in it does nothing more."""
    expires_at = pieces.message.details.get("expires_at")
    is_past = expires_at and datetime.fromisoformat(expires_at) <= clock.now()
    return "deadline_passed" if is_past else None


def never(pieces: Pieces) -> str | None:
    """It can come late."""
    return None


# Why an e-mail was skipped, as a coordinator reads it.
REASONS: dict[str, LazyString] = {
    "registration_cancelled": _("The registration was cancelled before the e-mail went out."),
    "moved_up": _("The participant got a place, or the offer of one, before the e-mail went out."),
    "offer_answered": _("The offer was answered before the e-mail went out."),
    "approval_settled": _("The manager's approval was settled before the e-mail went out."),
    "deadline_passed": _("The deadline passed before the e-mail went out."),
    "group_moved_on": _("A newer summary about the group took its place."),
    "already_told": _("The participant has been told already."),
    "occasion_cancelled": _("The occasion was cancelled before the e-mail went out."),
    "occasion_is_over": _("The occasion was over before the e-mail went out."),
    "evaluation_closed": _("The evaluation had closed before the e-mail went out."),
    "person_erased": _("The person was erased before the e-mail went out."),
}
