"""Every e-mail there is: what it is about, what it needs, and when it has lost its point."""

from dataclasses import dataclass
from typing import Literal

from services.notifications import moot
from services.notifications.content import Method
from services.notifications.links import Link
from services.notifications.moot import Moot
from shared.i18n import LazyString
from shared.i18n import lazy as _

Tone = Literal["good", "waiting", "changed", "ended", "question"]
# What must be known of: the registration and its occasion, the occasion alone, or nothing but the event.
About = Literal["registration", "occasion", "event"]


@dataclass(frozen=True)
class Email:
    """One kind of e-mail; `moot` says why it should no longer be sent, or None."""

    name: str
    title: LazyString
    tone: Tone
    moot: Moot
    link: Link
    calendar: Method | None = None
    about: About = "registration"
    names_others: bool = False  # so it waits until they are known


_TO_PARTICIPANTS = (
    Email("registration_confirmed", _("Place confirmed"), "good", moot.without_place, "manage", "REQUEST"),
    Email(
        "registration_waiting",
        _("On the waiting list"),
        "waiting",
        moot.unless("waiting", "moved_up"),
        "manage",
    ),
    Email(
        "registration_held",
        _("Awaiting the manager"),
        "waiting",
        moot.unless("held", "approval_settled"),
        "manage",
    ),
    Email("moved_up", _("Moved up"), "good", moot.without_place, "manage", "REQUEST"),
    Email(
        "place_offered", _("Place offered"), "question", moot.unless("offered", "offer_answered"), "manage"
    ),
    Email(
        "place_held",
        _("Place held for approval"),
        "waiting",
        moot.unless("held", "approval_settled"),
        "manage",
    ),
    Email("registration_approved", _("Place approved"), "good", moot.without_place, "manage", "REQUEST"),
    Email("registration_cancelled", _("Registration ended"), "ended", moot.over, "catalogue", "CANCEL"),
    Email("occasion_cancelled", _("Occasion cancelled"), "ended", moot.over, "catalogue", "CANCEL"),
    Email("occasion_changed", _("New time or venue"), "changed", moot.already_told, "manage", "REQUEST"),
    Email("certificate_issued", _("Certificate"), "good", moot.never, "certificate", about="occasion"),
    Email(
        "evaluation_invitation",
        _("Invitation to evaluate"),
        "question",
        moot.evaluation_closed,
        "answer",
        about="event",
    ),
    Email("sign_in_link", _("Link to my registrations"), "question", moot.expired, "sign_in", about="event"),
)


def _about_a_group(name: str, title: LazyString, tone: Tone) -> Email:
    return Email(name, title, tone, moot.group_has_moved_on, "group", about="occasion", names_others=True)


_TO_OTHERS = (
    Email(
        "approval_requested",
        _("Request for approval"),
        "question",
        moot.approval_is_settled,
        "approval",
        about="occasion",
        names_others=True,
    ),
    _about_a_group("group_confirmed", _("Group: places confirmed"), "good"),
    _about_a_group("group_waiting", _("Group: on the waiting list"), "waiting"),
    _about_a_group("group_held", _("Group: awaiting the manager"), "waiting"),
    _about_a_group("group_moved_up", _("Group: moved up"), "good"),
    _about_a_group("group_offered", _("Group: places offered"), "question"),
    Email("group_ended", _("Group: places ended"), "ended", moot.over, "catalogue", about="occasion"),
    Email(
        "group_called_off", _("Group: occasion cancelled"), "ended", moot.over, "catalogue", about="occasion"
    ),
    Email(
        "staff_invitation", _("Invitation to an account"), "question", moot.expired, "password", about="event"
    ),
    Email("staff_reset", _("New password"), "question", moot.expired, "password", about="event"),
)

EMAILS: dict[str, Email] = {email.name: email for email in (*_TO_PARTICIPANTS, *_TO_OTHERS)}

STATES: dict[str, LazyString] = {
    "queued": _("Waiting"),
    "sending": _("Being sent"),
    "sent": _("Sent"),
    "failed": _("Failed"),
    "bounced": _("Bounced"),
    "skipped": _("Not sent"),
}
