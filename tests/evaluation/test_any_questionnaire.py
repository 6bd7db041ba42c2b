"""Answers to any questionnaire at all: what is kept is what was asked, and nothing else."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from services.evaluation.questionnaires import (
    KINDS,
    Library,
    Question,
    Questionnaire,
    content_of,
    questions_of,
    read_answers,
    shown,
)
from services.evaluation.questionnaires.checking import faults_of_questions, may_decide

WORDS = {"sv": "Ord"}
scraps = st.one_of(
    st.integers(-2, 12),
    st.sampled_from(["yes", "no", "a", "b", "", " ", "7", "c", "\0"]),
    st.lists(st.sampled_from(["a", "b", "c"]), max_size=3),
    st.sampled_from([None, True, 2.5, {}]),
)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Up to six questions of any kinds, some asked only of those who gave certain answers before."""
    questions: list[Question] = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6))):
        content: dict[str, Any] = {"code": f"q{number}", "kind": kind, "text": WORDS}
        if kind in ("scale", "recommendation"):
            content |= {"lowest": WORDS, "highest": WORDS}
        if kind in ("one_of", "many_of"):
            content["options"] = [{"code": code, "text": WORDS} for code in "ab"]
        if kind == "number":
            content["bands"] = [0, 5]
        content["is_required"] = draw(st.booleans())
        earlier = [item for item in questions if may_decide(item)]
        if earlier and draw(st.booleans()):
            other = draw(st.sampled_from(earlier))
            values = draw(st.sets(st.sampled_from(other.values), min_size=1))
            content["shown_if"] = {"question": other.code, "values": sorted(values)}
        questions += questions_of({"questions": [content]})
    return Questionnaire("any", 1, "Any", "survey", tuple(questions))


answers = st.dictionaries(st.sampled_from([f"q{number}" for number in range(7)]), scraps)


@given(questionnaires(), answers)
def test_answers_are_refused_by_question_or_kept_as_they_were_asked(
    asked: Questionnaire, sent: dict[str, Any]
) -> None:
    try:
        kept = read_answers(asked, sent)
    except ValidationError as error:
        refused = set(error.messages_dict)
    else:
        refused = set()
        _is_kept_as_asked(asked, kept)
    assert refused <= {item.code for item in asked.questions} | sent.keys()


def _is_kept_as_asked(asked: Questionnaire, kept: dict[str, Any]) -> None:
    visible = {item.code: item for item in shown(asked, kept)}
    assert kept.keys() <= visible.keys()
    assert {code for code, item in visible.items() if item.is_required} <= kept.keys()
    assert all(_is_an_answer(visible[code], answer) for code, answer in kept.items())
    assert read_answers(asked, kept) == kept


def _is_an_answer(question: Question, answer: Any) -> bool:
    if question.is_text:
        return isinstance(answer, str) and "\0" not in answer and answer == answer.strip()
    counted = question.counted_as(answer)
    return bool(counted) and set(counted) <= set(question.values)


@given(questionnaires())
def test_a_questionnaire_made_by_the_rules_has_no_faults_and_is_stored_as_it_is(asked: Questionnaire) -> None:
    known: Mapping[str, Question] = {item.code: item for item in asked.questions}
    assert not faults_of_questions(asked.questions, Library(known))
    assert questions_of(content_of(asked.questions)) == asked.questions
