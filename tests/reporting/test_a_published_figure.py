"""What a project once published comes out of every face to the digit: 2,550 persons and 71,065 hours."""

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from pypdf import PdfReader

from shared.envelope import Event
from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask, Look
from tests.reporting.stories import FARSTA, NACKA, SOLNA

PERSONS, HOURS, IN_A_COURSE = 2550, 71_065, 50
OVER = HOURS - 27 * PERSONS  # how many stay an hour more than the 27 that everybody does
PLACES = (NACKA, FARSTA, SOLNA)


def _course(number: int) -> list[Event]:
    """Fifty people for 27 hours, and those whose turn it is for one hour more."""
    name, first = f"course {number}", number * IN_A_COURSE
    month = f"2026-{number % 12 + 1:02}"
    days = [stories.meeting(f"{name} {day}", f"{month}-0{day}", hours=6.75) for day in range(1, 5)]
    last = stories.meeting(f"{name} last", f"{month}-05", hours=1)
    people = [f"person {person}" for person in range(first, first + IN_A_COURSE)]
    return [
        stories.occasion(name, [*days, last]),
        *(stories.registration(one, name, **PLACES[place % 3]) for place, one in enumerate(people)),
        *(stories.attendance(name, day, people) for day in days),
        stories.attendance(name, last, people[: max(0, min(IN_A_COURSE, OVER - first))]),
    ]


def _words(body: bytes) -> str:
    pages = PdfReader(BytesIO(body)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()).replace(
        "\N{NO-BREAK SPACE}", " "
    )


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # what is asked here does not hang on the database
def test_the_published_figures_come_out_of_every_face(app: Flask, ask: Ask, look: Look) -> None:
    courses = [_course(number) for number in range(PERSONS // IN_A_COURSE)]
    for few in range(0, len(courses), 5):
        handed(app, *(event for course in courses[few : few + 5] for event in course))
    whole: dict[str, Any] = ask("totals", period="2026").json
    assert (whole["participants"], whole["hours"]) == (PERSONS, HOURS)
    rows = [row for row in ask("municipalities", period="2026").json["items"] if row["district"] is None]
    lines = list(csv.DictReader(StringIO(ask("municipalities.csv", period="2026").data.decode("utf-8-sig"))))
    for found in (rows, [line for line in lines if not line["district"]]):  # each works in one municipality
        sums = {name: sum(float(row[name]) for row in found) for name in ("participants", "hours")}
        assert sums == {"participants": PERSONS, "hours": HOURS}
    book = openpyxl.load_workbook(BytesIO(ask("report.xlsx", period="2026").data))
    cells = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert {PERSONS, HOURS} <= cells
    page = look("", period="2026").text.replace("\N{NO-BREAK SPACE}", " ")
    for face in (page, _words(ask("report.pdf", period="2026").data)):
        assert "2 550" in face
        assert "71 065" in face
