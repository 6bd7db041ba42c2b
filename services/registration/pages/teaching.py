"""A lecturer's page: own occasions with their numbers, and the way to the attendance of each session."""

from datetime import timedelta

from services.registration.queries import teaching as queries
from shared import clock
from shared.service import reading
from shared.vocabulary import KINDS
from shared.web import PageBlueprint, render, requires, signed_in_staff

blueprint = PageBlueprint("registration", "teaching", prefix="/registration/teaching")
_BEFORE = timedelta(hours=12)  # when the button for a session's attendance appears


@blueprint.get("/")
@requires("lecturer")
def list_occasions() -> str:
    """My occasions: those to come first, then those that were."""
    with reading() as session:
        found = queries.own_occasions(session, signed_in_staff().contact_id)
    now = clock.now()
    return render(
        "teaching/list.html",
        coming=[item for item in found if item.ends_at > now],
        past=[item for item in reversed(found) if item.ends_at <= now],
        soon=now + _BEFORE,
        kinds=KINDS,
    )
