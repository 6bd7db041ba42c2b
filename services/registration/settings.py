"""The settings of the registration service."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from shared import settings
from shared.settings import setting

# How often representatives are told what is coming, and the last day that can be chosen for it.
_LAST_DAYS = {"off": 31, "weekly": 7, "monthly": 28}
_THIS_MACHINE = {"127.0.0.1", "localhost"}


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
    services_url: str = setting(
        "How the page of the event flow reaches a service, with {service} for its name, as "
        "http://{service}-web:8000; empty: by BASE_URL.",
        "",
    )
    digest: str = setting(
        "How often representatives are told by e-mail what opens and closes: off, weekly or monthly.",
        "monthly",
    )
    digest_day: int = setting(
        "The day of it: from 1 to 28 of the month, or of the week from 1, which is Monday.", 1
    )
    digest_hour: int = setting("The hour of it, from 0 to 23, as the Swedish clock has it.", 8)
    oidc_issuer: str = setting(
        "Where staff may sign in instead of here, by OpenID Connect: the provider's issuer, exactly as it "
        "writes it; empty: nowhere else.",
        "",
    )
    oidc_client_id: str = setting("What the provider calls us.", "")
    oidc_client_secret: str = setting(
        "The secret by which it knows us; empty where it made us a public client.", "", secret=True
    )
    oidc_name: str = setting("What the button says, such as Logga in med kommunens konto.", "")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.digest not in _LAST_DAYS:
            raise settings.SettingsAreWrong("DIGEST must be off, weekly or monthly.")
        if not 1 <= self.digest_day <= _LAST_DAYS[self.digest] or not 0 <= self.digest_hour <= 23:
            raise settings.SettingsAreWrong(
                "DIGEST_DAY must be from 1 to 28, or to 7 when weekly; DIGEST_HOUR from 0 to 23."
            )
        self._check_oidc()

    def _check_oidc(self) -> None:
        needed = (self.oidc_issuer, self.oidc_client_id, self.oidc_name)
        if not all(needed) and any((*needed, self.oidc_client_secret)):
            raise settings.SettingsAreWrong(
                "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_NAME go together; OIDC_CLIENT_SECRET only with them."
            )
        if self.oidc_issuer and not is_safe_address(self.oidc_issuer):
            raise settings.SettingsAreWrong("OIDC_ISSUER must begin with https://.")


def is_safe_address(address: str) -> bool:
    """Whether nobody on the way can read or change what is asked there: by TLS, or on this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_here = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
    return bool(parts.hostname) and (parts.scheme == "https" or is_here)
