"""One question of a draft at a time: added, changed, moved or removed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from sqlalchemy.orm import Session

from services.evaluation.operations.drafting import change_draft
from services.evaluation.queries.drafts import Version
from services.evaluation.queries.questionnaires import library
from services.evaluation.questionnaires import Question
from services.evaluation.questionnaires.checking import hanging_on
from services.evaluation.questionnaires.problems import QuestionIsGone, QuestionIsNeeded

Direction = Literal["up", "down"]


def add_question(session: Session, code: str, question: Question, seen: str | None = None) -> Version:
    """Put a question last in a draft. Raises what `change_draft` raises."""

    def add(questions: Sequence[Question]) -> list[Question]:
        return [*questions, question]

    noted = {"question": question.code, "kind": question.kind}
    return change_draft(session, code, add, seen, "questionnaire.question_added", **noted)


def add_known_question(session: Session, code: str, known: str, seen: str | None = None) -> Version:
    """Ask what another questionnaire asks, in its wording, so that the answers can be compared.

    What the question hung on there is not taken along. Raises QuestionIsGone, and what `change_draft` raises.
    """
    found = library(session).questions.get(known)
    if found is None:
        raise QuestionIsGone()
    return add_question(session, code, replace(found, shown_if=None), seen)


def change_question(
    session: Session, code: str, name: str, question: Question, seen: str | None = None
) -> Version:
    """Put a question in the place of that of the code `name`. Raises QuestionIsGone, as `change_draft`."""

    def change(questions: Sequence[Question]) -> list[Question]:
        place = _place(questions, name)
        return [*questions[:place], question, *questions[place + 1 :]]

    return change_draft(session, code, change, seen, "questionnaire.question_changed", question=name)


def move_question(
    session: Session, code: str, name: str, direction: Direction, seen: str | None = None
) -> Version:
    """Let a question change places with its neighbour; the first and the last stay where they are.

    Raises QuestionIsGone, QuestionIsNeeded where it would pass what it hangs on, and as `change_draft`.
    """

    def move(questions: Sequence[Question]) -> list[Question]:
        moved = list(questions)
        upper = _place(questions, name) - (direction == "up")
        if 0 <= upper < len(moved) - 1:
            first, second = moved[upper : upper + 2]
            if second in hanging_on(first.code, questions):
                raise QuestionIsNeeded()
            moved[upper : upper + 2] = [second, first]
        return moved

    return change_draft(session, code, move, seen, "questionnaire.question_moved", question=name)


def remove_question(session: Session, code: str, name: str, seen: str | None = None) -> Version:
    """Ask a question no more. Raises QuestionIsGone, QuestionIsNeeded, and as `change_draft`."""

    def remove(questions: Sequence[Question]) -> list[Question]:
        place = _place(questions, name)
        if hanging_on(name, questions):
            raise QuestionIsNeeded()
        return [*questions[:place], *questions[place + 1 :]]

    return change_draft(session, code, remove, seen, "questionnaire.question_removed", question=name)


def replace_questions(
    session: Session, code: str, questions: Sequence[Question], seen: str | None = None
) -> Version:
    """Write all questions of a draft anew. Raises what `change_draft` raises."""

    def put(_questions: Sequence[Question]) -> Sequence[Question]:
        return questions

    asked = [question.code for question in questions]
    return change_draft(session, code, put, seen, "questionnaire.draft_written", questions=asked)


def _place(questions: Sequence[Question], name: str) -> int:
    for place, question in enumerate(questions):
        if question.code == name:
            return place
    raise QuestionIsGone()
