"""A walk through every address of reporting, and the evaluation figures that stand there."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

import openpyxl
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from services.reporting.measure import Row
from services.reporting.measures import EVALUATION, measures_of

# No answers stand there: how the service is, what it can do, who has looked, and files of the layout.
BESIDE = re.compile(r"/docs|/openapi|/healthz|/readyz|/metrics|/static/|/assets/|/api/audit")
READ = {
    "/reporting/",
    "/reporting/occasions",
    "/reporting/definitions",
    "/reporting/api/municipalities",
    "/reporting/api/municipalities.csv",
    "/reporting/api/municipalities.xlsx",
    "/reporting/api/municipalities.pdf",
    "/reporting/api/totals",
    "/reporting/api/occasions",
    "/reporting/api/goals",
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
)
_PLACE = ("municipality", "district", "name", "staff")
_SHARE, _MEAN, _OF = re.compile(r"(\d+)\s*%"), re.compile(r"\b(\d,\d\d)\b"), re.compile(r"\bav (\d+) svar\b")
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)

Found = Mapping[str, Any]  # a row of figures by the codes of their measures


def addresses(app: Flask) -> Iterator[str]:
    """Every address that can be read, with every question."""
    found = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    found = {path for path in found if not BESIDE.search(path)}
    assert found == READ, f"this walk must know {found ^ READ}: how each is read, or why it shows no results"
    for path in sorted(found):
        yield from (f"{path}?{question}" for question in QUESTIONS)


def read(client: FlaskClient, path: str, headers: Mapping[str, str]) -> TestResponse:
    """The answer, which may be that this reader must not ask."""
    answer = client.get(path, headers=dict(headers) | {"Accept-Language": "sv"})
    assert answer.status_code in (200, 403, 422), f"{path}: {answer.status_code}"
    return answer


def rows_in(answer: TestResponse) -> Iterator[Found]:
    """What a program finds."""
    if answer.mimetype == "application/json":
        yield from _in_json(answer.json)
    elif answer.mimetype == "text/csv":
        lines = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
        yield from ({code: _number(text) for code, text in line.items()} for line in lines)
    elif answer.mimetype.endswith("sheet"):
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
        heads, *lines = sheet.iter_rows(min_row=3, values_only=True)
        codes = [*_PLACE, *(measure.code for measure in measures_of(Row.PLACE)), "withheld"]
        assert len(codes) == len(heads)
        yield from (dict(zip(codes, line, strict=True)) for line in lines)


def words_in(answer: TestResponse) -> str:
    """What a person reads on a page or on paper; nothing where the answer is for programs."""
    if answer.mimetype == "text/html":
        return unescape(_TAG.sub(" ", answer.text))
    if answer.mimetype == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert answer.mimetype in ("application/json", "text/csv") or answer.mimetype.endswith("sheet")
    return ""


def shares_in(words: str) -> set[int]:
    """Every share in percent."""
    return {int(figure) for figure in _SHARE.findall(words)}


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


def _in_json(found: Any) -> Iterator[Found]:
    if isinstance(found, dict):
        yield found
        found = list(found.values())
    if isinstance(found, list):
        for item in found:
            yield from _in_json(item)


def _number(text: str) -> Any:
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text or None
