"""Lists as files: CSV for machines, XLSX for people; no cell of either is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from shared import spreadsheet

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# A spreadsheet would run a cell that begins so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(codes: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """RFC 4180 in UTF-8, with codes in the first line, and days as 2026-03-12."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(codes)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def as_xlsx(title: str, names: Sequence[Any], rows: Iterable[Sequence[Any]], fixed: int = 0) -> bytes:
    """A workbook of one sheet, with names in the first line; days are written as days.

    The first line and the `fixed` first columns stay in sight when the rest is scrolled.
    """
    return spreadsheet.write(title, names, rows, fixed)


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
