"""The periods that have anything to report, as JSON."""

from typing import Any

from services.reporting import schemas
from services.reporting.queries import figures
from shared.service import reading
from shared.web import ApiBlueprint, page_of, page_schema, requires

blueprint = ApiBlueprint("reporting", "periods", description="Years and tertials")
EVERYONE = requires("coordinator", "representative", "lecturer")


@blueprint.get("/periods")
@EVERYONE
@blueprint.response(200, page_schema(schemas.PeriodRow))
def list_periods() -> Any:
    """The years and tertials that have anything to report, with the tertials whose results are published."""
    with reading() as session:
        rows = figures.periods(session)
    return page_of(rows, len(rows), 1, 1)
