"""One definition: JSON, CSV, XLSX and the page give the same figures."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from pypdf import PdfReader

from services.reporting.dashboard.headlines import TABLE
from services.reporting.files.printed import COLUMNS
from services.reporting.measures.catalogue import BY_CODE, measures_of
from services.reporting.measures.measure import Row
from services.reporting.measures.written import written
from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask, Look
from tests.reporting.pages import Tables
from tests.reporting.stories import FARSTA, NACKA, SOLNA, cut

# What is asked here does not hang on the database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def _some_figures(app: Flask) -> None:
    day = stories.meeting("day", "2026-02-01", hours=2.75)
    handed(
        app,
        stories.occasion("course", [day]),
        *(
            stories.registration(name, "course", **place)
            for name, place in (("a", NACKA), ("b", FARSTA), ("c", SOLNA), ("d", NACKA))
        ),
        stories.attendance("course", day, ["a", "b", "d"]),
        stories.tertial("2026-T1", cut("municipality", "0182", 1, 0, 1, 2, 2, invited=9)),
    )


def test_csv_has_the_rows_of_the_json(app: Flask, ask: Ask) -> None:
    _some_figures(app)
    body = ask("municipalities.csv", period="2026-T1").data
    assert body.startswith(b"\xef\xbb\xbf")  # without it Excel misreads the Swedish letters
    rows = list(csv.DictReader(StringIO(body.decode("utf-8-sig"))))
    expected = ask("municipalities", period="2026-T1").json["items"]
    assert rows == [{name: _text(value) for name, value in row.items()} for row in expected]


def test_xlsx_has_the_rows_of_the_json(app: Flask, ask: Ask) -> None:
    _some_figures(app)
    book = openpyxl.load_workbook(BytesIO(ask("municipalities.xlsx", period="2026-T1").data))
    expected = ask("municipalities", period="2026-T1").json["items"]
    rows = [list(row) for row in book.worksheets[0].iter_rows(min_row=4, values_only=True)]
    assert rows == [list(row.values()) for row in expected]


def test_the_page_has_the_rows_of_the_json(app: Flask, ask: Ask, look: Look) -> None:
    _some_figures(app)
    header, *rows = Tables(look("", period="2026-T1").text, "places").rows
    shown = {row[0]: row[1:] for row in rows}
    for row in ask("municipalities", period="2026-T1").json["items"]:
        assert shown[row["name"]] == _texts(app, row, TABLE)
    assert len(header) == 1 + len(TABLE)


def test_the_pdf_has_the_rows_of_the_json(app: Flask, ask: Ask) -> None:
    _some_figures(app)
    pdf = PdfReader(BytesIO(ask("municipalities.pdf", period="2026-T1").data))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for row in ask("municipalities", period="2026-T1").json["items"]:
        figures = " ".join(_texts(app, row, COLUMNS)).replace("\N{NO-BREAK SPACE}", " ")
        assert f"{row['name']} {figures}" in text


def test_every_face_gives_the_response_rate_of_a_municipality(app: Flask, ask: Ask, look: Look) -> None:
    _some_figures(app)
    rows = {row["name"]: row for row in ask("municipalities", period="2026-T1").json["items"]}
    nacka = rows["Nacka"]
    assert (nacka["invited"], nacka["answered"], nacka["response_rate"]) == (9, 6, 0.6667)
    assert rows["Solna"]["response_rate"] is None
    found = csv.DictReader(StringIO(ask("municipalities.csv", period="2026-T1").data.decode("utf-8-sig")))
    assert next(row["response_rate"] for row in found if row["name"] == "Nacka") == "0.6667"
    book = openpyxl.load_workbook(BytesIO(ask("municipalities.xlsx", period="2026-T1").data))
    column = list(nacka).index("response_rate")
    sheet = book.worksheets[0].iter_rows(min_row=4, values_only=True)
    assert next(row[column] for row in sheet if "Nacka" in row) == 0.6667
    shown = next(row for row in Tables(look("", period="2026-T1").text, "places").rows if row[0] == "Nacka")
    assert shown[1 + TABLE.index("response_rate")].replace("\N{NO-BREAK SPACE}", " ") == "67 %"


def test_xlsx_says_what_its_columns_mean(app: Flask, ask: Ask) -> None:
    book = openpyxl.load_workbook(BytesIO(ask("municipalities.xlsx", period="2026").data))
    headers = [cell.value for cell in book.worksheets[0][3]]
    defined = [row[0] for row in book.worksheets[1].iter_rows(min_row=3, values_only=True)]
    assert headers == defined


def test_the_rows_of_the_api_have_every_measure(ask: Ask) -> None:
    (row, *_) = ask("municipalities", period="2026").json["items"]
    assert {measure.code for measure in measures_of(Row.PLACE)} <= row.keys()


def _texts(app: Flask, row: dict[str, Any], codes: Sequence[str]) -> list[str]:
    with app.app_context():
        return [written(BY_CODE[code].unit, row[code]) for code in codes]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
