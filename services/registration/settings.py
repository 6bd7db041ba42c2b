"""The settings of the registration service."""

from dataclasses import dataclass

from shared import settings
from shared.settings import setting


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """What every service has, and who comes first."""

    admin_email: str = setting(
        "The first administrator's address, for `python -m services admin`; unused once there is an account.",
        "",
    )
    admin_password: str = setting(
        "The password they first sign in with, at least 12 characters; there is no default.", "", secret=True
    )
    check_in_opens_minutes: int = setting(
        "How many minutes before a session starts its participants may check themselves in.", 60
    )
    check_in_closes_minutes: int = setting(
        "How many minutes after a session has ended its participants may still check themselves in.", 30
    )
    person_kept_months: int = setting(
        "How many months after their last occasion a person is erased by itself; the figures stay.", 24
    )
    needs_kept_days: int = setting(
        "How many days after an occasion its participants' needs (food, accessibility) are deleted.", 30
    )
    tertial_frozen_after_days: int = setting(
        "How many days after its end a tertial is frozen; from then on a correction needs a reason.", 30
    )
