"""A participant list as a file: the template to fill in, and every row held against the form's rules."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from services.registration.files.tables import read_table
from services.registration.operations.participants import person_keys
from services.registration.problems import ColumnsAreMissing, ListIsTooLong
from services.registration.schemas.importing import MOST_PEOPLE, ListedParticipant
from services.registration.words.importing import Column, choices_of, columns, meaning_of
from shared.i18n import gettext as _
from shared.web.problems import flatten

_SCHEMA = ListedParticipant()
_TEMPLATE_ROWS = 500


@dataclass(frozen=True)
class RowFault:
    """What is wrong in one cell: the row as the spreadsheet counts it, the column's heading, and why."""

    row: int
    column: str
    text: str


@dataclass
class PeopleList:
    """What a file says: people as the operations take them, each with its row, and everything wrong."""

    people: list[dict[str, Any]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)

    def add_faults(self, by_index: Mapping[int, Sequence[str]]) -> None:
        """Take what the registering said of people, by their place in the list."""
        found = (RowFault(self.rows[index], "", text) for index, texts in by_index.items() for text in texts)
        self.faults.extend(found)

    def as_text(self) -> str:
        """The cells that were read, to be sent along by the page that asks before anything is done."""
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(self.cells)
        return text.getvalue()


def read_people(content: bytes) -> PeopleList:
    """Read a file. Raises TableIsUnreadable, ColumnsAreMissing, ListIsTooLong."""
    head, *rows = read_table(content)
    names = _names(head)
    found = PeopleList(cells=[head])
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, 2):
        found.cells.append(row)
        if not any(row):
            continue
        cells = {name: text for name, text in zip(names, row, strict=False) if name and text}
        _take(found, number, cells, seen)
    if len(found.rows) > MOST_PEOPLE:
        raise ListIsTooLong()
    return found


def _names(head: Sequence[str]) -> list[str | None]:
    """The field of each column; a column with another heading is left alone."""
    known = {heading: column.name for column in columns() for heading in column.headings}
    names = [known.get(text.casefold()) for text in head]
    missing = [str(column.label) for column in columns() if column.is_required and column.name not in names]
    if missing:
        raise ColumnsAreMissing(detail=_("Missing: %(columns)s.", columns=", ".join(missing)))
    return names


def _take(found: PeopleList, number: int, cells: Mapping[str, str], seen: dict[tuple[str, ...], int]) -> None:
    labels = {column.name: str(column.label) for column in columns()}
    found.rows.append(number)
    try:
        person: dict[str, Any] = _SCHEMA.load(_in_codes(cells))
    except ValidationError as error:
        found.people.append({})
        faults = flatten(error.messages).items()
        found.faults += [
            RowFault(number, labels.get(name, ""), text) for name, texts in faults for text in texts
        ]
        return
    found.people.append(person)
    key = tuple(person_keys(person).values())
    if key in seen:
        text = _("The same person stands in row %(row)s.", row=seen[key])
        found.faults.append(RowFault(number, labels["email"], text))
    seen.setdefault(key, number)


def _in_codes(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: meaning_of(name, text, cells.get("municipality", "")) for name, text in cells.items()}


def template_csv() -> str:
    """The headings alone, divided by semicolons as Swedish Excel does."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow([str(column.label) for column in columns()])
    return "\ufeff" + text.getvalue()


def template_xlsx() -> bytes:
    """A workbook to fill in, whose cells offer the names of the controlled lists."""
    import xlsxwriter  # only when a file is asked for: every process would carry its memory

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet, lists = workbook.add_worksheet(_("Participants")), workbook.add_worksheet(_("Choices"))
        head = workbook.add_format({"bold": True, "bottom": 2})
        text = workbook.add_format({"num_format": "@"})  # a code keeps its first zero
        for place, column in enumerate(columns()):
            sheet.write(0, place, str(column.label), head)
            sheet.set_column(place, place, max(14, len(str(column.label)) + 2), text)
            _offer(sheet, lists, place, column)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def _offer(sheet: Any, lists: Any, place: int, column: Column) -> None:
    names = choices_of(column.name)
    if not names:
        return
    lists.write(0, place, str(column.label))
    lists.write_column(1, place, names)
    letter = chr(ord("A") + place)
    source = f"='{lists.get_name()}'!${letter}$2:${letter}${len(names) + 1}"
    sheet.data_validation(1, place, _TEMPLATE_ROWS, place, {"validate": "list", "source": source})
