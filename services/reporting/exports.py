"""The table of municipalities as files: CSV for machines and Excel, XLSX for people."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from services.reporting.measure import Row, Unit
from services.reporting.measures import measures_of
from services.reporting.operations import Figures
from shared.i18n import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS = {Unit.COUNT: "#,##0", Unit.HOURS: "#,##0.00", Unit.SHARE: "0%", Unit.MEAN: "0.00"}
_PLACE = ("municipality", "district", "name", "staff")


@dataclass(frozen=True)
class Column:
    """A column of a file: its code for machines, its name for people, and how its figures are written."""

    code: str
    name: str
    sentence: str
    unit: Unit | None = None


def columns() -> list[Column]:
    """The columns in the reader's language: the place, every measure, and why results are withheld."""
    place = [
        Column("municipality", _("Municipality code"), _("The four-digit code of the municipality.")),
        Column(
            "district",
            _("City district"),
            _("Empty in a municipality's own row, which counts its districts too."),
        ),
        Column("name", _("Name"), _("The municipality or the city district.")),
        Column("staff", _("Staff"), _("How many work in the target group."), Unit.COUNT),
    ]
    measured = [
        Column(measure.code, str(measure.name), str(measure.sentence), measure.unit)
        for measure in measures_of(Row.PLACE)
    ]
    withheld = Column("withheld", _("Withheld"), _("Why there are no evaluation results."))
    return [*place, *measured, withheld]


def as_csv(rows: Sequence[Figures]) -> bytes:
    """Comma-separated UTF-8 with a byte order mark, without which Excel misreads å, ä and ö.

    The first line has the measures' codes; shares are between 0 and 1; what is withheld is empty.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    codes = [column.code for column in columns()]
    writer.writerow(codes)
    writer.writerows([_plain(row[code]) for code in codes] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, rows: Sequence[Figures]) -> bytes:
    """A workbook with the table, and a sheet that says what each column means."""
    import xlsxwriter  # only when a file is asked for: every process would carry its memory

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        _write_table(workbook, title, rows)
        _write_definitions(workbook)
    return file.getvalue()


def _write_table(workbook: Any, title: str, rows: Sequence[Figures]) -> None:
    sheet = workbook.add_worksheet(_("Municipalities"))
    chosen = columns()
    sheet.write(0, 0, title, workbook.add_format({"bold": True, "font_size": 14}))
    for position, column in enumerate(chosen):
        if column.unit:
            number = workbook.add_format({"num_format": _FORMATS[column.unit]})
            sheet.set_column(position, position, 13, number)
        else:
            sheet.set_column(position, position, 22 if column.code == "name" else 12)
    sheet.add_table(
        2, 0, 2 + max(len(rows), 1), len(chosen) - 1,
        {
            "name": "municipalities",
            "style": "Table Style Light 11",
            "columns": [{"header": column.name} for column in chosen],
            "data": [[_cell(row[column.code]) for column in chosen] for row in rows],
        },
    )  # fmt: skip
    sheet.freeze_panes(3, 3)


def _write_definitions(workbook: Any) -> None:
    sheet = workbook.add_worksheet(_("Definitions"))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    for line, (name, text) in enumerate(_definitions()):
        sheet.write(line, 0, name)
        sheet.write(line, 1, text)


def _definitions() -> Iterator[tuple[str, str]]:
    formulas = {measure.code: str(measure.formula) for measure in measures_of(Row.PLACE)}
    for column in columns():
        yield column.name, f"{column.sentence} {formulas.get(column.code, '')}".strip()


def _plain(value: Any) -> Any:
    return "" if value is None else value


def _cell(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value  # an enum's text, not its name
