"""Results of courses over their occasions, and of lecturers and suppliers over time."""

from uuid import UUID

from services.evaluation.pages.blueprints import pages
from services.evaluation.pages.evaluations import address_without_page, coordinates, wanted_by
from services.evaluation.queries import evaluations, results
from services.evaluation.schemas.evaluations import ActivityQuery
from shared.service import reading
from shared.vocabulary import KINDS
from shared.web import count_pages, render, requires, signed_in_staff


@pages.get("/results")
@requires("coordinator", "lecturer")
def list_results() -> str:
    """Every course with an evaluation, with its results over all occasions."""
    wanted, caller = wanted_by(ActivityQuery()), signed_in_staff()
    with reading() as session:
        rows, total = results.list_activities(session, caller, **wanted)
        periods = evaluations.list_periods(session, caller)
    return render(
        "results.html",
        rows=rows,
        total=total,
        address=address_without_page("/evaluation/results", wanted),
        last=count_pages(total, wanted["per_page"]),
        wanted=wanted,
        kinds=KINDS,
        periods=periods,
        coordinates=coordinates(caller),
        me=caller.contact_id,
    )


@pages.get("/activities/<uuid:activity_id>")
@requires("coordinator", "lecturer")
def show_activity(activity_id: UUID) -> str:
    """The results of a course over its occasions."""
    caller = signed_in_staff()
    with reading() as session:
        found = results.activity_results(session, caller, activity_id)
    return render("results_of.html", results=found, activity_id=activity_id, coordinates=coordinates(caller))


@pages.get("/lecturers/<uuid:contact_id>")
@requires("coordinator", "lecturer")
def show_lecturer(contact_id: UUID) -> str:
    """The results of a lecturer or supplier over time."""
    caller = signed_in_staff()
    with reading() as session:
        found = results.lecturer_results(session, caller, contact_id)
    return render("results_of.html", results=found, contact_id=contact_id, coordinates=coordinates(caller))
