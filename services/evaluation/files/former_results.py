"""The published results of an earlier survey as a CSV file: question code, value and count."""

import csv
import io
from typing import Any

from marshmallow import ValidationError

from services.evaluation.problems import FormerResultsAreWrong
from services.evaluation.schemas.surveys import MOST_ROWS, FormerRow
from shared.i18n import gettext as _
from shared.web.problems import flatten

_SCHEMA = FormerRow()
_HEADINGS = ("question", "fråga", "question code", "frågekod")


def read_rows(content: bytes) -> tuple[list[dict[str, Any]], list[int]]:
    """The rows, and the line of the file that each stands in. Raises FormerResultsAreWrong, by line."""
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    faults: dict[str, list[str]] = {}
    for line, cells in _cells(content):
        if line == 1 and cells[0].casefold() in _HEADINGS:
            continue
        try:
            rows.append(_row(cells))
            lines.append(line)
        except ValidationError as error:
            faults[str(line)] = [text for texts in flatten(error.messages).values() for text in texts]
    if not rows and not faults:
        faults[""] = [_("There are no rows.")]
    if faults or len(rows) > MOST_ROWS:
        raise FormerResultsAreWrong(errors=faults or {"": [_("The file is too long.")]})
    return rows, lines


def _cells(content: bytes) -> list[tuple[int, list[str]]]:
    text = _text(content)
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    try:
        found = [
            (number, [cell.strip() for cell in row])
            for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)
        ]
    except csv.Error as error:
        raise FormerResultsAreWrong(errors={"": [_("The file is no CSV file.")]}) from error
    return [(number, cells) for number, cells in found if any(cells)]


def _row(cells: list[str]) -> dict[str, Any]:
    if len(cells) < 3:
        raise ValidationError(_("Write the question's code, the answer and how many gave it."))
    question, value, count = cells[:3]
    number: Any = int(count) if count.isascii() and count.isdigit() and len(count) < 10 else count
    row: dict[str, Any] = _SCHEMA.load({"question": question, "value": value, "count": number})
    return row


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what Swedish Excel calls CSV
    return text.replace("\0", "")
