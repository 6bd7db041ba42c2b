"""The invoice basis as a file: CSV for machines, XLSX for people."""

from collections.abc import Callable, Sequence
from typing import Any

from services.registration.operations.charging import WHY
from services.registration.queries.charges import Charge
from shared import sheets
from shared.i18n import gettext as _
from shared.service import service

_CODES = (
    "municipality", "district", "organisation_number", "invoice_reference", "workplace", "name", "title",
    "starts_on", "ends_on", "why", "fee", "percent", "amount", "registration_id", "occasion_id",
)  # fmt: skip


def as_csv(charges: Sequence[Charge]) -> str:
    """The basis in codes, amounts in whole kronor."""
    return sheets.as_csv(_CODES, ([_plain(getattr(item, code)) for code in _CODES] for item in charges))


def as_xlsx(charges: Sequence[Charge]) -> bytes:
    """The basis in words."""
    columns = _columns()
    rows = ([read(item) for _name, read in columns] for item in charges)
    return sheets.as_xlsx(_("Invoice basis"), [name for name, _read in columns], rows)


def _columns() -> list[tuple[str, Callable[[Charge], Any]]]:
    place_name = service().region.place_name
    return [
        (_("Municipality"), lambda item: place_name(item.municipality)),
        (
            _("City district"),
            lambda item: place_name(item.municipality, item.district) if item.district else "",
        ),
        (_("Organisation number"), lambda item: item.organisation_number or ""),
        (_("Invoice reference"), lambda item: item.invoice_reference or ""),
        (_("Workplace"), lambda item: item.workplace),
        (_("Participant"), lambda item: item.name or _("To be named later")),
        (_("Course"), lambda item: item.title),
        (_("First day"), lambda item: item.starts_on),
        (_("Last course day"), lambda item: item.ends_on),
        (_("Why"), lambda item: str(WHY[item.why])),
        (_("Fee"), lambda item: item.fee),
        (_("Percent"), lambda item: item.percent),
        (_("To be invoiced, kronor"), lambda item: item.amount),
    ]


def _plain(value: Any) -> Any:
    return "" if value is None else value
