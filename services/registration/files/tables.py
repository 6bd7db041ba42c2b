"""Tables that people send: CSV as their program writes it, or the first sheet of a workbook."""

import csv
import io
import re
import zipfile
from typing import Any

from shared.i18n import lazy as _
from shared.web import Problem

MOST_ROWS, MOST_COLUMNS = 5_000, 100
# A workbook is packed: a small file may hold more than the machine does.
_LARGEST_UNPACKED = 30_000_000

_SPACES = re.compile(r"\s")

Table = list[list[str]]


class TableIsUnreadable(Problem):
    """The file is neither CSV nor a workbook, or has too much in it."""

    status = 422
    slug = "table_unreadable"
    title = _("The file cannot be read. Send a CSV file or an Excel workbook (.xlsx), at most 5,000 rows.")


def read_table(content: bytes) -> Table:
    """The cells of a file as texts, row by row, empty rows too. Raises TableIsUnreadable."""
    try:
        table = _workbook(content) if content.startswith(b"PK") else _csv(content)
    except TableIsUnreadable:
        raise
    except Exception as error:  # a broken file breaks its reader in any way
        raise TableIsUnreadable() from error
    if not any(any(row) for row in table) or len(table) > MOST_ROWS:
        raise TableIsUnreadable()
    return table


def spaceless(text: str) -> str:
    """A number as people and programs write it, without the spaces between its thousands."""
    return _SPACES.sub("", text)


def _csv(content: bytes) -> Table:
    text = _text(content)
    if "\0" in text:
        raise TableIsUnreadable()
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return [[cell.strip() for cell in row[:MOST_COLUMNS]] for row in rows]


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")  # what Swedish Excel calls CSV


def _workbook(content: bytes) -> Table:
    from openpyxl import load_workbook  # only when a file is sent: every process would carry its memory

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
            raise TableIsUnreadable()
        # What a workbook never has (ECMA-376, part 2): entities, which swell as well.
        if any(b"<!DOCTYPE" in archive.read(part) for part in archive.infolist()):
            raise TableIsUnreadable()
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        rows = workbook.worksheets[0].iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        return [[_cell(value) for value in row] for row in rows]
    finally:
        workbook.close()


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
