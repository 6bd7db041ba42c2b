"""The office's pages about workplaces: the list, what people typed beside it, and merging."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import schemas
from services.registration.operations import workplaces as operations
from services.registration.pages.blueprints import region_pages
from services.registration.problems import WorkplaceNotFound
from services.registration.queries import workplaces as queries
from shared.i18n import gettext as _
from shared.service import reading, service, transaction
from shared.vocabulary import EMPLOYERS
from shared.web import Form, Problem, render, requires, see_other
from shared.web.lists import wanted_page

_FIELDS = ("name", "employer", "organisation_number", "invoice_reference")


@region_pages.get("/workplaces")
@requires("coordinator")
def workplaces() -> str:
    """The list, with a search; and how much people typed that is not on it."""
    wanted = queries.WorkplaceCriteria(
        q=request.args.get("q", "")[:100].strip(),
        municipality=request.args.get("municipality") or None,
        is_active=request.args.get("closed") != "yes",
    )
    number = wanted_page()
    with reading() as session:
        page = queries.find_workplaces(session, wanted, number)
        typed = len(queries.typed_workplaces(session))
    return render(
        "manage/region/workplaces.html",
        page=page,
        wanted=wanted,
        typed=typed,
        employers=EMPLOYERS,
        **_lists(),
    )


@region_pages.route("/workplaces/new", methods=["GET", "POST"])
@requires("coordinator")
def add_workplace() -> ResponseReturnValue:
    """A workplace that is new to the list, maybe one that people typed."""
    form = Form(schemas.NewWorkplace, request.args)
    if form.ok:
        try:
            with transaction() as session:
                operations.add_workplace(session, form.data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(_after(request.args.get("back") == "typed"))
    page = render("manage/region/new_workplace.html", form=form, employers=EMPLOYERS, **_lists())
    return page, 422 if form.is_sent else 200


@region_pages.route("/workplaces/<uuid:workplace_id>", methods=["GET", "POST"])
@requires("coordinator")
def workplace(workplace_id: UUID) -> ResponseReturnValue:
    """One workplace: what is known of it, and what can be done."""
    with reading() as session:
        found = operations.find_workplace(session, workplace_id)
        others = queries.workplaces_at(session, found.municipality, found.district)
    form = Form(schemas.WorkplaceForm, {name: getattr(found, name) or "" for name in _FIELDS})
    if form.ok:
        try:
            with transaction() as session:
                operations.change_workplace(session, workplace_id, form.data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(_after(False))
    page = render(
        "manage/region/workplace.html",
        form=form,
        found=found,
        others=[(item.id, item.name) for item in others if item.id != workplace_id],
        employers=EMPLOYERS,
        **_lists(),
    )
    return page, 422 if form.is_sent else 200


@region_pages.post("/workplaces/<uuid:workplace_id>/state")
@requires("coordinator")
def close_workplace(workplace_id: UUID) -> ResponseReturnValue:
    """Close a workplace, or open it again."""
    with transaction() as session:
        change = {"is_active": request.form.get("close") != "yes"}
        operations.change_workplace(session, workplace_id, change)
    return see_other(url_for("region.workplace", workplace_id=workplace_id))


@region_pages.post("/workplaces/<uuid:workplace_id>/merge")
@requires("coordinator")
def merge_workplaces(workplace_id: UUID) -> ResponseReturnValue:
    """Close a workplace that is another one under a second name."""
    with transaction() as session:
        kept = operations.merge_workplaces(session, workplace_id, _chosen("into_id"))
    return see_other(url_for("region.workplace", workplace_id=kept.id))


@region_pages.get("/workplaces/typed")
@requires("coordinator")
def typed_workplaces() -> str:
    """What people typed that is not on the list, the most frequent first."""
    q = request.args.get("q", "")[:100].strip()
    with reading() as session:
        found = queries.typed_workplaces(session, q, request.args.get("municipality") or None)
    return render(
        "manage/region/typed_workplaces.html",
        found=found[: queries.PAGE_SIZE],
        total=len(found),
        q=q,
        municipality=request.args.get("municipality", ""),
        **_lists(),
    )


@region_pages.route("/workplaces/typed/one", methods=["GET", "POST"])
@requires("coordinator")
def typed_workplace() -> ResponseReturnValue:
    """One of them: is it new, or the same as one on the list?"""
    place = request.args.get("municipality", ""), request.args.get("district") or None
    if request.method == "POST":
        with transaction() as session:
            operations.adopt_typed(session, _chosen("workplace_id"), request.args.get("name", ""))
        return see_other(_after(True))
    with reading() as session:
        found = queries.find_typed(session, *place, request.args.get("name", ""))
        listed = queries.workplaces_at(session, *place)
    if found is None:
        raise WorkplaceNotFound()
    return render("manage/region/typed_workplace.html", found=found, listed=listed, **_lists())


def _after(typed: bool) -> str:
    return url_for("region.typed_workplaces" if typed else "region.workplaces")


def _chosen(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise WorkplaceNotFound() from None


def _lists() -> dict[str, object]:
    region = service().region
    cities = [item for item in region.open_municipalities if item.open_districts]
    return {
        "municipalities": [(item.code, item.name) for item in region.open_municipalities],
        "districts": [
            (part.slug, f"{city.name}: {part.name}") for city in cities for part in city.open_districts
        ],
        "labels": {
            "name": _("Name"),
            "municipality": _("Municipality"),
            "district": _("City district"),
            "employer": _("Employer"),
            "organisation_number": _("Organisation number"),
            "invoice_reference": _("Invoice reference"),
        },
    }
