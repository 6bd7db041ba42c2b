"""Every e-mail there is: what it is about, what it needs, and when it has lost its point."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from services.notifications.content import Method
from services.notifications.models import Contact, Message, Occasion, Registration
from shared import clock
from shared.i18n import LazyString
from shared.i18n import lazy as _

Link = Literal["manage", "answer", "catalogue"]
Tone = Literal["good", "waiting", "changed", "ended", "question"]


@dataclass(frozen=True)
class Pieces:
    """A message with all that is known for it."""

    message: Message
    contact: Contact
    occasion: Occasion | None
    registration: Registration | None
    manage_token: str | None

    @property
    def status(self) -> str | None:
        """The registration's status now."""
        return self.registration.status if self.registration else None


Moot = Callable[[Pieces], str | None]


@dataclass(frozen=True)
class Email:
    """One kind of e-mail; `moot` says why it should no longer be sent, or None."""

    name: str
    title: LazyString
    tone: Tone
    moot: Moot
    calendar: Method | None = None
    link: Link | None = None

    @property
    def needs_occasion(self) -> bool:
        """Whether it waits until the occasion is known; an invitation has all in its own event."""
        return self.link != "answer"


def _without_place(pieces: Pieces) -> str | None:
    if pieces.status == "cancelled":
        return "registration_cancelled"
    return _not_coming(pieces)


def _out_of_queue(pieces: Pieces) -> str | None:
    return "moved_up" if pieces.status == "confirmed" else _without_place(pieces)


def _already_told(pieces: Pieces) -> str | None:
    was_tried = pieces.message.content is not None  # then it is this mail that has told it
    told = pieces.registration.told if pieces.registration else None
    if not was_tried and pieces.occasion and told == pieces.occasion.sessions:
        return "already_told"
    return _without_place(pieces)


def _not_coming(pieces: Pieces) -> str | None:
    if pieces.occasion and pieces.occasion.state == "cancelled":
        return "occasion_cancelled"
    return _over(pieces)


def _over(pieces: Pieces) -> str | None:
    sessions = pieces.occasion.sessions if pieces.occasion else ()
    is_over = sessions and max(session.ends_at for session in sessions) < clock.now()
    return "occasion_is_over" if is_over else None


def _expired(pieces: Pieces) -> str | None:
    last = pieces.message.expires_on
    return "evaluation_closed" if last and last < clock.today() else None


EMAILS: dict[str, Email] = {
    email.name: email
    for email in (
        Email(
            "registration_confirmed",
            _("Place confirmed"),
            "good",
            _without_place,
            calendar="REQUEST",
            link="manage",
        ),
        Email("registration_waiting", _("On the waiting list"), "waiting", _out_of_queue, link="manage"),
        Email("moved_up", _("Moved up"), "good", _without_place, calendar="REQUEST", link="manage"),
        Email(
            "registration_cancelled",
            _("Registration ended"),
            "ended",
            _over,
            calendar="CANCEL",
            link="catalogue",
        ),
        Email(
            "occasion_cancelled",
            _("Occasion cancelled"),
            "ended",
            _over,
            calendar="CANCEL",
            link="catalogue",
        ),
        Email(
            "occasion_changed",
            _("New time or venue"),
            "changed",
            _already_told,
            calendar="REQUEST",
            link="manage",
        ),
        Email("evaluation_invitation", _("Invitation to evaluate"), "question", _expired, link="answer"),
    )
}

# Why an e-mail was skipped, as a coordinator reads it.
REASONS: dict[str, LazyString] = {
    "registration_cancelled": _("The registration was cancelled before the e-mail went out."),
    "moved_up": _("The participant got a place before the e-mail went out."),
    "already_told": _("The participant has been told already."),
    "occasion_cancelled": _("The occasion was cancelled before the e-mail went out."),
    "occasion_is_over": _("The occasion was over before the e-mail went out."),
    "evaluation_closed": _("The evaluation had closed before the e-mail went out."),
}

STATES: dict[str, LazyString] = {
    "queued": _("Waiting"),
    "sending": _("Being sent"),
    "sent": _("Sent"),
    "failed": _("Failed"),
    "bounced": _("Bounced"),
    "skipped": _("Not sent"),
}
