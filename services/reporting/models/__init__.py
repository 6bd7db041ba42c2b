"""The read models: what the events say, kept by their highest version, without any personal data.

No table refers to another by a foreign key, for events arrive in any order: attendance may come before
the registration it counts for. What belongs together is joined when somebody asks.
"""

from services.reporting.base import Base
from services.reporting.models.frozen import FrozenPaper, FrozenPart, FrozenReport
from services.reporting.models.goal import Goal, GoalComment
from services.reporting.models.mandate import Mandate, RepresentedPlace
from services.reporting.models.occasion import Occasion, OccasionSession
from services.reporting.models.participation import FACTS, Attendance, AttendanceSheet, Registration
from services.reporting.models.result import EvaluationCount, OccasionResult, TertialResult
from services.reporting.models.sending import ReportAccess, ReportSending
from services.reporting.models.summary import CountedYear, Entry, PendingSteps, Summary

__all__ = [
    "FACTS",
    "Attendance",
    "AttendanceSheet",
    "Base",
    "CountedYear",
    "Entry",
    "EvaluationCount",
    "FrozenPaper",
    "FrozenPart",
    "FrozenReport",
    "Goal",
    "GoalComment",
    "Mandate",
    "Occasion",
    "OccasionResult",
    "OccasionSession",
    "PendingSteps",
    "Registration",
    "ReportAccess",
    "ReportSending",
    "RepresentedPlace",
    "Summary",
    "TertialResult",
]
