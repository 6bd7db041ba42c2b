"""What the registration service does: each operation is one transaction's work, and knows no HTTP."""

from services.registration.operations.activities import change_activity, create_activity, create_occasion
from services.registration.operations.approvals import approve_registration, decline_registration
from services.registration.operations.attendance import change_attendance, present_at, record_attendance
from services.registration.operations.cancelling import (
    cancel_group,
    cancel_registration,
    check_booker,
    check_holder,
)
from services.registration.operations.caveats import Caveat
from services.registration.operations.changing import change_occasion
from services.registration.operations.correcting import change_registration
from services.registration.operations.groups import GroupReceipt, register_group
from services.registration.operations.naming import name_participant
from services.registration.operations.occasions import cancel_occasion, complete_occasion, publish_occasion
from services.registration.operations.offers import accept_offer, decline_offer
from services.registration.operations.registering import Receipt, register_participant
from services.registration.operations.replacing import replace_participant

__all__ = [
    "Caveat",
    "GroupReceipt",
    "Receipt",
    "accept_offer",
    "approve_registration",
    "cancel_group",
    "cancel_occasion",
    "cancel_registration",
    "change_activity",
    "change_attendance",
    "change_occasion",
    "change_registration",
    "check_booker",
    "check_holder",
    "complete_occasion",
    "create_activity",
    "create_occasion",
    "decline_offer",
    "decline_registration",
    "name_participant",
    "present_at",
    "publish_occasion",
    "record_attendance",
    "register_group",
    "register_participant",
    "replace_participant",
]
