"""The table of municipalities as files: CSV for machines and Excel, XLSX for people."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from services.reporting.files.columns import Column, places, revised, values_of
from services.reporting.files.sheets import Book
from services.reporting.queries.figures import Figures
from shared.i18n import gettext as _


def as_csv(rows: Sequence[Figures]) -> bytes:
    """Comma-separated UTF-8 with a byte order mark, without which Excel misreads å, ä and ö.

    The first line has the measures' codes; shares are between 0 and 1; what is withheld is empty.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    columns = columns_of(rows)
    writer.writerow([column.code for column in columns])
    writer.writerows(["" if value is None else value for value in row] for row in values_of(columns, rows))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, rows: Sequence[Figures]) -> bytes:
    """A workbook with the table, and a sheet that says what each column means."""
    import xlsxwriter  # only when a file is asked for: every process would carry its memory

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    columns = columns_of(rows)
    with xlsxwriter.Workbook(file, options) as workbook:
        book = Book(workbook, title)
        book.table(_("Municipalities"), columns, values_of(columns, rows), fixed=3)
        book.text(_("Definitions"), ((column.name, column.sentence) for column in columns))
    return file.getvalue()


def columns_of(rows: Sequence[Figures]) -> list[Column]:
    """The columns of these rows: those of a frozen period say beside each figure what it is today."""
    columns = places()
    return [*columns, *revised(columns)] if any("revised" in row for row in rows) else columns
