"""The office's pages about occasions: the list, the form, and what becomes of each."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import operations, queries, schemas
from services.registration.models import Activity
from services.registration.pages.blueprints import office
from services.registration.problems import SessionHasAttendance, SessionNotFound, StateDoesNotFit
from services.registration.schemas.office import rows_of, values_of
from services.registration.wording import availability, state_names, status_names
from shared.service import reading, service, transaction
from shared.vocabulary import EMPLOYERS, FORMS, KINDS, ROLES, SIDES
from shared.web import Form, render, requires, see_other

SIZE = 30
_SPARE_ROWS = 3


@office.get("/")
@requires("coordinator")
def list_occasions() -> str:
    """Every occasion of one state, with its numbers."""
    names = state_names()
    state = request.args.get("state", "")
    state = state if state in names else "published"
    wanted = queries.Criteria(
        states=(state,),  # type: ignore[arg-type]
        q=request.args.get("q", "")[:100].strip(),
        newest_first=state in ("completed", "cancelled"),
    )
    number = min(max(request.args.get("page", 1, type=int), 1), 1000)
    with reading() as session:
        page = queries.find_occasions(session, wanted, number, SIZE)
        counts = queries.count_by_state(session)
    return render(
        "manage/occasions.html",
        page=page,
        wanted=wanted,
        state=state,
        states=names,
        counts=counts,
        kinds=KINDS,
    )


@office.route("/occasions/new", methods=["GET", "POST"])
@requires("coordinator")
def create_occasion() -> ResponseReturnValue:
    """A new activity with its first occasion, or (with `activity`) another occasion of one."""
    activity = _chosen_activity()
    table = schemas.OccasionForm if activity else schemas.ActivityForm
    form = Form(table, {"places": "20"})
    if form.ok and not _wants_more_rows():
        with transaction() as session:
            activity_id = activity.id if activity else operations.create_activity(session, form.data).id
            occasion = operations.create_occasion(session, activity_id, form.data)
        return see_other(url_for("office.occasion", occasion_id=occasion.id))
    return _form_page(form, activity=activity)


@office.route("/occasions/<uuid:occasion_id>/change", methods=["GET", "POST"])
@requires("coordinator")
def change_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """Places, deadline and days of an occasion, to be changed."""
    with reading() as session:
        occasion = queries.find_occasion(session, occasion_id)
    form = Form(schemas.OccasionForm, values_of(occasion))
    if form.ok and not _wants_more_rows():
        try:
            with transaction() as session:
                operations.change_occasion(session, occasion_id, form.data)
        except (StateDoesNotFit, SessionHasAttendance, SessionNotFound) as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("office.occasion", occasion_id=occasion_id))
    return _form_page(form, activity=occasion.activity, occasion=occasion)


@office.get("/occasions/<uuid:occasion_id>")
@requires("coordinator")
def occasion(occasion_id: UUID) -> str:
    """One occasion: its numbers, its days, its participants, and what can be done."""
    with reading() as session:
        found = queries.find_occasion(session, occasion_id)
        participants = queries.list_participations(session, occasion_id)
        attended = queries.count_present(session, occasion_id)
    return render(
        "manage/occasion.html",
        occasion=found,
        available=availability(found),
        participants=participants,
        attended=attended,
        statuses=status_names(),
        employers=EMPLOYERS,
        sides=SIDES,
        roles=ROLES,
    )


@office.post("/occasions/<uuid:occasion_id>/publish")
@requires("coordinator")
def publish_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """Open a draft for registration."""
    with transaction() as session:
        operations.publish_occasion(session, occasion_id)
    return see_other(url_for("office.occasion", occasion_id=occasion_id))


@office.route("/occasions/<uuid:occasion_id>/cancel", methods=["GET", "POST"])
@requires("coordinator")
def cancel_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """Ask for the reason, then cancel the occasion with all its registrations."""
    form = Form(schemas.Cancellation)
    if form.ok:
        with transaction() as session:
            operations.cancel_occasion(session, occasion_id, form.data["reason"])
        return see_other(url_for("office.occasion", occasion_id=occasion_id))
    with reading() as session:
        found = queries.find_occasion(session, occasion_id)
    return render("manage/cancel_occasion.html", occasion=found, form=form), 422 if form.is_sent else 200


@office.route("/occasions/<uuid:occasion_id>/complete", methods=["GET", "POST"])
@requires("coordinator")
def complete_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """Show what will be reported, then mark the occasion as held."""
    if request.method == "POST":
        with transaction() as session:
            operations.complete_occasion(session, occasion_id)
        return see_other(url_for("office.occasion", occasion_id=occasion_id))
    with reading() as session:
        found = queries.find_occasion(session, occasion_id)
        attended = queries.count_present(session, occasion_id)
        participants = queries.list_participations(session, occasion_id, ("confirmed",))
    present = sum(1 for item in participants if item.attended)
    return render("manage/complete_occasion.html", occasion=found, attended=attended, present=present)


def _chosen_activity() -> Activity | None:
    try:
        chosen = UUID(request.args["activity"])
    except (KeyError, ValueError):
        return None
    with reading() as session:
        return session.get(Activity, chosen)


def _wants_more_rows() -> bool:
    return "more" in request.form


def _form_page(form: Form, **context: Any) -> ResponseReturnValue:
    rows = rows_of(form.values)
    if _wants_more_rows():
        form.errors, form.problem = {}, None
    page = render(
        "manage/occasion_form.html",
        form=form,
        rows=rows + (_SPARE_ROWS if _wants_more_rows() or not rows else 0),
        kinds=KINDS,
        forms=FORMS,
        areas=[(name, name) for name in service().region.areas],
        **{"activity": None, "occasion": None, **context},
    )
    return page, 422 if form.errors or form.problem else 200
