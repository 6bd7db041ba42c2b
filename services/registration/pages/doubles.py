"""The office's pages about persons who were entered twice."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration.operations import merging
from services.registration.pages.blueprints import region_pages
from services.registration.problems import PersonNotFound
from services.registration.queries import doubles as found_doubles
from services.registration.words.standing import status_names
from shared.service import reading, transaction
from shared.web import Problem, render, requires, see_other


@region_pages.get("/doubles")
@requires("coordinator")
def doubles() -> str:
    """Pairs that may be one person, the likeliest first."""
    with reading() as session:
        found = found_doubles.likely_doubles(session)
    return render("manage/region/doubles.html", found=found, merged="merged" in request.args)


@region_pages.route("/doubles/<uuid:first_id>/<uuid:second_id>", methods=["GET", "POST"])
@requires("coordinator")
def double(first_id: UUID, second_id: UUID) -> ResponseReturnValue:
    """Both side by side with their registrations; then one of them, or both, stay."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _decide(first_id, second_id)
        except PersonNotFound:
            raise
        except Problem as found:
            problem = found
        else:
            return see_other(url_for("region.doubles", merged="yes" if "keep" in request.form else None))
    with reading() as session:
        entries = [found_doubles.entry(session, key) for key in (first_id, second_id)]
        both = merging.clashes(session, first_id, second_id)
    page = render(
        "manage/region/double.html",
        entries=entries,
        clashes={item.id for item in both},
        statuses=status_names(),
        problem=problem,
    )
    return page, problem.status if problem else 200


def _decide(first_id: UUID, second_id: UUID) -> None:
    """Keep one of the two, as the form says; or keep them apart."""
    kept = request.form.get("keep")
    with transaction() as session:
        if kept == str(first_id):
            merging.merge_persons(session, first_id, second_id)
        elif kept == str(second_id):
            merging.merge_persons(session, second_id, first_id)
        elif "apart" in request.form:
            merging.keep_apart(session, first_id, second_id)
        else:
            raise PersonNotFound()
