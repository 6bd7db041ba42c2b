"""The settings of the reporting service."""

from dataclasses import dataclass

from shared import settings


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """What every service has, and how commands reach the neighbours."""

    services_url: str = settings.setting(
        "How `replay`, `reconcile` and `failed` reach a service, with {service} for its name, as "
        "http://{service}-web:8000; empty: by BASE_URL.",
        "",
    )
