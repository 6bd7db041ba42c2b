"""Questionnaires: what was asked stays as it was asked."""

import hashlib
from typing import Any

import pytest
from flask import Flask
from marshmallow import ValidationError

from services.evaluation.questionnaire import (
    QUESTIONNAIRES,
    STANDARD,
    QuestionIsUnknown,
    question,
    read_answers,
)
from shared.i18n import in_language

# Somebody was asked these. A change of a text is a new version; never put a new sum here.
AS_ASKED = {("standard", 1): "5c773d3584432e1f"}


def test_a_version_never_changes_what_was_asked() -> None:
    for key, questionnaire in QUESTIONNAIRES.items():
        asked = "\n".join(
            f"{item.code} {item.kind} {item.text} {item.lowest} {item.highest} {item.is_required}"
            for item in questionnaire.questions
        )
        assert hashlib.sha256(asked.encode()).hexdigest()[:16] == AS_ASKED[key]


def test_the_standard_questionnaire_asks_what_the_regions_goals_need() -> None:
    codes = [item.code for item in STANDARD.questions]
    assert codes[:4] == ["overall", "enough_knowledge", "relevance", "use_at_work"]
    assert codes[4:] == ["lecturer", "arrangement", "recommend", "good", "improve"]


def test_the_questions_read_in_both_languages(web_app: Flask) -> None:
    with web_app.test_request_context("/"):
        assert str(question("good").text) == "Vad var bra?"
        with in_language("en"):
            assert str(question("good").text) == "What was good?"


def test_a_code_that_nobody_asks_is_unknown() -> None:
    with pytest.raises(QuestionIsUnknown):
        question("shoe_size")


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
        ("good", 7),
        ("good", "x" * 4001),
        ("shoe_size", 43),
    ],
)
def test_an_answer_that_the_questionnaire_does_not_have_is_named(code: str, value: Any) -> None:
    with pytest.raises(ValidationError) as raised:
        read_answers(STANDARD, {"overall": 5} | {code: value})
    assert raised.value.messages.keys() == {code}


def test_digits_from_a_form_are_figures_and_blanks_no_answers() -> None:
    given = {"overall": "3", "recommend": "10", "lecturer": "", "good": " Bra ", "improve": " "}
    assert read_answers(STANDARD, given) == {"overall": 3, "recommend": 10, "good": "Bra"}
