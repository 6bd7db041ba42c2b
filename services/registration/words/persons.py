"""The words in which a copy of somebody's data is read: a heading for each name of a field."""

from collections.abc import Mapping
from datetime import date, datetime

from services.registration.words.audit import action_name
from services.registration.words.standing import status_names, trouble_names
from shared.formats import day, moment
from shared.i18n import LazyString, lazy
from shared.i18n import gettext as _
from shared.service import service
from shared.vocabulary import EMPLOYERS, LANGUAGES, ROLES, SIDES

_CODES: dict[str, Mapping[str, object]] = {
    "employer": EMPLOYERS,
    "side": SIDES,
    "role": ROLES,
    "language": LANGUAGES,
}

_LABELS: dict[str, LazyString] = {
    "person": lazy("Person"),
    "registrations": lazy("Registrations"),
    "groups_booked": lazy("Groups booked"),
    "approvals_asked": lazy("Approvals asked for"),
    "mandates": lazy("Representative for"),
    "sent_reports": lazy("Is sent the region's reports"),
    "report_links": lazy("Reports that were sent"),
    "period": lazy("Period"),
    "added_at": lazy("Since"),
    "digests": lazy("Digests of what is coming up"),
    "due_at": lazy("Next"),
    "told_at": lazy("The last one"),
    "lecturer": lazy("Lecturer or supplier"),
    "staff_accounts": lazy("Staff accounts"),
    "mail_trouble": lazy("E-mail trouble"),
    "log": lazy("Noted in the audit log"),
    "invitations": lazy("Asked to evaluate"),
    "reports": lazy("Said by name as a lecturer or supplier"),
    "contact": lazy("Contact"),
    "emails": lazy("E-mails"),
    "counted": lazy("Counted in the reports"),
    "given_name": lazy("Given name"),
    "family_name": lazy("Family name"),
    "name": lazy("Name"),
    "email": lazy("E-mail"),
    "address": lazy("E-mail"),
    "language": lazy("Language"),
    "is_protected": lazy("Protected identity"),
    "title": lazy("Course"),
    "starts_at": lazy("Begins"),
    "first_on": lazy("Begins"),
    "held_on": lazy("Held on"),
    "closes_on": lazy("Last day to answer"),
    "status": lazy("Status"),
    "state": lazy("State"),
    "municipality": lazy("Municipality"),
    "district": lazy("City district"),
    "workplace": lazy("Workplace"),
    "employer": lazy("Employer"),
    "side": lazy("Side"),
    "role": lazy("Role"),
    "registered_at": lazy("Registered"),
    "cancelled_at": lazy("Cancelled"),
    "cancelled_by": lazy("Cancelled by"),
    "approved_at": lazy("Approved"),
    "decline_reason": lazy("Why it was declined"),
    "organisation_number": lazy("Organisation number"),
    "invoice_reference": lazy("Invoice reference"),
    "waiver_reason": lazy("Why the charge was waived"),
    "note": lazy("The office's note"),
    "needs": lazy("Needs"),
    "attended": lazy("Sessions attended"),
    "sessions_attended": lazy("Sessions attended"),
    "certificate": lazy("Certificate"),
    "kind": lazy("Kind"),
    "organisation": lazy("Organisation"),
    "from_on": lazy("From"),
    "to_on": lazy("Until"),
    "at": lazy("Time"),
    "action": lazy("What was done"),
    "reason": lazy("Reason"),
    "created_at": lazy("Written"),
    "sent_at": lazy("Sent"),
    "subject": lazy("Subject"),
    "text": lazy("Text"),
}


def label(name: str) -> str:
    """The heading of a field, in the reader's language."""
    return str(_LABELS[name]) if name in _LABELS else name


def value_text(name: str, value: str | int) -> str:
    """A value as people read it: codes by their names, moments and days as dates."""
    text = str(value)
    if name in _CODES and text in _CODES[name]:
        return str(_CODES[name][text])
    if name == "municipality":
        return service().region.place_name(text)
    if name == "status":
        return status_names().get(text, text)
    if name == "mail_trouble":
        return trouble_names().get(text, text)
    if name == "action":
        return action_name(text)
    try:
        return moment(datetime.fromisoformat(text)) if "T" in text else day(date.fromisoformat(text))
    except ValueError:
        return text


def service_names() -> dict[str, str]:
    """The four services, as those know them who have never heard of services."""
    return {
        "registration": _("Registrations and attendance"),
        "evaluation": _("Evaluations"),
        "notifications": _("E-mail"),
        "reporting": _("Reports"),
    }
