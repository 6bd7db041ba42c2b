"""A questionnaire as a page: in the language it is read in, with what was filled in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import request

from services.evaluation.questionnaires import EASY, LANGUAGES, Questionnaire, answers_schema
from shared.i18n import current_language, in_language
from shared.web import Form, render


def language_asked_in() -> str:
    """Swedish, easy Swedish or English: what the address says, or else the reader's own."""
    wanted = request.args.get("lang")
    return wanted if wanted in LANGUAGES else current_language()


@contextmanager
def speaking(language: str | None = None) -> Iterator[None]:
    """What stands around easy Swedish is Swedish too, whatever the browser prefers."""
    wanted = language or language_asked_in()
    with in_language("sv" if wanted == EASY else wanted):
        yield


def answer_form(questionnaire: Questionnaire) -> Form:
    """The answers as a browser sends them, held against what is asked of whoever gives them."""
    several = {item.code for item in questionnaire.questions if item.kind == "many_of"}
    given: dict[str, Any] = {
        code: values if code in several else values[-1] for code, values in request.form.lists()
    }
    return Form(answers_schema(questionnaire, given)())


def render_questions(
    template: str, questionnaire: Questionnaire, form: Form, language: str | None = None, **context: Any
) -> str:
    """A page of questions; its template draws them by the macro `ask`."""
    asked_in = language or language_asked_in()
    questions = {item.code: item for item in questionnaire.questions}
    return render(
        template,
        questionnaire=questionnaire,
        questions=questions,
        labels={code: item.text.said_in(asked_in).rstrip("?.") for code, item in questions.items()},
        say=lambda texts: texts.said_in(asked_in),
        asked_in=asked_in,
        form=form,
        **context,
    )
