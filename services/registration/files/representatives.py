"""The representatives as a file: every mandate that is, was or comes, and the places without a CKA."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.registration.models import Representative
from services.registration.queries.representatives import Place, Representation
from services.registration.schemas.representatives import shown_email
from services.registration.words.representatives import KINDS, state_names, state_of
from shared import sheets
from shared.i18n import gettext as _

_CODES = (
    "kind",
    "state",
    "municipality",
    "district",
    "workplace",
    "name",
    "email",
    "from_on",
    "to_on",
)


def as_csv(found: Sequence[Representation]) -> str:
    """The list in codes."""
    return sheets.as_csv(_CODES, _rows(found))


def as_xlsx(found: Sequence[Representation]) -> bytes:
    """The list as a workbook in the reader's language."""
    names = (
        _("Kind"),
        _("State"),
        _("Municipality"),
        _("City district"),
        _("Workplace"),
        _("Name"),
        _("E-mail"),
        _("First day"),
        _("Last day of the mandate"),
    )
    places = {item.place.key: item.place for item in found}
    rows = (_in_words(row, places[row[2], row[3]]) for row in _rows(found))
    return sheets.as_xlsx(_("Representatives"), names, rows)


def _in_words(row: Sequence[Any], place: Place) -> list[Any]:
    kind, state, _municipality, district, *rest = row
    city = place.part_of or place.name
    return [str(KINDS[kind]), state_names()[state], city, place.name if district else "", *rest]


def _rows(found: Sequence[Representation]) -> Iterator[Sequence[Any]]:
    for item in found:
        if item.cka is None:
            yield ("cka", "missing", item.place.municipality, item.place.district, *[None] * 5)
        yield from map(_row, (*item.current, *item.coming, *item.ended))


def _row(mandate: Representative) -> Sequence[Any]:
    person = mandate.person
    return (
        mandate.kind,
        state_of(mandate),
        mandate.municipality,
        mandate.district,
        mandate.workplace,
        person.shown_name,
        shown_email(person),
        mandate.from_on,
        mandate.to_on,
    )
