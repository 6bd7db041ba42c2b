"""The participant list as a file: CSV for machines, in codes; XLSX for people, in words."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from services.registration.queries import Participation
from services.registration.wording import status_names
from shared import clock
from shared.formats import moment
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
)
# A spreadsheet would run a cell that begins so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(participations: Sequence[Participation]) -> str:
    """The list as RFC 4180 in UTF-8: codes, and times with their offset."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_CODES)
    for item in participations:
        writer.writerow([_cell(getattr(item, code)) for code in _CODES])
    return text.getvalue()


def as_xlsx(participations: Sequence[Participation]) -> bytes:
    """The list as a workbook in the reader's language; no cell is ever a formula or a link."""
    import xlsxwriter  # only when a file is asked for: every process would carry its memory

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(_("Participants"))
        columns = _columns()
        bold = workbook.add_format({"bold": True})
        sheet.write_row(0, 0, [name for name, _read in columns], bold)
        for number, item in enumerate(participations, 1):
            sheet.write_row(number, 0, [read(item) for _name, read in columns])
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return file.getvalue()


def _columns() -> list[tuple[str, Callable[[Participation], Any]]]:
    region = service().region
    return [
        (_("Status"), lambda item: status_names()[item.status]),
        (_("Position"), lambda item: item.position),
        (_("Given name"), lambda item: item.given_name),
        (_("Family name"), lambda item: item.family_name),
        (_("E-mail"), lambda item: item.email),
        (_("Municipality"), lambda item: region.place_name(item.municipality)),
        (_("City district"), lambda item: _district(item)),
        (_("Workplace"), lambda item: item.workplace),
        (_("Employer"), lambda item: str(EMPLOYERS[item.employer])),
        (_("Side"), lambda item: str(SIDES[item.side])),
        (_("Role"), lambda item: str(ROLES[item.role])),
        (_("Needs"), lambda item: item.needs),
        (_("Registered"), lambda item: moment(item.registered_at)),
        (_("Sessions attended"), lambda item: item.attended),
    ]


def _district(item: Participation) -> str:
    return service().region.place_name(item.municipality, item.district) if item.district else ""


def _cell(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return clock.local(value).isoformat(timespec="seconds")
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
