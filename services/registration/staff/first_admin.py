"""The first administrator of an installation, whose address and password come from the settings."""

from marshmallow import ValidationError, validate

from services.registration.staff import accounts
from shared.auth.passwords import LONGEST, SHORTEST
from shared.service import service, transaction
from shared.settings import SettingsAreWrong


def add_first_admin() -> bool:
    """Add them while nobody is an administrator; returns whether they were added. Raises SettingsAreWrong.

    Nothing is held against the settings once there is an administrator: they may then be taken away.
    """
    settings = service().settings
    with transaction() as session:
        if accounts.has_admin(session):
            return False
        _check(settings.admin_email, settings.admin_password)
        return accounts.ensure_first_admin(session, settings.admin_email, settings.admin_password)


def _check(email: str, password: str) -> None:
    try:
        validate.Email()(email)
    except ValidationError:
        raise SettingsAreWrong("ADMIN_EMAIL must be an e-mail address.") from None
    if not SHORTEST <= len(password) <= LONGEST:
        raise SettingsAreWrong(f"ADMIN_PASSWORD must have {SHORTEST} to {LONGEST} characters.")
