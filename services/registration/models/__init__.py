"""The tables of the registration service."""

from services.registration.base import Base
from services.registration.models.activity import Activity
from services.registration.models.certificate import Certificate
from services.registration.models.digest import DueDigest
from services.registration.models.lecturer import Lecturer, LecturerKind
from services.registration.models.occasion import CourseSession, Occasion, State
from services.registration.models.party import Party
from services.registration.models.person import PersonAnswer, PersonRequest, RequestKind
from services.registration.models.person_pair import SeparatePersons
from services.registration.models.reachability import TroubledAddress
from services.registration.models.recipient import SurveyRecipient
from services.registration.models.registration import Attendance, Need, Participant, Registration, Status
from services.registration.models.report_reader import ReportLink, ReportReader
from services.registration.models.representative import Representative, RepresentativeKind
from services.registration.models.sign_in import SignIn
from services.registration.models.staff import StaffMember
from services.registration.models.workplace import Workplace

__all__ = [
    "Activity",
    "Attendance",
    "Base",
    "Certificate",
    "CourseSession",
    "DueDigest",
    "Lecturer",
    "LecturerKind",
    "Need",
    "Occasion",
    "Participant",
    "Party",
    "PersonAnswer",
    "PersonRequest",
    "Registration",
    "ReportLink",
    "ReportReader",
    "Representative",
    "RepresentativeKind",
    "RequestKind",
    "SeparatePersons",
    "SignIn",
    "StaffMember",
    "State",
    "Status",
    "SurveyRecipient",
    "TroubledAddress",
    "Workplace",
]
