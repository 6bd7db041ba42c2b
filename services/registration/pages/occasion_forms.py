"""The office's forms of activities and occasions: make, change, copy."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import operations, queries, schemas
from services.registration.models import Activity
from services.registration.operations import repeating
from services.registration.pages.blueprints import office
from services.registration.queries import enrolments
from services.registration.queries import office as office_queries
from services.registration.schemas.office import ActivityChangeForm
from services.registration.schemas.office_values import activity_values, changes_of, rows_of, values_of
from services.registration.schemas.repeating import Copy
from shared import clock
from shared.service import reading, service, transaction
from shared.vocabulary import FORMS, KINDS, ROLES
from shared.web import Form, Problem, render, requires, see_other

_SPARE_ROWS = 3
_DEFAULTS = {
    "places": "20",
    "queue_policy": "move_up",
    "offer_hours": "48",
    "approval_hours": "72",
    "completes_after_hours": "24",
    "target_rule": "none",
    "late_cancellation_percent": "0",
    "absence_percent": "100",
}


@office.route("/occasions/new", methods=["GET", "POST"])
@requires("coordinator")
def create_occasion() -> ResponseReturnValue:
    """A new activity with its first occasion, or (with `activity`) another occasion of one."""
    activity = _chosen_activity()
    form = Form(schemas.OccasionForm if activity else schemas.ActivityForm, _DEFAULTS)
    if form.ok and not _wants_more_rows():
        try:
            with transaction() as session:
                activity_id = activity.id if activity else operations.create_activity(session, form.data).id
                occasion = operations.create_occasion(session, activity_id, form.data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("office.occasion", occasion_id=occasion.id))
    return _form_page(form, activity=activity)


@office.route("/occasions/<uuid:occasion_id>/change", methods=["GET", "POST"])
@requires("coordinator")
def change_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """Days, places and rules of an occasion, to be changed."""
    with reading() as session:
        occasion = office_queries.find_office_occasion(session, occasion_id)
        told = enrolments.count_named(session, occasion_id, ["confirmed"])
    form = Form(schemas.OccasionForm, values_of(occasion))
    if form.ok and not _wants_more_rows():
        try:
            with transaction() as session:
                operations.change_occasion(session, occasion_id, changes_of(occasion, form.data))
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("office.occasion", occasion_id=occasion_id))
    return _form_page(form, activity=occasion.activity, occasion=occasion, told=told)


@office.route("/activities/<uuid:activity_id>/change", methods=["GET", "POST"])
@requires("coordinator")
def change_activity(activity_id: UUID) -> ResponseReturnValue:
    """What is offered, for whom and at what cost; it holds for every occasion that is not held yet."""
    with reading() as session:
        activity = office_queries.find_activity(session, activity_id)
        count = office_queries.count_open_occasions(session, activity_id)
    form = Form(ActivityChangeForm, activity_values(activity))
    if form.ok:
        try:
            with transaction() as session:
                operations.change_activity(session, activity_id, form.data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(_back(activity_id))
    return _form_page(
        form, activity=activity, is_activity=True, open_occasions=count, back=_back(activity_id)
    )


@office.route("/occasions/<uuid:occasion_id>/duplicate", methods=["GET", "POST"])
@requires("coordinator")
def duplicate_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """Ask for the first day, then make a draft like this occasion."""
    with reading() as session:
        occasion = office_queries.find_office_occasion(session, occasion_id)
    form = Form(Copy)
    if form.ok:
        with transaction() as session:
            copy = repeating.duplicate_occasion(session, occasion_id, form.data["first_day"])
        return see_other(url_for("office.change_occasion", occasion_id=copy.id))
    page = render("manage/duplicate.html", form=form, occasion=occasion, today=clock.today())
    return page, 422 if form.is_sent else 200


def _chosen_activity() -> Activity | None:
    try:
        chosen = UUID(request.args["activity"])
    except (KeyError, ValueError):
        return None
    with reading() as session:
        return session.get(Activity, chosen)


def _back(activity_id: UUID) -> str:
    """Where a changed activity was looked at: one of its occasions, or the list."""
    try:
        return url_for("office.occasion", occasion_id=UUID(request.args["from"]))
    except (KeyError, ValueError):
        return url_for("office.list_occasions")


def _wants_more_rows() -> bool:
    return "more" in request.form


def _form_page(form: Form, **context: Any) -> ResponseReturnValue:
    rows = rows_of(form.values)
    if _wants_more_rows():
        form.errors, form.problem = {}, None
    activity = context.get("activity")
    with reading() as session:
        lecturers = queries.list_lecturers(session)
        activities = office_queries.list_activities(session)
    page = render(
        "manage/occasion_form.html",
        form=form,
        rows=rows + _SPARE_ROWS if _wants_more_rows() else rows or 1,
        kinds=KINDS,
        forms=FORMS,
        roles=ROLES,
        areas=[(name, name) for name in _areas(activity)],
        municipalities=[(item.code, item.name) for item in service().region.open_municipalities],
        lecturers=[(item.contact_id, _lecturer(item)) for item in lecturers],
        activities=[(id, title) for id, title in activities if activity is None or id != activity.id],
        **{"activity": None, "occasion": None, "is_activity": False, "told": 0, **context},
    )
    return page, 422 if form.errors or form.problem else 200


def _areas(activity: Activity | None) -> list[str]:
    """The areas to choose from; the activity's own too, where it was closed."""
    areas = [*service().region.areas]
    if activity and activity.area and activity.area not in areas:
        areas.append(activity.area)
    return areas


def _lecturer(item: Any) -> str:
    return f"{item.name}, {item.organisation}" if item.organisation else str(item.name)
