"""The participant list as a file: CSV for machines, in codes; XLSX for people, in words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from services.registration.queries.enrolments import Enrolment
from services.registration.words.standing import status_names, trouble_names
from shared import clock, sheets
from shared.i18n import gettext as _
from shared.service import service
from shared.vocabulary import EMPLOYERS, ROLES, SIDES

_CODES = (
    "status",
    "position",
    "given_name",
    "family_name",
    "email",
    "municipality",
    "district",
    "workplace",
    "employer",
    "side",
    "role",
    "needs",
    "registered_at",
    "attended",
    "group_id",
    "organisation_number",
    "invoice_reference",
    "note",
    "mail_trouble",
)


def as_csv(enrolments: Sequence[Enrolment]) -> str:
    """The list as RFC 4180 in UTF-8: codes, and times with their offset."""
    values = attrgetter(*_CODES)
    return sheets.as_csv(_CODES, ([_plain(value) for value in values(item)] for item in enrolments))


def as_xlsx(enrolments: Sequence[Enrolment]) -> bytes:
    """The list as a workbook in the reader's language."""
    columns = _columns()
    rows = ([read(item) for _name, read in columns] for item in enrolments)
    return sheets.as_xlsx(_("Participants"), [name for name, _read in columns], rows)


def _columns() -> list[tuple[str, Callable[[Enrolment], Any]]]:
    region = service().region
    return [
        (_("Status"), lambda item: status_names()[item.status]),
        (_("Position"), lambda item: item.position),
        (_("Given name"), lambda item: item.given_name or item.name or _("To be named later")),
        (_("Family name"), lambda item: item.family_name),
        (_("E-mail"), lambda item: item.email),
        (_("Municipality"), lambda item: region.place_name(item.municipality)),
        (_("City district"), lambda item: _district(item)),
        (_("Workplace"), lambda item: item.workplace),
        (_("Employer"), lambda item: str(EMPLOYERS[item.employer])),
        (_("Side"), lambda item: str(SIDES[item.side])),
        (_("Role"), lambda item: str(ROLES[item.role])),
        (_("Needs"), lambda item: item.needs),
        (_("Registered"), lambda item: clock.local(item.registered_at).replace(tzinfo=None)),
        (_("Sessions attended"), lambda item: item.attended),
        (_("Group booked by"), lambda item: item.booker),
        (_("Organisation number"), lambda item: item.organisation_number),
        (_("Invoice reference"), lambda item: item.invoice_reference),
        (_("Note"), lambda item: item.note),
        (_("E-mail trouble"), lambda item: trouble_names().get(item.mail_trouble)),
    ]


def _district(item: Enrolment) -> str:
    return service().region.place_name(item.municipality, item.district) if item.district else ""


def _plain(value: Any) -> Any:
    return clock.local(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value
