"""The pages by which coordinators write questionnaires, without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared import clock
from tests.evaluation.story import HELD
from tests.staff import bearer, token_for

Goes = Callable[..., TestResponse]
NEEDS = "needs/draft"
NEW = f"{NEEDS}/new-question"


@pytest.fixture
def goes(web_app: Flask, client: FlaskClient) -> Goes:
    """`goes(path)` opens a page as a coordinator; with fields it sends the form that stands there."""
    headers = bearer(token_for(web_app))

    def go(path: str, on: str | None = None, **fields: Any) -> TestResponse:
        address = f"/evaluation/questionnaires/{path}".rstrip("/")
        with clock.at(HELD):
            if not fields:
                return client.get(address, headers=headers)
            page = client.get(f"/evaluation/questionnaires/{on or path}", headers=headers).text
            kept = dict(re.findall(r'name="(csrf_token|seen)" value="([^"]*)"', page))
            sent = {name.replace("__", "."): value for name, value in fields.items()}
            return client.post(address, data=kept | sent, headers=headers)

    return go


@pytest.fixture
def draft(goes: Goes) -> str:
    """The path of a draft of the needs inventory."""
    assert goes("needs/draft", on="needs", open="yes").status_code == 303
    return NEEDS


def test_the_list_has_every_questionnaire_and_what_is_going_on(goes: Goes, draft: str) -> None:
    page = goes("").text
    for name in ("Kurser och föreläsningar", "Nätverksträffar", "Behovsinventering"):
        assert name in page
    assert page.count("Utkast påbörjat") == 1


@pytest.mark.parametrize("role", ["lecturer", "representative"])
def test_only_coordinators_write_questionnaires(role: str, web_app: Flask, client: FlaskClient) -> None:
    answer = client.get("/evaluation/questionnaires", headers=bearer(token_for(web_app, role)))
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        ("yes_no", {"is_required": "true"}, "måste besvaras"),
        ("scale", {"lowest__sv": "Dåligt", "highest__sv": "Bra"}, "1 = Dåligt · 5 = Bra"),
        ("recommendation", {"lowest__sv": "Nej", "highest__sv": "Ja"}, "0 = Nej · 10 = Ja"),
        ("one_of", {"options__0__sv": "Sol", "options__3__sv": "Regn"}, "<li>Regn</li>"),
        ("many_of", {"options__0__sv": "Sol", "options__1__sv": "Sol"}, "<li>Sol</li><li>Sol</li>"),
        ("number", {"bands": "0, 5,20"}, "0–4, 5–19, 20–"),
        ("short_text", {"help__sv": "Bara ett ord"}, "Bara ett ord"),
        ("text", {"shown_if": ["topics:autism_npf", "topics:communication"]}, "Bara den som svarade ”Autism"),
    ],
)
def test_a_question_of_each_kind_is_added_by_its_form(
    kind: str, fields: dict[str, Any], shown: str, goes: Goes, draft: str
) -> None:
    added = goes(f"{NEW}?kind={kind}", kind=kind, text__sv="Hur är vädret?", **fields)
    assert added.location == "/evaluation/questionnaires/needs/draft#hur_ar_vadret"
    assert shown in goes(draft).text


def test_the_kind_is_chosen_first_or_a_question_that_is_asked_elsewhere(goes: Goes, draft: str) -> None:
    page = goes(NEW).text
    assert page.count("new-question?kind=") == 8
    assert '<option value="overall"' in page and '<option value="topics"' not in page
    goes(f"{NEEDS}/known-question", on=NEW, known="overall")
    assert "Hur nöjd är du" in goes(draft).text


def test_a_form_that_is_wrong_names_the_field_and_keeps_what_was_written(goes: Goes, draft: str) -> None:
    sent = {"options__0__sv": "Sol", "options__2__en": "Rain", "text__en": "Weather?"}
    answer = goes(f"{NEW}?kind=one_of", kind="one_of", **sent)
    assert answer.status_code == 422
    for name in ("text-sv", "options-2-sv"):
        assert f'href="#f-{name}"' in answer.text and f'id="f-{name}-error"' in answer.text
    assert 'value="Rain"' in answer.text and 'value="Weather?"' in answer.text
    assert "vadret" not in goes(draft).text


def test_answers_of_two_questions_cannot_decide_together(goes: Goes, draft: str) -> None:
    chosen = ["topics:autism_npf", "obstacle:cost"]
    answer = goes(f"{NEW}?kind=text", kind="text", text__sv="Varför?", shown_if=chosen)
    assert answer.status_code == 422 and "Välj svar på en och samma fråga." in answer.text


def test_a_code_of_another_kind_is_refused_in_plain_words(goes: Goes, draft: str) -> None:
    answer = goes(f"{NEW}?kind=text", kind="text", text__sv="Nöjd?", code="overall")
    assert "Koden hör redan till en fråga av en annan sort." in answer.text


def test_a_question_is_changed_moved_and_removed(goes: Goes, draft: str) -> None:
    here = f"{NEEDS}/questions/biggest_need"
    goes(here, kind="text", text__sv="Vad är viktigast?", text__easy="Viktigast?")
    goes(f"{here}/move", on=draft, direction="up")
    assert re.search(r'id="biggest_need".*id="obstacle"', goes(draft).text, re.DOTALL)
    goes(f"{here}/remove", on=here, sure="yes")
    assert "Vad är viktigast?" not in goes(draft).text


def test_a_stale_page_is_refused_kindly_and_keeps_what_was_written(goes: Goes, draft: str) -> None:
    here = f"{NEEDS}/questions/biggest_need"
    goes(f"{here}/move", on=draft, direction="up")
    late = goes(here, kind="text", text__sv="Mitt förslag", seen="0" * 16)
    assert late.status_code == 422
    assert "Någon annan har ändrat i utkastet" in late.text and 'value="Mitt förslag"' in late.text
    again = goes(f"{here}/move", on=draft, direction="down", seen="0" * 16)
    assert again.status_code == 409 and "Någon annan har ändrat i utkastet" in again.text


def test_publishing_by_a_button_makes_the_next_version(goes: Goes, draft: str) -> None:
    goes(f"{NEEDS}/questions/biggest_need", kind="text", text__sv="Vad är viktigast?")
    goes(f"{draft}/publish", on=draft, sure="yes")
    assert "Version 2, används sedan 12 mars 2026" in goes("needs").text
    assert "Vad är viktigast?" not in goes("needs?version=1").text
    assert goes(draft).location == "/evaluation/questionnaires/needs"


def test_what_stands_in_the_way_is_said_before_and_after_the_button(goes: Goes) -> None:
    made = goes("new-one", name="Min utvärdering", purpose="occasion")
    assert made.location.endswith("/min_utvardering/draft")
    path = "min_utvardering/draft"
    assert "Lägg till minst en fråga." in goes(path).text
    refused = goes(f"{path}/publish", on=path, sure="yes")
    assert refused.status_code == 422 and "Frågan med koden overall saknas." in refused.text


def test_a_draft_is_thrown_away(goes: Goes, draft: str) -> None:
    assert goes(f"{draft}/discard", on=draft, sure="yes").location == "/evaluation/questionnaires/needs"
    assert "Utkast påbörjat" not in goes("").text


def test_a_questionnaire_is_renamed_and_retired_unless_a_rule_sends_it(goes: Goes) -> None:
    goes("year", name="Enkäten om året")
    goes("year/retire", on="year", retire="yes")
    page = goes("").text
    assert "Enkäten om året" in page and "Ur bruk" in page
    assert "Ta formuläret ur bruk" not in goes("standard").text
    assert goes("standard/retire", on="standard", retire="yes").status_code == 409


@pytest.mark.parametrize("name", ["", " ", "x" * 121])
def test_a_questionnaire_needs_a_name_of_reasonable_length(name: str, goes: Goes) -> None:
    answer = goes("new-one", name=name, purpose="survey")
    assert answer.status_code == 422 and 'id="f-name-error"' in answer.text


@pytest.mark.parametrize(
    ("language", "says"), [("sv", "Inom vilka områden"), ("easy", "Vad behöver ni"), ("en", "In which areas")]
)
def test_the_preview_is_what_they_see_in_each_language(
    language: str, says: str, goes: Goes, draft: str
) -> None:
    frame = goes(f"needs/preview?version=draft&reads={language}&width=phone").text
    assert 'class="lens phone"' in frame and f"/needs/preview/{language}?version=draft" in frame
    sheet = goes(f"needs/preview/{language}?version=draft")
    assert says in sheet.text and "Mitt konto" not in sheet.text and "data-until" not in sheet.text
    assert sheet.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in sheet.headers["Content-Security-Policy"]


def test_answering_a_preview_is_checked_and_thanked_for_and_saves_nothing(goes: Goes, draft: str) -> None:
    path = "needs/preview/sv?version=draft"
    assert "Svara på den här frågan." in goes(path, staff_to_train="9").text
    assert "Tack för dina svar" in goes(path, staff_to_train="9", topics=["autism_npf"]).text


@pytest.mark.parametrize(
    "path", ["nothing", "nothing/draft", "needs?version=9", "needs/preview/sv?version=9", "nothing/preview"]
)
def test_what_is_not_there_says_so(path: str, goes: Goes) -> None:
    assert goes(path).status_code == 404


def test_whoever_comes_to_a_draft_that_is_gone_is_shown_what_there_is(goes: Goes) -> None:
    assert goes("needs/draft/questions/topics").location == "/evaluation/questionnaires/needs"
    assert goes("year/preview?version=draft").status_code == 303
