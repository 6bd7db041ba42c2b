"""What reporting is asked and answers."""

from services.reporting.schemas.breakdowns import Breakdown, BreakdownQuestion
from services.reporting.schemas.figures import MunicipalityRow, OccasionRow, Totals
from services.reporting.schemas.goal_changes import (
    CommentForm,
    EndForm,
    GoalChange,
    GoalForm,
    NewComment,
    NewGoal,
)
from services.reporting.schemas.goals import CommentView, GoalRow, GoalView
from services.reporting.schemas.periods import PeriodRow
from services.reporting.schemas.questions import PeriodQuestion, Question
from services.reporting.schemas.reports import FreezeForm, FreezeOrder, ReportQuestion, SendingForm

__all__ = [
    "Breakdown",
    "BreakdownQuestion",
    "CommentForm",
    "CommentView",
    "EndForm",
    "FreezeForm",
    "FreezeOrder",
    "GoalChange",
    "GoalForm",
    "GoalRow",
    "GoalView",
    "MunicipalityRow",
    "NewComment",
    "NewGoal",
    "OccasionRow",
    "PeriodQuestion",
    "PeriodRow",
    "Question",
    "ReportQuestion",
    "SendingForm",
    "Totals",
]
