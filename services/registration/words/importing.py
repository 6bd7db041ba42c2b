"""The columns of a participant list, and what their cells mean: codes, or names in any of our languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from shared.i18n import LANGUAGES, LazyString, in_language
from shared.i18n import lazy as _
from shared.service import service
from shared.vocabulary import EMPLOYERS, ROLES, SIDES
from shared.vocabulary import LANGUAGES as LANGUAGE_NAMES


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, its heading, and whether every list has it."""

    name: str
    label: LazyString
    is_required: bool = False

    @property
    def headings(self) -> set[str]:
        """What the first row may say, in small letters."""
        found = {self.name}
        for language in LANGUAGES:
            with in_language(language):
                found.add(str(self.label).casefold())
        return found


def columns() -> tuple[Column, ...]:
    """The columns in the order of the template."""
    return _COLUMNS


def choices_of(name: str) -> list[str]:
    """The names that a cell may have, in the reader's language; none where it is free text."""
    if name == "municipality":
        return [item.name for item in service().region.open_municipalities]
    if name == "district":
        municipalities = service().region.open_municipalities
        return [part.name for item in municipalities for part in item.open_districts]
    return [str(text) for text in _LISTS.get(name, {}).values()]


def meaning_of(name: str, text: str, municipality: str = "") -> str:
    """The code that a cell means; what means nothing stays as it is, for the rules to refuse."""
    if name == "municipality":
        return _municipality(text)
    if name == "district":
        return _district(text, _municipality(municipality))
    if name in _LISTS:
        return _code(_codes(name), text)
    return text


def _municipality(text: str) -> str:
    wanted = text.casefold().removesuffix(" kommun")
    for item in service().region.municipalities:
        # A spreadsheet takes the first zero of a code away.
        if wanted in (item.code, item.code.lstrip("0"), item.name.casefold()):
            return item.code
    return text


def _district(text: str, code: str) -> str:
    municipality = service().region.municipality(code)
    for item in municipality.districts if municipality else ():
        if text.casefold() in (item.slug, item.name.casefold()):
            return item.slug
    return text


def _code(codes: Mapping[str, str], text: str) -> str:
    """The code of a name, or of the only one that begins so: people write "Kommunal" for "Kommunal regi"."""
    wanted = text.casefold()
    if wanted in codes:
        return codes[wanted]
    beginning = {code for name, code in codes.items() if name.startswith(wanted)}
    return beginning.pop() if len(beginning) == 1 else text


@cache
def _codes(name: str) -> Mapping[str, str]:
    found = {code.casefold(): code for code in _LISTS[name]}
    for language in LANGUAGES:
        with in_language(language):
            found |= {str(text).casefold(): code for code, text in _LISTS[name].items()}
    return found


_LISTS: Mapping[str, Mapping[str, LazyString | str]] = {
    "employer": EMPLOYERS,
    "side": SIDES,
    "role": ROLES,
    "language": LANGUAGE_NAMES,
}
_COLUMNS = (
    Column("given_name", _("Given name"), True),
    Column("family_name", _("Family name"), True),
    Column("email", _("E-mail"), True),
    Column("workplace", _("Workplace"), True),
    Column("municipality", _("Municipality"), True),
    Column("district", _("City district")),
    Column("employer", _("Employer"), True),
    Column("side", _("Side"), True),
    Column("role", _("Role"), True),
    Column("needs", _("Needs")),
    Column("organisation_number", _("Organisation number")),
    Column("invoice_reference", _("Invoice reference")),
    Column("language", _("Language")),
)
