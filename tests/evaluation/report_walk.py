"""A walk through every address of reporting, and the evaluation figures that stand there."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any
from uuid import UUID

import openpyxl
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from services.reporting.measures.catalogue import EVALUATION, measures_of
from services.reporting.measures.measure import Row
from services.reporting.operations.freezing import freeze
from services.reporting.periods import parse
from services.reporting.queries.frozen import frozen_report
from shared import events
from shared.auth.tokens import fingerprint
from shared.service import service, transaction
from tests.events import handed

# No answers stand there but those of the report itself: how the service and its events are, what it can do,
# who has looked, a goal's form, files, the list of reports, and what is asked before one is frozen.
BESIDE = re.compile(
    r"/docs|/openapi|/healthz|/readyz|/metrics|/static/|/assets/|/api/audit|/api/facts|/api/digests|/goals/new|/change$"
    r"|/reports$|/freeze$|/send$|/api/flow|/api/failed-events|/failed/"
)
READ = {
    "/reporting/",
    "/reporting/occasions",
    "/reporting/definitions",
    "/reporting/breakdown",
    "/reporting/municipalities/<code>",
    "/reporting/municipalities/<code>/<district>",
    "/reporting/api/breakdown",
    "/reporting/api/municipalities",
    "/reporting/api/municipalities.csv",
    "/reporting/api/municipalities.xlsx",
    "/reporting/api/municipalities.pdf",
    "/reporting/api/report.pdf",
    "/reporting/api/report.xlsx",
    "/reporting/api/totals",
    "/reporting/api/occasions",
    "/reporting/api/goals",
    "/reporting/api/goals/<goal_code>",
    "/reporting/reports/links/<string:token>",
    "/reporting/reports/links/<string:token>/report.pdf",
    "/reporting/reports/links/<string:token>/report.xlsx",
    "/reporting/goals",
    "/reporting/goals/<goal_code>",
    "/reporting/goals/<goal_code>/comments/<period>",
    "/reporting/api/periods",
}
# Whole tertials and years, and days that are none; filters on occasions and on participants; a place.
QUESTIONS = (
    "period=2026",
    "period=2026-T1",
    "period=2026-03-12..2026-03-13",
    "period=2026&form=procured",
    "period=2026-T1&role=nurse",
    "period=2026&municipality=0114",
    "period=2026&by=municipality",
    "period=2026-T1&by=kind",
)
FILTERED = ("period=2026&by=municipality", "period=2026-T1&role=nurse&municipality=0114")
_PLACE = ("municipality", "district", "name", "staff")
_SHARE, _MEAN, _OF = (
    re.compile(r"(\d+(?:,\d+)?)\s*%"),
    re.compile(r"\b(\d,\d\d)\b"),
    re.compile(r"\bav (\d+) svar\b"),
)
_AIMED_AT = "Målvärde"  # the head of the one column of shares that nobody answered
_INTERVAL = re.compile(r"mellan \d+ och \d+\s%")
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)

TOKEN = "a-link-that-was-sent"

Found = Mapping[str, Any]  # a row of figures by the codes of their measures


def addresses(app: Flask) -> Iterator[str]:
    """Every address that can be read, with every question."""
    found = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    found = {path for path in found if not BESIDE.search(path)}
    assert found == READ, f"this walk must know {found ^ READ}: how each is read, or why it shows no results"
    for path in sorted(found):
        path = path.replace("<goal_code>", "procured_satisfied").replace(
            "comments/<period>", "comments/2026-T1"
        )
        path = path.replace("<string:token>", TOKEN)
        place = path.replace("<code>", "0180" if "<district>" in path else "0114")
        questions = FILTERED if TOKEN in path else QUESTIONS  # a link opens one report, whatever is asked
        yield from (f"{place.replace('<district>', 'farsta')}?{question}" for question in questions)


def let_in(app: Flask) -> None:
    """Freeze a tertial, and grant access to the report on the region by a link."""
    with app.app_context(), transaction() as session:
        if frozen_report(session, parse("2026-T1")) is None:
            freeze(session, service().region, parse("2026-T1"), force=True)
    opens = {"period": "2026-T1", "municipality": None, "expires_on": date(2099, 1, 1)}
    granted = events.ReportAccessGranted(UUID(int=1), version=1, token_hash=fingerprint(TOKEN), **opens)
    handed(app, granted)


def read(client: FlaskClient, path: str, headers: Mapping[str, str]) -> TestResponse:
    """The answer, which may be that this reader must not ask."""
    answer = client.get(path, headers=dict(headers) | {"Accept-Language": "sv"})
    assert answer.status_code in (200, 403, 422), f"{path}: {answer.status_code}"
    return answer


@dataclass(frozen=True)
class Shown:
    """What stands in an answer: rows for programs, words for people."""

    mimetype: str
    rows: list[Found]
    words: str


def shown(answer: TestResponse, known: dict[bytes, Shown]) -> Shown:
    """What stands in an answer; one that was read before is `known`, and not read again."""
    found = known.get(answer.data)
    if found is None:
        sheets = _sheets(answer) if answer.mimetype.endswith("sheet") else []
        found = Shown(answer.mimetype, list(_rows_in(answer, sheets)), _words_in(answer, sheets))
        known[answer.data] = found
    return found


def _rows_in(answer: TestResponse, sheets: Sequence[Any]) -> Iterator[Found]:
    if answer.mimetype == "application/json":
        yield from _in_json(answer.json)
    elif answer.mimetype == "text/csv":
        lines = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
        yield from ({code: _number(text) for code, text in line.items()} for line in lines)
    elif sheets:
        codes = [*_PLACE, *(measure.code for measure in measures_of(Row.PLACE)), "withheld"]
        tables = [list(sheet.iter_rows(min_row=3, values_only=True)) for sheet in sheets]
        # Of a frozen period what differs today stands in as many more columns as have figures.
        widths = (len(codes), 2 * len(codes) - len(_PLACE))
        of_places = [lines for heads, *lines in tables if len(heads) in widths]
        assert of_places
        yield from (dict(zip(codes, line, strict=False)) for lines in of_places for line in lines)


def _words_in(answer: TestResponse, sheets: Sequence[Any]) -> str:
    """What a person reads on a page or on paper; nothing where the answer is for programs."""
    if answer.mimetype == "text/html":
        return unescape(_TAG.sub(" ", answer.text))
    if answer.mimetype == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    if sheets:
        columns = [column for sheet in sheets for column in sheet.iter_cols()]
        told = [column for column in columns if column[2].value != _AIMED_AT]
        return "\n".join(_as_shown(cell) for column in told for cell in column)
    assert answer.mimetype in ("application/json", "text/csv")
    return ""


def shares_in(words: str) -> set[int]:
    """Every share in percent."""
    # An interval follows from its share and from how many answers that rests on.
    plain = _INTERVAL.sub("", words)
    return {round(float(figure.replace(",", "."))) for figure in _SHARE.findall(plain)}


def means_in(words: str) -> set[float]:
    """Every mean, which is all that has two decimals."""
    return {float(figure.replace(",", ".")) for figure in _MEAN.findall(words)}


def answers_in(words: str) -> set[int]:
    """Every number of answers that an outcome is said to rest on."""
    return {int(figure) for figure in _OF.findall(words)}


def measured(rows: Iterable[Found]) -> Iterator[tuple[str, float]]:
    """The figures of answers in rows: measure and value."""
    codes = [item.code for item in EVALUATION if item.code not in ("invited", "answered", "response_rate")]
    for row in rows:
        yield from ((code, row[code]) for code in codes if row.get(code) is not None)


def _sheets(answer: TestResponse) -> list[Any]:
    return list(openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets)


def _as_shown(cell: Any) -> str:
    """A cell as a spreadsheet shows it: 87 % or 4,25."""
    if isinstance(cell.value, int | float) and cell.number_format == "0%":
        return f"{round(100 * cell.value)} %"
    if isinstance(cell.value, int | float) and cell.number_format == "0.00":
        return f"{cell.value:.2f}".replace(".", ",")
    return str(cell.value or "")


def _in_json(found: Any) -> Iterator[Found]:
    if isinstance(found, dict):
        yield found
        found = list(found.values())
    if isinstance(found, list):
        for item in found:
            yield from _in_json(item)


def _number(text: str) -> Any:
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text or None
