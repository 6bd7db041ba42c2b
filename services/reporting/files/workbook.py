"""The report on a period as a workbook in the reader's language: a sheet for each part, with charts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from services.reporting.dashboard.headlines import in_order
from services.reporting.files.columns import Column, definitions, measured, places, values_of
from services.reporting.files.document import PLACES, Document
from services.reporting.files.paper.goals import comments
from services.reporting.files.paper.lists import value_name
from services.reporting.files.sheets import Book, Chart
from services.reporting.goals import words
from services.reporting.measures.catalogue import measures_of
from services.reporting.measures.measure import Row, Unit
from services.reporting.periods import parse
from services.reporting.queries.breakdown import DIMENSIONS, Dimension
from shared.formats import month
from shared.i18n import gettext as _
from shared.region import Region
from shared.vocabulary import FORMS, KINDS

Rows = Sequence[Mapping[str, Any]]


def as_xlsx(region: Region, document: Document) -> bytes:
    """The whole report; what counts nothing has no sheet."""
    import xlsxwriter  # only when a file is asked for: every process would carry its memory

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"title": _title(document), "author": region.office})
        book = Book(workbook, _title(document))
        _in_short(book, document)
        _goals(book, document)
        _months(book, document)
        _places(book, document)
        for by in Dimension:
            if by not in PLACES:
                _part(book, document, by)
        _occasions(book, document)
        book.text(_("Definitions"), definitions())
    return file.getvalue()


def _title(document: Document) -> str:
    return _("%(region)s, %(period)s", region=document.totals["name"], period=document.period.name)


def _in_short(book: Book, document: Document) -> None:
    compared = [document.totals, *document.parts["compared"]]
    whole = document.parts.get("region")
    heads = [parse(row["period"]).name for row in compared] + ([whole["name"]] if whole else [])
    compared += [whole] if whole else []
    rows = [
        (measure.unit, [str(measure.name), *(row.get(measure.code) for row in compared)])
        for measure in measures_of(Row.REGION)
    ]
    book.lines(_("In short"), [_("Measure"), *heads], rows)


def _goals(book: Book, document: Document) -> None:
    rows = [
        (
            Unit(row["unit"]),
            [
                row["sentence"],
                row["value"],
                row["target"],
                str(words.STATUS[row["status"]]),
                words.basis(row),
                " ".join(comments(row)),
            ],
        )
        for row in document.part("goals")
    ]
    heads = [_("Goal"), _("Outcome"), _("Target"), _("Status"), _("Basis"), _("Comment")]
    book.lines(_("Goals"), heads, rows, widths=(60, 12, 12, 18, 34, 60))


def _months(book: Book, document: Document) -> None:
    year = document.period.last.year
    rows = [
        [
            month(parse(row["month"]).first),
            *(
                (row[when] or {}).get(code)
                for code in ("participants", "hours")
                for when in ("now", "before")
            ),
        ]
        for row in document.part("months")
    ]
    columns = [
        Column("month", _("Month"), ""),
        *(
            Column(f"{code}_{number}", f"{name} {number}", "", unit)
            for code, name, unit in (
                ("participants", _("Participants"), Unit.COUNT),
                ("hours", _("Participant-hours"), Unit.HOURS),
            )
            for number in (year, year - 1)
        ),
    ]
    chart = Chart(_("Participant-hours"), (3, 4), kind="column")
    book.table(_("Months"), columns, rows, chart=chart)


def _places(book: Book, document: Document) -> None:
    rows = in_order(document.part("places"), "name")
    chosen = places()
    municipalities = [row for row in rows if row["district"] is None]
    districts = [row for row in rows if row["district"] is not None]
    at = next(number for number, column in enumerate(chosen) if column.code == "participants")
    chart = Chart(chosen[at].name, (at,), names=2)
    for name, part in ((_("Municipalities"), municipalities), (_("City districts"), districts)):
        if part:
            book.table(name, chosen, values_of(chosen, part), chart=chart, fixed=3)


def _part(book: Book, document: Document, by: Dimension) -> None:
    counted = [column for column in measured(Row.PLACE) if column.is_participation]
    rows = [
        [value_name(by, row), *(row.get(column.code) for column in counted)]
        for row in document.part(f"by_{by}")
        if any(row.get(column.code) for column in counted)
    ]
    if not rows:
        return
    name = str(DIMENSIONS[by])
    at = 1 + [column.code for column in counted].index("hours")
    chart = Chart(counted[at - 1].name, (at,)) if len(rows) <= 12 else None
    book.table(name, [Column("value", name, ""), *counted], rows, chart=chart, fixed=1)


def _occasions(book: Book, document: Document) -> None:
    named = [
        Column("last_on", _("Last day"), ""),
        Column("title", _("Activity"), ""),
        Column("kind", _("Kind"), ""),
        Column("form", _("Form"), ""),
        Column("places", _("Places"), "", Unit.COUNT),
    ]
    counted = measured(Row.OCCASION)
    book.table(_("Occasions"), [*named, *counted], list(_held(document, counted)), fixed=2)


def _held(document: Document, counted: Sequence[Column]) -> Iterator[list[Any]]:
    rows = (row for row in document.part("occasions") if not document.place or row["registrations"])
    for row in rows:
        named = [
            date.fromisoformat(row["last_on"]),
            row["title"],
            str(KINDS[row["kind"]]),
            str(FORMS[row["form"]]),
        ]
        yield [*named, row["places"], *(row.get(column.code) for column in counted)]
