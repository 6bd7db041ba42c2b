"""What the API and the forms take and give."""

from services.evaluation.schemas.evaluations import (
    CutView,
    EvaluationQuery,
    EvaluationView,
    MovedLastDay,
    NewAnswers,
    QuestionResults,
    Results,
    TertialView,
    UnaskedOccasion,
)

__all__ = [
    "CutView",
    "EvaluationQuery",
    "EvaluationView",
    "MovedLastDay",
    "NewAnswers",
    "QuestionResults",
    "Results",
    "TertialView",
    "UnaskedOccasion",
]
