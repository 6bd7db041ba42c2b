"""What the API and the forms take and give."""

from services.evaluation.schemas.evaluations import (
    CutView,
    EvaluationQuery,
    EvaluationView,
    NewAnswers,
    QuestionResults,
    Results,
    TertialView,
)

__all__ = [
    "CutView",
    "EvaluationQuery",
    "EvaluationView",
    "NewAnswers",
    "QuestionResults",
    "Results",
    "TertialView",
]
