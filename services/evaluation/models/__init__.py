"""The tables of the evaluation service."""

from services.evaluation.base import Base
from services.evaluation.models.answer import Ballot, FreeText, PendingBallot
from services.evaluation.models.evaluation import Evaluation, Invitation
from services.evaluation.models.result import Leftover, PublishedTertial, Reach, Tally, Unit

__all__ = [
    "Ballot",
    "Base",
    "Evaluation",
    "FreeText",
    "Invitation",
    "Leftover",
    "PendingBallot",
    "PublishedTertial",
    "Reach",
    "Tally",
    "Unit",
]
