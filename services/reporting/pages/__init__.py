"""The pages of the reporting service: the dashboard, the occasions, and what every measure means."""

from services.reporting.pages import (
    breakdown,
    dashboard,
    definitions,
    goals,
    links,
    municipalities,
    occasions,
    reports,
    sending,
)
from services.reporting.pages.blueprints import pages

BLUEPRINTS = (pages,)

__all__ = [
    "BLUEPRINTS",
    "breakdown",
    "dashboard",
    "definitions",
    "goals",
    "links",
    "municipalities",
    "occasions",
    "reports",
    "sending",
]
