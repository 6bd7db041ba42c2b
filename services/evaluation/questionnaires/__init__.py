"""What is asked, and how answers are read."""

from services.evaluation.questionnaires.answers import answers_schema, read_answers, shown
from services.evaluation.questionnaires.content import content_of, questions_of, revision_of
from services.evaluation.questionnaires.questions import (
    KINDS,
    PURPOSES,
    SATISFACTION,
    Library,
    Question,
    QuestionIsUnknown,
    Questionnaire,
)
from services.evaluation.questionnaires.texts import EASY, LANGUAGES, Texts

__all__ = [
    "EASY",
    "KINDS",
    "LANGUAGES",
    "PURPOSES",
    "SATISFACTION",
    "Library",
    "Question",
    "QuestionIsUnknown",
    "Questionnaire",
    "Texts",
    "answers_schema",
    "content_of",
    "questions_of",
    "read_answers",
    "revision_of",
    "shown",
]
