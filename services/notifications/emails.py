"""Every e-mail there is: what it is about, what it needs, and when it has lost its point."""

from dataclasses import dataclass
from typing import Literal

from services.notifications.delivery import moot
from services.notifications.delivery.moot import Moot
from services.notifications.letters.content import Method
from services.notifications.letters.links import Link
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
    Email("calendar_entry", _("Calendar: session"), "good", moot.session_withdrawn, "manage", "REQUEST"),
    Email(
        "calendar_removal",
        _("Calendar: session removed"),
        "ended",
        moot.session_is_back,
        "catalogue",
        "CANCEL",
    ),
    Email("occasion_reminder", _("Reminder of an occasion"), "good", moot.no_time_for_reminder, "manage"),
    Email("free_message", _("Message from the office"), "question", moot.left, "manage"),
    Email("certificate_issued", _("Certificate"), "good", moot.never, "certificate", about="occasion"),
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
    Email(
        "group_changed",
        _("Group: new time or venue"),
        "changed",
        moot.booker_knows,
        "group",
        about="occasion",
    ),
    Email("group_ended", _("Group: places ended"), "ended", moot.over, "catalogue", about="occasion"),
    Email(
        "group_called_off", _("Group: occasion cancelled"), "ended", moot.over, "catalogue", about="occasion"
    ),
    Email(
        "staff_invitation", _("Invitation to an account"), "question", moot.expired, "password", about="event"
    ),
    Email("staff_reset", _("New password"), "question", moot.expired, "password", about="event"),
    Email(
        "representative_digest",
        _("Digest to representatives"),
        "question",
        moot.never,
        "catalogue",
        about="event",
    ),
    Email(
        "report_published",
        _("Published report"),
        "good",
        moot.results_link_over,
        "published_report",
        about="event",
    ),
)


def _question(name: str, title: LazyString, link: Link = "answer") -> Email:
    return Email(name, title, "question", moot.evaluation_closed, link, about="event")


_OF_EVALUATION = (
    _question("evaluation_invitation", _("Invitation to evaluate")),
    _question("evaluation_reminder", _("Reminder to evaluate")),
    _question("follow_up_invitation", _("Invitation to a follow-up")),
    _question("follow_up_reminder", _("Reminder of a follow-up")),
    _question("survey_invitation", _("Invitation to a survey")),
    _question("survey_reminder", _("Reminder of a survey")),
    _question("lecturer_asked", _("Questions to the lecturer"), "report"),
    _question("lecturer_reminder", _("Reminder to the lecturer"), "report"),
    Email(
        "lecturer_results",
        _("Results to the lecturer"),
        "good",
        moot.results_link_over,
        "results",
        about="event",
    ),
)

EMAILS: dict[str, Email] = {email.name: email for email in (*_TO_PARTICIPANTS, *_OF_EVALUATION, *_TO_OTHERS)}
# Those that say when and where to come. A text that alone was changed is told by the next of them.
TELL_WHAT_TO_BRING = frozenset(
    {"registration_confirmed", "moved_up", "registration_approved", "occasion_reminder"}
)
# An old one names its evaluation, so what they said is kept no longer than their links open anything.
OF_EVALUATION = frozenset(email.name for email in _OF_EVALUATION)

STATES: dict[str, LazyString] = {
    "queued": _("Waiting"),
    "sending": _("Being sent"),
    "sent": _("Sent"),
    "failed": _("Failed"),
    "bounced": _("Bounced"),
    "skipped": _("Not sent"),
}
