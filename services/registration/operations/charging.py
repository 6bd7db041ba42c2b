"""What a registration costs: the one place that knows when a fee is charged, and how much of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.registration.models import Activity, Occasion, Registration
from shared import clock
from shared.i18n import LazyString
from shared.i18n import lazy as _

WHY: dict[str, LazyString] = {
    "attended": _("Took part"),
    "absent": _("Had a place but never came"),
    "late_cancellation": _("Cancelled late"),
}
# Whoever cancels, it is for the participant; an organiser, a deadline or a replacement costs nobody anything.
_CHARGED = frozenset({"participant", "booker", "coordinator"})


@dataclass(frozen=True)
class Share:
    """Why something is charged, and how much of the fee in percent."""

    why: str
    percent: int

    def of(self, fee: int) -> int:
        """The amount in whole kronor, half a krona up."""
        return (fee * self.percent + 50) // 100


def share_of(
    activity: Activity, occasion: Occasion, registration: Registration, has_attended: bool
) -> Share | None:
    """What is charged for a registration of an occasion that is held; None for nothing.

    All of the fee for whoever came to any session, and the activity's shares for absence and for a late
    cancellation of a place. Whoever only waited pays nothing.
    """
    if registration.status == "confirmed":
        share = Share("attended", 100) if has_attended else Share("absent", activity.absence_percent)
    elif _is_late(activity, occasion, registration):
        share = Share("late_cancellation", activity.late_cancellation_percent)
    else:
        return None
    return share if share.percent else None


def cost_of_cancelling(occasion: Any) -> int:
    """What whoever has a place would be charged for cancelling now, in whole kronor."""
    activity = occasion.activity
    if not _is_so_late(activity.late_cancellation_days, occasion.starts_at, clock.now()):
        return 0
    return Share("late_cancellation", activity.late_cancellation_percent).of(activity.fee or 0)


def _is_late(activity: Activity, occasion: Occasion, registration: Registration) -> bool:
    return (
        registration.cancelled_at is not None
        and registration.had_place
        and registration.cancelled_by in _CHARGED
        and _is_so_late(activity.late_cancellation_days, occasion.starts_at, registration.cancelled_at)
    )


def _is_so_late(days: int | None, starts_at: datetime, cancelled_at: datetime) -> bool:
    before = clock.local(starts_at).date() - clock.local(cancelled_at).date()
    return days is not None and before.days <= days
