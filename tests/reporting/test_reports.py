"""The report as a file: the same figures as everywhere, tagged, and each to those who may read it."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from pypdf import PdfReader

from services.reporting.files.paper.lists import PLACES
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.written import written
from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask
from tests.reporting.stories import FARSTA, NACKA, SOLNA, cut

# What is asked here does not hang on the database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
T1 = {"period": "2026-T1"}
OF_NACKA = {"municipality": "0182"}


def _some_figures(app: Flask) -> None:
    day = stories.meeting("day", "2026-02-01", hours=2.75)
    handed(
        app,
        stories.occasion("Bemötande i vardagen", [day]),
        *(
            stories.registration(name, "Bemötande i vardagen", **place)
            for name, place in (("a", NACKA), ("b", FARSTA), ("c", SOLNA), ("d", NACKA))
        ),
        stories.attendance("Bemötande i vardagen", day, ["a", "b", "d"]),
        stories.tertial("2026-T1", cut("municipality", "0182", 1, 0, 1, 2, 2, invited=9)),
    )


def _read(answer: Any) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    # A typeface has one sign for both hyphens, and the paper calls it by the first that was set.
    return " ".join(text.replace("\N{SOFT HYPHEN}", "-").split())


def _book(answer: Any) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(BytesIO(answer.data))
    return {sheet.title: list(sheet.iter_rows(min_row=3, values_only=True)) for sheet in book.worksheets}


def test_the_paper_has_the_figures_of_the_json(app: Flask, ask: Ask) -> None:
    _some_figures(app)
    text = _read(ask("report.pdf", **T1))
    with app.app_context():
        for row in ask("municipalities", **T1).json["items"]:
            figures = " ".join(written(BY_CODE[code].unit, row[code]) for code in PLACES)
            assert " ".join(f"{row['name']} {figures}".split()) in text
    assert "Bemötande i vardagen" in text


def test_the_paper_is_tagged_and_says_what_it_is(app: Flask, ask: Ask) -> None:
    _some_figures(app)
    pdf = PdfReader(BytesIO(ask("report.pdf", **T1).data))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert pdf.metadata and pdf.metadata.title == "Tertialrapport, Stockholms län, tertial 1 2026"
    assert pdf.xmp_metadata is not None
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert {"/Table", "/TH", "/Figure", "/H1"} <= _kinds(root["/StructTreeRoot"])


def _kinds(element: Any) -> set[str]:
    element = element.get_object()
    if isinstance(element, list):
        return set().union(*(_kinds(item) for item in element))
    if not isinstance(element, dict):
        return set()
    found = {element["/S"]} if "/S" in element else set()
    return found | (_kinds(element["/K"]) if "/K" in element else set())


def test_the_workbook_has_the_figures_of_the_json_and_real_tables(app: Flask, ask: Ask) -> None:
    _some_figures(app)
    answer = ask("report.xlsx", **T1)
    sheets, book = _book(answer), openpyxl.load_workbook(BytesIO(answer.data))
    totals = {row["name"]: row for row in ask("municipalities", **T1).json["items"]}
    for row in sheets["Kommuner"][1:]:
        assert list(totals[row[2]].values()) == list(row)
    assert [len(book[name].tables) for name in ("I korthet", "Kommuner", "Roll")] == [1, 1, 1]
    assert sheets["Roll"][1][:2] == ("Baspersonal", 1)
    assert book["Kommuner"]["I4"].number_format == "#,##0"


def test_a_representative_gets_the_report_on_their_own_municipality_alone(app: Flask, ask: Ask) -> None:
    _some_figures(app)
    text = _read(ask("report.pdf", "representative", OF_NACKA, **T1))
    assert "Nacka" in text
    assert "Farsta" not in text
    for path in ("report.pdf", "report.xlsx"):
        assert ask(path, "representative", OF_NACKA, **T1, municipality="0180").status_code == 403
        assert ask(path, "representative", **T1).status_code == 403  # of no municipality
        assert ask(path, "lecturer", **T1).status_code == 403
        assert ask(path, **T1, municipality="9999").status_code == 422


@pytest.mark.parametrize("period", ["2026", "2026-03", "2026-H1", "2026-01-05..2026-02-03", "2001-T1"])
def test_any_period_has_a_report_even_one_of_nothing(app: Flask, ask: Ask, period: str) -> None:
    assert "Inget kurstillfälle genomfördes" in _read(ask("report.pdf", period=period))
    assert "Definitioner" in _book(ask("report.xlsx", period=period))
