"""What the registration service does: each operation is one transaction's work, and knows no HTTP."""

from services.registration.operations.activities import create_activity, create_occasion
from services.registration.operations.attendance import present_at, record_attendance
from services.registration.operations.cancelling import cancel_registration, check_holder
from services.registration.operations.changing import change_occasion
from services.registration.operations.occasions import cancel_occasion, complete_occasion, publish_occasion
from services.registration.operations.registering import Receipt, register_participant

__all__ = [
    "Receipt",
    "cancel_occasion",
    "cancel_registration",
    "change_occasion",
    "check_holder",
    "complete_occasion",
    "create_activity",
    "create_occasion",
    "present_at",
    "publish_occasion",
    "record_attendance",
    "register_participant",
]
