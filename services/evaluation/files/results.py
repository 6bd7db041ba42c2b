"""One set of results as a file of each kind, under a name that says whose it is."""

from datetime import date

from flask import Response

from services.evaluation.files.lines import as_csv
from services.evaluation.files.printed import as_pdf
from services.evaluation.files.workbook import as_xlsx
from services.evaluation.queries.results import Results
from shared.sheets import CSV, XLSX
from shared.typeset import PDF
from shared.web import attached

_MADE = {
    "csv": (CSV, as_csv),
    "xlsx": (XLSX, as_xlsx),
    "pdf": (PDF, as_pdf),
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
CONTENT = {"text/csv": _BINARY, XLSX: _BINARY, PDF: _BINARY}  # as OpenAPI describes the answer


def sent(results: Results, kind: str) -> Response:
    """The results as a file of this kind: csv, xlsx or pdf."""
    content_type, make = _MADE[kind]
    name = f"results-{_last_day(results)}.{kind}"
    return attached(make(results), content_type, name)


def _last_day(results: Results) -> date:
    return results.held[0].evaluation.held_on
