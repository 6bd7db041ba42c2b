"""The tables of the evaluation service."""

from services.evaluation.base import Base
from services.evaluation.models.answer import Ballot, FreeText, PendingBallot
from services.evaluation.models.evaluation import (
    Evaluation,
    EvaluationPurpose,
    Invitation,
    InvitationLink,
    UnaskedOccasion,
)
from services.evaluation.models.lecturer import LecturerLink, LecturerReport, ResultLink
from services.evaluation.models.questionnaire import QuestionnaireVersion, Rule, StoredQuestionnaire
from services.evaluation.models.result import Leftover, PublishedTertial, Reach, Tally, Unit

__all__ = [
    "Ballot",
    "Base",
    "Evaluation",
    "EvaluationPurpose",
    "FreeText",
    "Invitation",
    "InvitationLink",
    "LecturerLink",
    "LecturerReport",
    "Leftover",
    "PendingBallot",
    "PublishedTertial",
    "QuestionnaireVersion",
    "Reach",
    "ResultLink",
    "Rule",
    "StoredQuestionnaire",
    "Tally",
    "UnaskedOccasion",
    "Unit",
]
