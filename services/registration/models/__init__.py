"""The tables of the registration service."""

from services.registration.base import Base
from services.registration.models.activity import Activity
from services.registration.models.occasion import CourseSession, Occasion, State
from services.registration.models.registration import Attendance, Need, Participant, Registration, Status
from services.registration.models.staff import StaffMember

__all__ = [
    "Activity",
    "Attendance",
    "Base",
    "CourseSession",
    "Need",
    "Occasion",
    "Participant",
    "Registration",
    "StaffMember",
    "State",
    "Status",
]
