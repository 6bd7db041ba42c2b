"""What the audit log's codes mean, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from shared.i18n import LazyString
from shared.i18n import lazy as _

_ACTIONS: dict[str, LazyString] = {
    "person.exported": _("Copy of a person's data collected"),
    "person.export_read": _("Copy of a person's data read"),
    "person.erased": _("Person erased"),
    "person.protected": _("Identity protected"),
    "person.unprotected": _("Protection of identity ended"),
    "person.revealed": _("Protected name shown"),
    "person.corrected": _("Name or address corrected"),
    "person.merged": _("Persons merged"),
    "retention.carried_out": _("Deleted by the retention rules"),
    "activity.created": _("Activity created"),
    "activity.changed": _("Activity changed"),
    "occasion.created": _("Occasion created"),
    "occasion.changed": _("Occasion changed"),
    "occasion.published": _("Occasion published"),
    "occasion.cancelled": _("Occasion called off"),
    "occasion.completed": _("Occasion marked as held"),
    "group.cancelled": _("Group cancelled"),
    "registration.added": _("Registered by the office"),
    "registration.cancelled": _("Registration cancelled"),
    "registration.changed": _("Registration changed"),
    "registration.named": _("Place given a name"),
    "registration.replaced": _("Participant replaced"),
    "attendance.recorded": _("Attendance noted"),
    "charge.waived": _("Charge waived"),
    "charge.restored": _("Waived charge to be paid after all"),
    "account.added": _("Account added"),
    "account.changed": _("Account changed"),
    "account.opened": _("Account opened"),
    "account.closed": _("Account closed"),
    "account.signed_out_everywhere": _("Signed out everywhere"),
    "account.link_sent": _("Password link sent"),
    "account.link_shown": _("Password link shown"),
    "account.password_changed": _("Password chosen"),
    "staff.signed_in": _("Signed in by the organisation's sign-in"),
    "token.added": _("Token created"),
    "token.revoked": _("Token revoked"),
    "region.changed": _("Region changed"),
    "person.kept_apart": _("Persons kept apart"),
    "workplace.added": _("Workplace added"),
    "workplace.changed": _("Workplace changed"),
    "workplace.merged": _("Workplaces merged"),
    "workplace.typed_adopted": _("Typed workplace taken over"),
    "lecturer.added": _("Lecturer added"),
    "lecturer.changed": _("Lecturer changed"),
    "representative.named": _("Representative named"),
    "representative.changed": _("Representative changed"),
    "report_reader.added": _("Reader of reports added"),
    "report_reader.removed": _("Reader of reports taken off the list"),
    "survey.recipients_added": _("Recipients of a survey chosen"),
    "failed_event.retried": _("Failed event tried again"),
    "failed_event.discarded": _("Failed event discarded"),
}


def action_name(code: str) -> str:
    """What was done; a code that has no words yet is shown as it is."""
    return str(_ACTIONS.get(code, code))


def detail_text(details: Mapping[str, Any]) -> str:
    """The details on one line: they are codes, so they are not translated."""
    return ", ".join(f"{name}: {_shown(value)}" for name, value in details.items())


def _shown(value: Any) -> str:
    return " ".join(str(item) for item in value) if isinstance(value, list) else str(value)
