"""Questionnaires: what was asked stays as it was asked, and answers are what was asked for."""

import hashlib
import json
from importlib.resources import files
from typing import Any

import pytest
from flask import Flask
from marshmallow import ValidationError

from services.evaluation.queries.questionnaires import library, newest, questionnaire
from services.evaluation.questionnaires import (
    Question,
    QuestionIsUnknown,
    Questionnaire,
    questions_of,
    read_answers,
)
from shared.i18n import in_language
from shared.service import reading

# Somebody was asked these. A change of a text is a new version; never put a new sum here.
AS_ASKED = {
    "follow_up-1": "0691ddbbe52a7087",
    "lecturer-1": "5db08da1ca416581",
    "needs-1": "d72b22eccd51f500",
    "network-1": "e2cb24e4263504d5",
    "standard-1": "828b4526f98ce37c",
    "year-1": "e3f0f17c4da7aed5",
}
FOLDER = files("services.evaluation").joinpath("questionnaires", "standard")


def _options(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "text": {"sv": code}} for code in codes]


EVERY_KIND = Questionnaire(
    "every_kind",
    1,
    "Every kind",
    "survey",
    questions_of(
        {
            "questions": [
                {"code": "overall", "kind": "scale", "text": {"sv": "Nöjd?"}, "is_required": True},
                {"code": "recommend", "kind": "recommendation", "text": {"sv": "Rekommendera?"}},
                {"code": "used", "kind": "yes_no", "text": {"sv": "Använt?"}},
                {
                    "code": "why_not",
                    "kind": "text",
                    "text": {"sv": "Varför inte?"},
                    "is_required": True,
                    "shown_if": {"question": "used", "values": ["no"]},
                },
                {
                    "code": "form",
                    "kind": "one_of",
                    "text": {"sv": "Form?"},
                    "options": [
                        {"code": "day", "text": {"sv": "Dag"}},
                        {"code": "web", "text": {"sv": "Webb"}},
                    ],
                },
                {
                    "code": "topics",
                    "kind": "many_of",
                    "text": {"sv": "Ämnen?"},
                    "options": [
                        {"code": "lss", "text": {"sv": "LSS"}},
                        {"code": "npf", "text": {"sv": "NPF"}},
                    ],
                },
                {"code": "staff", "kind": "number", "text": {"sv": "Hur många?"}, "bands": [0, 5, 20]},
                {"code": "title", "kind": "short_text", "text": {"sv": "Titel?"}},
            ]
        }
    ),
)


def test_a_version_never_changes_what_was_asked() -> None:
    for name, known in AS_ASKED.items():
        written = json.loads(FOLDER.joinpath(f"{name}.json").read_text("utf-8"))
        assert hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()[:16] == known


def test_the_standard_questionnaire_asks_what_the_regions_goals_need(web_app: Flask) -> None:
    with web_app.app_context(), reading() as session:
        assert newest(session, "standard") == ("standard", 1)
        codes = [item.code for item in questionnaire(session, "standard", 1).questions]
    assert codes[:4] == ["overall", "enough_knowledge", "relevance", "use_at_work"]
    assert codes[4:] == ["lecturer", "arrangement", "recommend", "good", "improve"]


def test_the_questions_read_in_both_languages_and_in_easy_swedish(web_app: Flask) -> None:
    with web_app.test_request_context("/"), reading() as session:
        text = library(session)["improve"].text
        assert str(text) == "Vad kan vi göra bättre?"
        assert text.said_in("easy") == "Vad kan bli bättre?"
        with in_language("en"):
            assert str(text) == "What could we do better?"


def test_a_code_that_nobody_asks_is_unknown(web_app: Flask) -> None:
    with web_app.app_context(), reading() as session, pytest.raises(QuestionIsUnknown):
        library(session)["shoe_size"]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("overall", 0),
        ("overall", 6),
        ("overall", "6"),
        ("overall", 4.5),
        ("overall", True),
        ("overall", [5]),
        ("overall", None),
        ("overall", "five"),
        ("overall", "²"),
        ("recommend", 11),
        ("recommend", -1),
        ("used", "maybe"),
        ("form", "boat"),
        ("topics", "boat"),
        ("topics", ["lss", "boat"]),
        ("staff", -1),
        ("staff", 1.5),
        ("staff", 10**9),
        ("title", 7),
        ("title", "x" * 201),
        ("shoe_size", 43),
    ],
)
def test_an_answer_that_the_questionnaire_does_not_have_is_named(code: str, value: Any) -> None:
    with pytest.raises(ValidationError) as raised:
        read_answers(EVERY_KIND, {"overall": 5} | {code: value})
    assert set(raised.value.messages) == {code}


def test_digits_from_a_form_are_figures_and_blanks_no_answers() -> None:
    given = {"overall": "3", "recommend": "10", "staff": "", "title": " Chef ", "topics": []}
    assert read_answers(EVERY_KIND, given) == {"overall": 3, "recommend": 10, "title": "Chef"}


def test_several_may_be_chosen_each_once() -> None:
    assert read_answers(EVERY_KIND, {"overall": 3, "topics": ["npf", "lss", "npf"]})["topics"] == [
        "lss",
        "npf",
    ]
    assert read_answers(EVERY_KIND, {"overall": 3, "topics": "npf"})["topics"] == ["npf"]


def test_a_question_that_hangs_on_another_is_asked_only_then() -> None:
    assert read_answers(EVERY_KIND, {"overall": 3, "used": "yes", "why_not": "Hann inte"}).keys() == {
        "overall",
        "used",
    }
    with pytest.raises(ValidationError) as raised:
        read_answers(EVERY_KIND, {"overall": 3, "used": "no"})
    assert set(raised.value.messages) == {"why_not"}


def test_an_answer_counts_for_its_value_its_options_or_its_band() -> None:
    questions: dict[str, Question] = {item.code: item for item in EVERY_KIND.questions}
    assert questions["overall"].counted_as(4) == ("4",)
    assert questions["topics"].counted_as(["lss", "npf"]) == ("lss", "npf")
    assert [questions["staff"].counted_as(number) for number in (0, 4, 5, 99)] == [
        ("0",),
        ("0",),
        ("5",),
        ("20",),
    ]
