"""Results of a course over its occasions and of a lecturer over time: sums of what each occasion shows."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from pypdf import PdfReader

from services.evaluation.files.lines import COLUMNS
from services.evaluation.models import Evaluation, PendingBallot
from services.evaluation.queries.questionnaires import newest
from shared import clock
from shared.service import transaction
from tests.evaluation.story import HELD, Story, people
from tests.staff import bearer, token_for

ME, ANOTHER = uuid4(), uuid4()
LATER = HELD + timedelta(days=40)
Get = Callable[..., Any]


@pytest.fixture
def get(web_story: Story, client: FlaskClient) -> Get:
    """`get(path, role)` reads an address below /evaluation/ as staff of that role."""

    def read(path: str, role: str = "coordinator", contact_id: UUID | None = None) -> Any:
        headers = bearer(token_for(web_story.app, role, contact_id=contact_id))
        with clock.at(LATER):
            return client.get(f"/evaluation/{path}", headers=headers)

    return read


def _answers(*figures: int, **more: Any) -> list[dict[str, Any]]:
    return [{"overall": figure, **more} for figure in figures]


def _held(story: Story, *figures: int, **state: Any) -> UUID:
    return story.held_and_closed(people(len(figures) + 2), _answers(*figures), **state)


def test_a_courses_results_are_the_sum_of_its_occasions(web_story: Story, get: Get) -> None:
    activity = uuid4()
    for figures in ((5, 5, 4, 3, 2), (5, 5, 5, 5, 5, 1)):
        _held(web_story, *figures, activity_id=activity)
    found = get(f"api/activities/{activity}/results").json
    (overall,) = found["questions"]
    assert (found["occasions"], found["invited"], found["answered"]) == (2, 15, 11)
    assert overall["counts"] == {"1": 1, "2": 1, "3": 1, "4": 1, "5": 7}
    assert (overall["satisfied"], overall["mean"]) == (8, 4.0909)


def test_four_answers_of_an_occasion_are_not_in_the_sum_until_they_are_published(
    web_story: Story, get: Get
) -> None:
    activity = uuid4()
    _held(web_story, 5, 5, 5, 5, 5, activity_id=activity)
    for answered in (5, 9):
        _held(web_story, *[1] * (answered - 5 or 4), activity_id=activity)
        (overall,) = get(f"api/activities/{activity}/results").json["questions"]
        assert overall["answered"] == (5 if answered == 5 else 13)


def test_a_lecturers_results_are_of_what_is_theirs_alone(web_story: Story, get: Get) -> None:
    activity = uuid4()
    _held(web_story, 5, 5, 5, 5, 5, activity_id=activity, lecturer_contact_id=ME)
    for lecturer in (ME, ANOTHER):  # shown together, so nobody's own
        _held(web_story, 1, 1, 1, activity_id=activity, lecturer_contact_id=lecturer)
    found = get(f"api/lecturers/{ME}/results").json
    assert found["questions"][0]["counts"]["5"] == 5 and found["questions"][0]["answered"] == 5
    assert get(f"api/activities/{activity}/results").json["questions"][0]["answered"] == 11


def test_a_lecturer_sees_no_pool_that_holds_answers_about_somebody_else(web_story: Story, get: Get) -> None:
    activity = uuid4()
    mine, _ = (
        _held(web_story, 1, 1, 1, activity_id=activity, lecturer_contact_id=lecturer)
        for lecturer in (ME, ANOTHER)
    )
    for role, shown in (("coordinator", 1), ("lecturer", 0)):
        assert len(get(f"api/evaluations/{mine}", role, ME).json["questions"]) == shown
    page = get(f"evaluations/{mine}", "lecturer", ME).text
    assert "som du har hållit" in page and "Hur nöjd" not in page


@pytest.mark.parametrize("path", ["api/lecturers/{}/results", "lecturers/{}", "api/lecturers/{}/results.pdf"])
def test_a_lecturer_sees_no_other_lecturer(path: str, web_story: Story, get: Get) -> None:
    _held(web_story, 5, 5, 5, 5, 5, lecturer_contact_id=ANOTHER)
    assert get(path.format(ANOTHER), "lecturer", ME).status_code == 404
    assert get(path.format(ANOTHER)).status_code == 200


def test_a_lecturers_view_of_a_course_is_of_their_own_occasions(web_story: Story, get: Get) -> None:
    activity = uuid4()
    for lecturer in (ME, ANOTHER):
        _held(web_story, 5, 5, 5, 5, 4, activity_id=activity, lecturer_contact_id=lecturer)
    for path in (f"api/activities/{activity}/results", "api/activities"):
        found = get(path, "lecturer", ME).json
        questions = (found["items"][0] if "items" in found else found)["questions"]
        assert questions[0]["answered"] == 5


def test_while_an_evaluation_is_open_its_detail_has_counts_alone(web_story: Story, get: Get) -> None:
    present = people(6)
    evaluation_id = web_story.hold(present, ends_at=LATER)
    web_story.answer_all(evaluation_id, present, _answers(5, 5, 5, 5, 5, good="Allt"))
    found = get(f"api/evaluations/{evaluation_id}").json
    assert found["evaluation"]["answered"] == 5
    assert not found["questions"] and not found["texts"]
    assert "Allt" not in get(f"api/evaluations/{evaluation_id}/results.csv").text


def test_a_follow_up_stands_beside_the_evaluation_by_the_codes_of_its_questions(
    web_story: Story, get: Get
) -> None:
    evaluation_id = web_story.held_and_closed(people(6), _answers(5, 5, 5, 5, 5, use_at_work=5))
    later = _follow_up(web_story, evaluation_id)
    assert get(f"api/evaluations/{evaluation_id}").json["follow_up"]["state"] == "open"
    with web_story.at(LATER), transaction() as session:
        session.add_all(
            PendingBallot(evaluation_id=later, answers={"use_at_work": 3}, municipality="0114")
            for _ in range(5)
        )
    web_story.close(later)
    (both,) = get(f"api/evaluations/{evaluation_id}").json["followed_up"]
    assert (both["code"], both["then"]["mean"], both["later"]["mean"]) == ("use_at_work", 5.0, 3.0)
    assert "Några månader senare" in get(f"evaluations/{evaluation_id}").text


def _follow_up(story: Story, evaluation_id: UUID) -> UUID:
    columns = [column for column in Evaluation.__table__.columns if column.name != "id"]
    with story.at(HELD), transaction() as session:
        earlier = session.get_one(Evaluation, evaluation_id)
        copied = {column.name: getattr(earlier, column.name) for column in columns}
        code, version = newest(session, "follow_up")
        own = {"purpose": "follow_up", "state": "open", "unit_id": None, "answered": 0, "due_at": HELD}
        asks = {"questionnaire": code, "questionnaire_version": version, "closes_at": LATER + timedelta(1)}
        statement = sa.insert(Evaluation).values(copied | own | asks).returning(Evaluation.id)
        made: UUID = session.scalars(statement).one()
    return made


def test_a_csv_has_the_documented_columns_and_no_formula(web_story: Story, get: Get) -> None:
    answers = [{"overall": 4, "good": "=HYPERLINK(1)"}, *_answers(5, 5, 3, 1)]
    evaluation_id = web_story.held_and_closed(people(6), answers)
    content = get(f"api/evaluations/{evaluation_id}/results.csv").data
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert {row["value"]: row["count"] for row in rows if row["value"]} == {
        "1": "1", "2": "0", "3": "1", "4": "1", "5": "2"
    }  # fmt: skip
    assert [row["text"] for row in rows if row["text"]] == ["'=HYPERLINK(1)"]


def test_a_workbook_has_tables_a_chart_and_no_formula(web_story: Story, get: Get) -> None:
    evaluation_id = web_story.held_and_closed(people(6), _answers(5, 5, 5, 5, 3, good="=1+1"))
    content = get(f"api/evaluations/{evaluation_id}/results.xlsx").data
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["Resultat", "Fördelning", "Med egna ord"]
    assert all(len(sheet.tables) == 1 for sheet in workbook)
    assert len(workbook["Fördelning"]._charts) == 1
    assert workbook["Med egna ord"]["B4"].data_type == "s"


def test_a_pdf_is_tagged_and_in_swedish(web_story: Story, get: Get) -> None:
    activity = uuid4()
    for _ in range(2):
        _held(web_story, 5, 5, 5, 5, 3, activity_id=activity)
    reader = PdfReader(io.BytesIO(get(f"api/activities/{activity}/results.pdf").data))
    text = "".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and reader.trailer["/Root"]["/Lang"] == "sv"
    assert "Tillfälle för tillfälle" in text and "Hur nöjd är du med kursen" in text


def test_courses_are_found_by_title_kind_and_period(web_story: Story, get: Get) -> None:
    _held(web_story, 5, title="Bemötande", kind="lecture")
    _held(web_story, 5, title="Stöd i vardagen", kind="course", ends_at=HELD - timedelta(days=100))
    for query in ("q=bemöt", "kind=lecture", "period=2026", "period=2026-T1"):
        assert [item["title"] for item in get(f"api/activities?{query}").json["items"]] == ["Bemötande"]
        assert "Stöd i vardagen" not in get(f"results?{query}").text
        assert "Stöd i vardagen" not in get(f"?{query}").text


def test_what_is_not_there_is_told(get: Get) -> None:
    for path in ("activities", "lecturers"):
        assert get(f"{path}/{uuid4()}").status_code == get(f"api/{path}/{uuid4()}/results").status_code == 404
    assert get("api/activities?period=2026-T4").status_code == 422
