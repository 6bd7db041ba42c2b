"""What the registration service takes and gives, by page and by API."""

from services.registration.schemas.catalogue import (
    ActivityReceipt,
    Cancellation,
    NewActivity,
    NewOccasion,
    OccasionChange,
    OccasionQuery,
    OccasionReceipt,
    OccasionStatus,
    OccasionView,
    SessionView,
)
from services.registration.schemas.office import ActivityForm, OccasionForm
from services.registration.schemas.participation import (
    AttendanceList,
    AttendanceView,
    HolderProof,
    NewParticipant,
    RegistrationQuery,
    RegistrationReceipt,
    RegistrationStatus,
    RegistrationView,
)

__all__ = [
    "ActivityForm",
    "ActivityReceipt",
    "AttendanceList",
    "AttendanceView",
    "Cancellation",
    "HolderProof",
    "NewActivity",
    "NewOccasion",
    "NewParticipant",
    "OccasionChange",
    "OccasionForm",
    "OccasionQuery",
    "OccasionReceipt",
    "OccasionStatus",
    "OccasionView",
    "RegistrationQuery",
    "RegistrationReceipt",
    "RegistrationStatus",
    "RegistrationView",
    "SessionView",
]
