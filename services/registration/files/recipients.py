"""A list of people who are to get a survey, as it is pasted or sent: name, address, perhaps municipality."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.registration.files.tables import read_table
from services.registration.operations.participants import address_key
from services.registration.queries.recipients import known_by_address
from services.registration.schemas.recipients import MOST_PEOPLE, NewRecipient
from services.registration.words.importing import meaning_of
from shared.i18n import gettext as _
from shared.web.problems import flatten

_SCHEMA = NewRecipient()
_ADDRESSED = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]+)>")
_HEADINGS = ("name", "namn", "e-mail", "email", "e-post", "e-postadress")


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one line of the list."""

    row: int
    text: str


@dataclass
class RecipientList:
    """The people of a list, and everything that is wrong with it."""

    people: list[dict[str, Any]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def as_text(self) -> str:
        """The lines that were read, to be sent along by the page that asks before anything is done."""
        return "\n".join(self.lines)


def read_recipients(session: Session, content: bytes) -> RecipientList:
    """Read a list; whoever is given by the address alone must be known by it. Raises TableIsUnreadable."""
    found = RecipientList()
    if not content.strip():
        return found
    rows = list(_rows(read_table(content)))
    if len(rows) > MOST_PEOPLE:
        text = _("At most %(most)s people can be added in one go. Divide the list.", most=MOST_PEOPLE)
        return RecipientList(faults=[RowFault(MOST_PEOPLE + 1, text)])
    alone = [address_key(cells["email"]) for _row, cells in rows if not cells.get("name")]
    known = known_by_address(session, alone)
    for number, cells in rows:
        found.lines.append(_line(cells))
        try:
            found.people.append(_person(cells, known))
        except ValidationError as error:
            texts = dict.fromkeys(text for texts in flatten(error.messages).values() for text in texts)
            found.faults += [RowFault(number, text) for text in texts]
    return found


def _rows(table: Sequence[Sequence[str]]) -> list[tuple[int, dict[str, str]]]:
    """Each person with the number of their line; several addresses on a line are several persons."""
    found: list[tuple[int, dict[str, str]]] = []
    for number, row in enumerate(table, 1):
        cells = [cell.strip() for cell in row if cell.strip()]
        if not cells or (number == 1 and cells[0].casefold() in _HEADINGS):
            continue
        addresses = [cell for cell in cells if "@" in cell]
        others = [cell for cell in cells if "@" not in cell]
        if len(addresses) > 1 and not others:
            found += [(number, _cells(address, [])) for address in addresses]
        else:
            found.append((number, _cells(addresses[0] if len(addresses) == 1 else "", others)))
    return found


def _cells(address: str, others: Sequence[str]) -> dict[str, str]:
    """The cells of a line by what they mean, as `Anna Ek;anna@…;Nacka` or `Anna Ek <anna@…>;Nacka`."""
    written = _ADDRESSED.fullmatch(address)
    name = written["name"].strip(' "') if written else ""
    rest = [name, *others] if name else list(others)
    return dict(zip(("name", "municipality", "district"), rest, strict=False)) | {
        "email": written["email"].strip() if written else address
    }


def _line(cells: Mapping[str, str]) -> str:
    """The line as it can be read again; an address alone stays alone, and names nobody."""
    names = ("name", "email", "municipality", "district")
    return ";".join(cells.get(name, "") for name in names) if cells.get("name") else cells["email"]


def _person(cells: Mapping[str, str], known: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    if not cells["email"]:
        raise ValidationError(_("Write one e-mail address on each line."))
    given, family = _names(cells, known)
    place = _place(cells)
    person: dict[str, Any] = _SCHEMA.load(
        {"given_name": given, "family_name": family, "email": cells["email"], **place}
    )
    return person


def _names(cells: Mapping[str, str], known: Mapping[str, Sequence[Any]]) -> tuple[str, str]:
    """Given and family name; of an address alone those of the only person who has it."""
    if cells.get("name"):
        given, _space, family = cells["name"].rpartition(" ")
        if not given:
            raise ValidationError(_("Write both given name and family name."))
        return given, family
    persons = [item for item in known.get(address_key(cells["email"]), ()) if not item.erased_at]
    if len(persons) > 1:
        raise ValidationError(_("Several people share the address. Write the name as well."))
    if not persons:
        raise ValidationError(_("Nobody is known by this address. Write the name as well."))
    return persons[0].given_name, persons[0].family_name


def _place(cells: Mapping[str, str]) -> dict[str, str]:
    """The codes of the place, where one is given."""
    municipality, district = cells.get("municipality", ""), cells.get("district", "")
    if not municipality:
        return {}
    place = {"municipality": meaning_of("municipality", municipality)}
    return place | ({"district": meaning_of("district", district, municipality)} if district else {})
