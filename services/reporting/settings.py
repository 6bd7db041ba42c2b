"""The settings of the reporting service."""

from dataclasses import dataclass

from shared import settings


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """What every service has; reporting adds nothing yet."""
