"""One set of results as a file of each kind, under a name that says whose it is."""

from datetime import date

from flask import Response

from services.evaluation.files.lines import as_csv
from services.evaluation.files.printed import as_pdf
from services.evaluation.files.workbook import as_xlsx
from services.evaluation.queries.results import Results
from shared.typeset import PDF

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv"
_MADE = {
    "csv": (f"{_CSV}; charset=utf-8", as_csv),
    "xlsx": (XLSX, as_xlsx),
    "pdf": (PDF, as_pdf),
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
CONTENT = {_CSV: _BINARY, XLSX: _BINARY, PDF: _BINARY}  # as OpenAPI describes the answer


def sent(results: Results, kind: str) -> Response:
    """The results as a file of this kind: csv, xlsx or pdf."""
    content_type, make = _MADE[kind]
    name = f"results-{_last_day(results)}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(make(results), content_type=content_type, headers=disposition)


def _last_day(results: Results) -> date:
    return results.held[0].evaluation.held_on
