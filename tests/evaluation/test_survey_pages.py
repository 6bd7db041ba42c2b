"""Surveys by page and by program: made, changed, closed, called off, compared, and earlier ones added."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from services.evaluation.models import Evaluation, QuestionnaireVersion, StoredQuestionnaire
from shared import clock
from shared.audit import audit_entries
from shared.service import transaction
from tests.evaluation.story import HELD, Story, people
from tests.evaluation.test_comparing import NOW, SAMPLE
from tests.staff import bearer, token_for

Ask = Callable[..., TestResponse]
NEW = {"title": "Behov 2027", "questionnaire": "needs", "closes_on": "2026-04-02", "reminder_days": [5, 10]}
FORM = {
    "title": "Behov 2027",
    "questionnaire": "needs",
    "opens_on": "2026-03-20",
    "opens_time": "08:00",
    "closes_on": "2026-04-02",
    "first_reminder": "5",
    "second_reminder": "",
}
FORMER = {
    "title": "Enkäten 2013",
    "year": 2013,
    "questionnaire": "year",
    "rows": [{"question": "overall", "value": "4", "count": 30}],
}


@pytest.fixture
def ask(web_app: Flask, client: FlaskClient) -> Ask:
    """`ask(method, path, role)` opens a page, sends its form or calls the API as staff of that role."""

    def call(method: str, path: str, role: str = "coordinator", **given: Any) -> TestResponse:
        headers = bearer(token_for(web_app, role))
        with clock.at(HELD):
            if "data" in given:
                shown = client.get(given.pop("page", path), headers=headers).text
                token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
                assert token, shown
                given["data"] = {**given["data"], "csrf_token": token[1]}
            return client.open(path, method=method, headers=headers, **given)

    return call


def _api(path: str = "") -> str:
    return f"/evaluation/api/surveys{path}"


def _page(path: str = "") -> str:
    return f"/evaluation/surveys{path}"


def test_a_program_makes_changes_and_calls_off_a_survey(web_story: Story, ask: Ask) -> None:
    made = ask("POST", _api(), json=NEW | {"opens_at": "2026-03-20T08:00:00+01:00"})
    assert (made.status_code, made.json["state"], made.json["invited"]) == (201, "planned", 0)
    path = _api(f"/{made.json['id']}")
    changed = ask("PATCH", path, json={"title": "Behov 2028"})
    assert (changed.json["title"], changed.json["questionnaire"]) == ("Behov 2028", "needs")
    assert ask("DELETE", path).status_code == 204
    assert ask("GET", path).status_code == 404
    noted = [row["action"] for row in web_story.rows_of(audit_entries)]
    assert noted == ["survey.created", "survey.changed", "survey.cancelled"]


def test_a_program_closes_a_survey_that_was_sent_but_neither_changes_nor_cancels_it(
    web_story: Story, ask: Ask
) -> None:
    survey_id = web_story.survey()
    web_story.add_recipients(survey_id, 2)
    path = _api(f"/{survey_id}")
    for method, given in (("PATCH", {"json": {"title": "Nytt"}}), ("DELETE", {})):
        refused = ask(method, path, **given)
        assert (refused.status_code, refused.json["type"]) == (409, "urn:kursforum:problem:survey_sent")
    assert ask("POST", f"{path}/close").json["state"] == "closed"
    assert ask("POST", f"{path}/close").status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"title": "Osynligt\u0007"}, "title"),
        ({"questionnaire": "standard"}, "questionnaire"),
        ({"opens_at": "2026-03-20T08:00:00"}, "opens_at"),
        ({"opens_at": "2026-03-01T08:00:00Z"}, "opens_at"),
        ({"closes_on": "2026-03-01"}, "closes_on"),
        ({"closes_on": "9999-12-31"}, "closes_on"),
        ({"reminder_days": [1]}, "reminder_days"),
        ({"reminder_days": [3, 6, 9, 12, 15]}, "reminder_days"),
        ({"compared_with": str(uuid4())}, "compared_with"),
    ],
)
def test_a_wrong_survey_of_a_program_is_refused_by_field(
    web_story: Story, ask: Ask, wrong: dict[str, Any], field: str
) -> None:
    refused = ask("POST", _api(), json=NEW | wrong)
    assert refused.status_code == 422
    assert {name.partition(".")[0] for name in refused.json["errors"]} == {field}
    assert not web_story.rows(Evaluation)


def test_surveys_belong_to_the_office(web_story: Story, ask: Ask) -> None:
    paths = [_api(), _api(f"/{web_story.survey()}"), _page(), _page("/new"), _page("/compare")]
    for role in ("lecturer", "representative"):
        assert {ask("GET", path, role).status_code for path in paths} == {403}


def test_the_office_makes_a_survey_by_a_form(web_story: Story, ask: Ask) -> None:
    done = ask("POST", _page("/new"), data=FORM)
    assert done.status_code == 303
    page = ask("GET", done.location).text
    assert "Behov 2027" in page and "Välj mottagare" in page
    (row,) = web_story.rows(Evaluation)
    assert (row["due_at"].isoformat(), row["reminder_days"]) == ("2026-03-20T07:00:00+00:00", [5])


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"title": ""}, "Fyll i"),
        ({"opens_on": "2026-03-01"}, "en dag som redan har varit"),
        ({"closes_on": "2026-03-01"}, "Sista dagen måste ligga efter"),
        ({"first_reminder": "1"}, "tidigast efter tre dagar"),
        ({"questionnaire": "standard"}, "frågeformulären för enkäter"),
    ],
)
def test_a_form_that_is_wrong_says_so_beside_the_field_and_keeps_what_was_written(
    web_story: Story, ask: Ask, wrong: dict[str, str], text: str
) -> None:
    refused = ask("POST", _page("/new"), data=FORM | wrong)
    assert refused.status_code == 422 and text in refused.text
    assert 'value="2026-03-20"' in refused.text or "opens_on" in wrong
    assert not web_story.rows(Evaluation)


def test_the_form_of_a_change_shows_what_was_decided_and_saving_it_changes_nothing_else(
    web_story: Story, ask: Ask
) -> None:
    survey_id = web_story.survey(opens_at=HELD + timedelta(days=2, seconds=31), reminder_days=[4, 9])
    before = web_story.evaluation_by_id(survey_id)
    path = _page(f"/{survey_id}/change")
    shown = ask("GET", path).text
    values = dict(re.findall(r'name="(\w+)" type="\w+" value="([^"]*)"', shown))
    ask("POST", path, data=values | {"questionnaire": "year", "title": "Ny rubrik"})
    after = web_story.evaluation_by_id(survey_id)
    assert (after.title, after.due_at, after.reminder_days) == ("Ny rubrik", before.due_at, [4, 9])


def test_the_office_calls_off_and_closes_by_buttons(web_story: Story, ask: Ask) -> None:
    planned, sent = web_story.survey(), web_story.survey()
    web_story.add_recipients(sent, 2)
    ask("POST", _page(f"/{planned}/cancel"), data={}, page=_page(f"/{planned}"))
    ask("POST", _page(f"/{sent}/close"), data={}, page=_page(f"/{sent}"))
    (row,) = web_story.rows(Evaluation)
    assert (row["id"], row["state"]) == (sent, "closed")


def test_the_list_shows_each_survey_with_its_state_and_response_rate(web_story: Story, ask: Ask) -> None:
    web_story.survey(title="Planerad", opens_at=HELD + timedelta(days=3))
    web_story.survey_answered(NOW, title="Besvarad")
    web_story.survey_answered(NOW[:4], title="För få")
    web_story.hold(people(1), title="En kurs")
    page = ask("GET", _page()).text
    assert "Öppnar 15 mars" in page and "8 av 12" in page and "för få svar" in page
    assert "En kurs" not in page
    assert "Besvarad" not in ask("GET", _page("?state=planned")).text
    assert ask("GET", _page("?page=x&state=nonsense")).status_code == 200
    assert [item["title"] for item in ask("GET", _api("?state=planned")).json["items"]] == ["Planerad"]


def test_few_recipients_and_few_answers_are_told_on_the_page(web_story: Story, ask: Ask) -> None:
    small = web_story.survey()
    web_story.add_recipients(small, 9)
    assert "kan det gå att gissa" in ask("GET", _page(f"/{small}")).text
    too_few = web_story.survey_answered(NOW[:4])
    assert "resultatet visas aldrig" in ask("GET", _page(f"/{too_few}")).text


def test_an_earlier_survey_is_added_from_a_file_and_compared_on_a_page(web_story: Story, ask: Ask) -> None:
    former = {"title": "Enkäten 2013", "year": "2013", "questionnaire": "year", "invited": "612"}
    file = (io.BytesIO(SAMPLE.read_bytes()), "2013.csv")
    done = ask("POST", _page("/import"), data={**former, "file": file})
    assert done.status_code == 303 and "publicerade resultatet" in ask("GET", done.location).text
    old = UUID(done.location.rpartition("/")[2])
    page = ask("GET", _page(f"/compare?a={old}&b={web_story.survey_answered(NOW)}")).text
    assert "gav 4 eller 5 då, 75\N{NO-BREAK SPACE}% nu (+20 procentenheter)" in page
    assert "Medelvärdet gick från 3,5 till 3,9 (+0,4)" in page
    assert "Bara i Enkäten 2013" in page


def test_rows_that_are_wrong_are_named_by_their_line_and_nothing_is_saved(web_story: Story, ask: Ask) -> None:
    former = {"title": "Enkäten 2013", "year": "2013", "questionnaire": "year"}
    rows = "fråga;svar;antal\noverall;5;40\n\noverall;9;3\ninformation;5;2"
    refused = ask("POST", _page("/import"), data=former | {"rows": rows})
    assert refused.status_code == 422
    assert re.search(r"<b>Rad 4</b>: Frågan har inget sådant svar", refused.text)
    assert re.search(r"<b>Rad 5</b>: Färre än fem", refused.text)
    assert not web_story.rows(Evaluation)


def test_a_program_adds_an_earlier_survey_or_is_told_which_row_is_wrong(web_story: Story, ask: Ask) -> None:
    assert ask("POST", _api("/import"), json=FORMER).json["is_imported"] is True
    refused = ask("POST", _api("/import"), json=FORMER | {"rows": [FORMER["rows"][0] | {"count": 4}]})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["rows.0"])
    assert len(web_story.rows(Evaluation)) == 1


def test_a_comparison_is_the_same_by_program_and_in_files(web_story: Story, ask: Ask) -> None:
    old = ask("POST", _api("/import"), json=FORMER).json["id"]
    query = f"?a={old}&b={web_story.survey_answered(NOW)}"
    told = ask("GET", _api(f"/compare{query}")).json
    (overall,) = told["questions"]
    assert (overall["a"]["mean"], overall["b"]["mean"], overall["mean_difference"]) == (4.0, 3.875, -0.125)
    assert [item["code"] for item in told["only_b"]] == ["influence"] and told["only_a"] == []
    rows = list(csv.reader(io.StringIO(ask("GET", _api(f"/compare.csv{query}")).text)))
    assert ["overall", "mean", "", "4.0", "3.875", "-0.125"] in rows
    assert ["overall", "share", "4", "1.0", "0.375", "-0.625"] in rows
    book = load_workbook(io.BytesIO(ask("GET", _api(f"/compare.xlsx{query}")).data))
    texts = [[cell.value for cell in row] for row in book.worksheets[0].rows]
    assert texts[0][3:5] == ["Enkäten 2013", "Årets enkät"] and texts[2][3:] == [4, 3.875, -0.125]


def test_the_results_of_an_earlier_survey_tell_its_year_and_lead_to_a_comparison(
    web_story: Story, ask: Ask
) -> None:
    old = ask("POST", _api("/import"), json=FORMER).json["id"]
    results = f"/evaluation/evaluations/{old}"
    alone = ask("GET", results).text
    assert "2013" in alone and "31 december" not in alone and "/surveys/compare" not in alone
    new = web_story.survey_answered(NOW, compared_with=UUID(old))
    for path in (results, _page(f"/{old}"), f"/evaluation/evaluations/{new}", _page(f"/{new}")):
        assert f"/evaluation/surveys/compare?a={old}&amp;b={new}" in ask("GET", path).text
    other = web_story.survey_answered(NOW)
    assert f"/evaluation/surveys/compare?b={other}" in ask("GET", _page(f"/{other}")).text


@pytest.mark.parametrize("code", ["lecturer", "retired", "drafted"])
def test_a_questionnaire_that_may_not_be_sent_is_neither_offered_nor_taken(
    web_story: Story, ask: Ask, code: str
) -> None:
    _questionnaires_of_no_use(web_story)
    for path in (_page("/new"), _page("/import"), "/evaluation/rules/new"):
        offered = re.findall(
            r'<select[^>]*name="questionnaire".*?</select>', ask("GET", path).text, re.DOTALL
        )
        assert len(offered) == 1 and f'value="{code}"' not in offered[0]
    for path, sent in ((_api(), NEW), (_api("/import"), FORMER)):
        assert ask("POST", path, json=sent | {"questionnaire": code}).status_code == 422


def _questionnaires_of_no_use(story: Story) -> None:
    with story.at(), transaction() as session:
        retired = StoredQuestionnaire(code="retired", name="Gammal", purpose="survey", is_retired=True)
        drafted = StoredQuestionnaire(code="drafted", name="Påbörjad", purpose="survey", is_retired=False)
        session.add_all([retired, drafted])
        session.flush()
        for code, day in (("retired", HELD.date()), ("drafted", None)):
            content = {"questions": []}
            session.add(QuestionnaireVersion(code=code, version=1, content=content, published_on=day))


def test_a_comparison_of_what_has_no_results_is_refused_kindly(web_story: Story, ask: Ask) -> None:
    old = ask("POST", _api("/import"), json=FORMER).json["id"]
    web_story.survey_answered(NOW)
    few = web_story.survey_answered(NOW[:4])
    assert ask("GET", _api(f"/compare?a={old}&b={few}")).status_code == 409
    assert ask("GET", _api(f"/compare?a={old}&b={uuid4()}")).status_code == 404
    page = ask("GET", _page(f"/compare?a={old}&b={few}"))
    assert page.status_code == 200 and "Bara stängda enkäter" in page.text
    assert ask("GET", _page("/compare?a=1&b=")).status_code == 200
