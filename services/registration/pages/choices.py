"""What the forms offer of the controlled lists."""

from typing import Any

from services.registration import queries
from shared.service import reading, service
from shared.vocabulary import EMPLOYERS, ROLES, SIDES

MOST_WORKPLACES = 500


def unit_choices() -> dict[str, Any]:
    """The lists of an office form that asks where somebody works, with the known workplaces."""
    with reading() as session:
        workplaces = queries.suggested_workplaces(session, MOST_WORKPLACES)
    return place_choices() | {"workplaces": workplaces}


def place_choices() -> dict[str, Any]:
    """The lists of a form that asks where somebody works, as what, and for whom."""
    municipalities = service().region.open_municipalities
    cities = [item for item in municipalities if item.open_districts]
    return {
        "municipalities": [(item.code, item.name) for item in municipalities],
        "cities": cities,
        "districts": [(part.slug, part.name) for item in cities for part in item.open_districts],
        "employers": EMPLOYERS,
        "sides": SIDES,
        "roles": ROLES,
        "needs_days": service().settings.needs_kept_days,
    }
