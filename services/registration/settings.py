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
