"""A lecturer's pages: own occasions with their numbers, and who is expected at each session."""

from uuid import UUID

from services.registration import operations
from services.registration.queries import teaching as queries
from services.registration.queries.attendance import list_expected
from shared import clock
from shared.service import reading
from shared.vocabulary import KINDS
from shared.web import PageBlueprint, render, requires, staff

blueprint = PageBlueprint("registration", "teaching", prefix="/registration/teaching")


@blueprint.get("/")
@requires("lecturer")
def list_occasions() -> str:
    """My occasions: those to come first, then those that were."""
    with reading() as session:
        found = queries.own_occasions(session, _contact())
    now = clock.now()
    return render(
        "teaching/list.html",
        coming=[item for item in found if item.ends_at > now],
        past=[item for item in reversed(found) if item.ends_at <= now],
        kinds=KINDS,
    )


@blueprint.get("/sessions/<uuid:session_id>")
@requires("lecturer")
def attendance(session_id: UUID) -> str:
    """Who is expected at a session of mine, and who was there; names only, and nothing to change."""
    with reading() as session:
        course_session = queries.own_session(session, _contact(), session_id)
        occasion = queries.own_occasion(session, _contact(), course_session.occasion_id)
        expected = list_expected(session, occasion.id)
        present = operations.present_at(session, session_id)
    return render(
        "teaching/session.html",
        occasion=occasion,
        course_session=course_session,
        expected=expected,
        present=present,
    )


def _contact() -> UUID | None:
    caller = staff()
    return caller.contact_id if caller else None
