"""The questionnaires that come along: right by our own rules, and in three languages."""

import json
from importlib.resources import files
from typing import Any

import pytest

from services.evaluation.questionnaires import Library, Question, content_of, questions_of
from services.evaluation.questionnaires.checking import faults_in_publishing, faults_of_questions
from tests.evaluation.every_kind import a_question, alternatives

FOLDER = files("services.evaluation").joinpath("questionnaires", "standard")
WRITTEN: dict[str, dict[str, Any]] = {
    path.name: json.loads(path.read_text("utf-8")) for path in FOLDER.iterdir() if path.name.endswith(".json")
}


def _library(without: str = "") -> Library:
    return Library(
        {
            question.code: question
            for name, content in WRITTEN.items()
            if name != without
            for question in questions_of(content)
        }
    )


@pytest.mark.parametrize("name", WRITTEN)
def test_each_could_be_published_beside_the_others(name: str) -> None:
    content = WRITTEN[name]
    assert not faults_in_publishing(content["purpose"], questions_of(content), _library(without=name))


@pytest.mark.parametrize("name", WRITTEN)
def test_each_reads_in_swedish_and_english_and_can_be_read_in_easy_swedish(name: str) -> None:
    for question in questions_of(WRITTEN[name]):
        for texts in _texts(question):
            assert {"sv", "en"} <= texts.by_language.keys(), texts
        assert question.figures == range(0) or "easy" in {**question.text.by_language}, question.code


def _texts(question: Question) -> list[Any]:
    ends = [question.help, question.lowest, question.highest]
    return [question.text, *filter(None, ends), *(option.text for option in question.options)]


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_stored_of_questions_is_what_was_read(name: str) -> None:
    questions = questions_of(WRITTEN[name])
    assert questions_of(content_of(questions)) == questions


def test_what_was_put_to_use_is_asked_by_the_same_code_right_away_and_months_later() -> None:
    standard, follow_up = (
        {question.code: question for question in questions_of(WRITTEN[f"{name}-1.json"])}
        for name in ("standard", "follow_up")
    )
    assert standard["use_at_work"].kind == follow_up["use_at_work"].kind == "scale"
    assert str(follow_up["use_at_work"].text) == "Jag har använt det jag lärde mig i mitt arbete."


WRONG: dict[str, tuple[Question, str]] = {
    "a code twice": (a_question("topics", "many_of", options=alternatives("a", "b")), "code"),
    "a code of another kind": (a_question("overall", "text"), "code"),
    "an alternative taken away": (
        a_question("hindrance", "one_of", options=alternatives("no_time", "other_reason")),
        "options",
    ),
    "bands that were others": (a_question("staff_trained", "number", bands=[0, 7]), "bands"),
    "no Swedish": (a_question(text={"en": "Happy?"}), "text.sv"),
    "no Swedish alternative": (
        a_question("form", "one_of", options=[*alternatives("a", "b"), {"code": "c", "text": {"en": "C"}}]),
        "options.2.text.sv",
    ),
    "help without Swedish": (a_question(help={"easy": "Tänk efter"}), "help.sv"),
    "one alternative": (a_question("form", "one_of", options=alternatives("a")), "options"),
    "an alternative twice": (a_question("form", "one_of", options=alternatives("a", "a")), "options.1.code"),
    "a scale without words": (a_question("mood", "scale"), "lowest.sv"),
    "a text with alternatives": (a_question("mood", "text", options=alternatives("a", "b")), "options"),
    "a text with ends": (a_question("mood", "text", lowest={"sv": "Lägst"}), "lowest"),
    "a text with bands": (a_question("mood", "text", bands=[0, 5]), "bands"),
    "a number without bands": (a_question("mood", "number"), "bands"),
    "bands from one": (a_question("mood", "number", bands=[1, 5]), "bands"),
    "bands that fall": (a_question("mood", "number", bands=[0, 5, 5]), "bands"),
    "a condition on nothing": (
        a_question(shown_if={"question": "weather", "values": ["yes"]}),
        "shown_if.question",
    ),
    "a condition on a text": (
        a_question(shown_if={"question": "biggest_need", "values": ["a"]}),
        "shown_if.question",
    ),
    "a condition on a number": (
        a_question(shown_if={"question": "staff_to_train", "values": ["5"]}),
        "shown_if.question",
    ),
    "a condition on itself": (
        a_question(shown_if={"question": "mood", "values": ["yes"]}),
        "shown_if.question",
    ),
    "a condition on no such answer": (
        a_question(shown_if={"question": "topics", "values": ["boats"]}),
        "shown_if.values",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_question_that_is_wrong_by_itself_or_beside_others_is_named_by_its_path(what: str) -> None:
    question, path = WRONG[what]
    needs = questions_of(WRITTEN["needs-1.json"])
    assert f"questions.6.{path}" in faults_of_questions([*needs, question], _library())


def test_a_right_question_beside_the_others_has_no_faults() -> None:
    needs = questions_of(WRITTEN["needs-1.json"])
    right = a_question(shown_if={"question": "topics", "values": ["autism_npf"]})
    assert not faults_of_questions([*needs, right], _library())
