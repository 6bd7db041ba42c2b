"""How long what is stored: one table, by which data is deleted and foretold, and which people can read.

Rules: the Swedish Archives Act leaves to each authority to decide what is deleted when; GDPR article 5(1)(e)
asks that nothing that names somebody is kept longer than it is needed.
"""

from dataclasses import dataclass

from shared.i18n import LazyString
from shared.i18n import lazy as _


@dataclass(frozen=True)
class Kept:
    """One kind of data; `job` names what deletes it here on a day that can be told beforehand."""

    code: str
    what: LazyString
    where: LazyString
    how_long: LazyString
    why: LazyString
    job: str | None = None


_HERE = _("Registration")
_MAIL = _("Registration and e-mail")
_ALL = _("All four parts of the system")

RETENTION: tuple[Kept, ...] = (
    Kept(
        "needs",
        _("Needs, such as food and accessibility"),
        _HERE,
        _("%(days)s days after the occasion"),
        _("They may say something of health, and are of use at the occasion alone."),
        job="needs",
    ),
    Kept(
        "person",
        _("Name, e-mail address, workplace, registrations, attendance and certificates"),
        _MAIL,
        _("%(months)s months after the last occasion that you registered for or booked, or survey you got"),
        _("You can see your courses, fetch certificates and take courses that build on each other."),
        job="persons",
    ),
    Kept(
        "figures",
        _("Attendance without a name: municipality, employer, side and role"),
        _("Registration and reports"),
        _("For ever"),
        _("The municipalities follow the training over many years. Nobody can be recognised."),
    ),
    Kept(
        "mail",
        _("E-mails that were sent to you"),
        _("E-mail"),
        _("Their text for 90 days, or until the evaluation closes; that they were sent as long as your name"),
        _("The office can see what you were told, and send it again."),
    ),
    Kept(
        "delivery",
        _("That your address does not take e-mail, or that you do not want e-mails of a kind"),
        _MAIL,
        _("Until the address works again or you want them again, at most as long as your name"),
        _("We do not write where nothing arrives, or what you do not want."),
    ),
    Kept(
        "digests",
        _("When you, who represent a place, are next told what is coming up"),
        _HERE,
        _("As long as you represent a place"),
        _("You are told now and then, and not again what you have heard."),
    ),
    Kept(
        "reports",
        _("That you are sent reports, and which reports you were sent a link to"),
        _HERE,
        _("The first as long as you are on the list, the second as long as the link works, which is a year"),
        _("You get each report once, and your links can be closed when you are erased."),
    ),
    Kept(
        "links",
        _("Links by which you sign in or manage a registration"),
        _MAIL,
        _("Until they are used or too old, and seven days at most on their way to you"),
        _("A link is a key, and a key that nobody needs is a risk."),
    ),
    Kept(
        "answers",
        _("Your answers to an evaluation, with the facts of your registration"),
        _("Evaluations"),
        _("Until the evaluation closes; then the answers belong to nobody"),
        _("From then on they cannot be linked to you by anybody, us included."),
    ),
    Kept(
        "exports",
        _("A copy of your data that you asked for"),
        _HERE,
        _("%(export_days)s days after you asked"),
        _("You need time to fetch it."),
        job="exports",
    ),
    Kept(
        "log",
        _("The audit log: which member of staff did what, without your name"),
        _ALL,
        _("Five years"),
        _("What was done can be explained afterwards."),
        job="log",
    ),
    Kept(
        "failed_events",
        _("Messages between the parts of the system whose handling failed"),
        _ALL,
        _("Until they have been handled or discarded; that one was discarded, and why, for 90 days"),
        _("What did not arrive can be mended. Your erasure takes them away too."),
    ),
    Kept(
        "traffic",
        _("Protection against abuse: scrambled addresses of computers and e-mail"),
        _ALL,
        _("24 hours at most"),
        _("Many tries in a short time are stopped."),
    ),
)
