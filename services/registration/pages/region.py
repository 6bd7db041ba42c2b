"""The region's lists for the office: municipalities, city districts and areas."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import schemas
from services.registration.operations import region as operations
from services.registration.pages.blueprints import region_pages
from shared import clock
from shared.i18n import gettext as _
from shared.region import Region
from shared.service import reading, transaction
from shared.web import Form, Problem, render, requires, see_other


@region_pages.get("/")
@requires("coordinator")
def municipalities() -> str:
    """Every municipality with its districts and its target group this year."""
    return render("manage/region/municipalities.html", current=_current(), year=clock.today().year)


@region_pages.route("/municipalities/new", methods=["GET", "POST"])
@requires("coordinator")
def add_municipality() -> ResponseReturnValue:
    """A municipality that joins."""
    form = Form(schemas.NewMunicipalityForm)
    if form.ok:
        try:
            with transaction() as session:
                operations.add_municipality(session, _from_zero(form.data))
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("region.municipality", code=form.data["code"]))
    page = render("manage/region/new_municipality.html", form=form, labels=_labels(), current=_current())
    return page, 422 if form.is_sent else 200


@region_pages.route("/municipalities/<code>", methods=["GET", "POST"])
@requires("coordinator")
def municipality(code: str) -> ResponseReturnValue:
    """One municipality: its name, its square of the map, and its districts."""
    found = operations.municipality_of(_current(), code)
    column, row = found.tile
    form = Form(
        schemas.MunicipalityForm, {"name": found.name, "column": str(column + 1), "row": str(row + 1)}
    )
    if form.ok:
        try:
            with transaction() as session:
                operations.change_municipality(session, code, _from_zero(form.data))
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("region.municipality", code=code, saved="yes"))
    return _municipality_page(code, form)


@region_pages.post("/municipalities/<code>/state")
@requires("coordinator")
def close_municipality(code: str) -> ResponseReturnValue:
    """Close a municipality for new use, or open it again."""
    with transaction() as session:
        operations.change_municipality(session, code, {"is_closed": _is_to_close()})
    return see_other(url_for("region.municipality", code=code))


@region_pages.post("/municipalities/<code>/districts")
@requires("coordinator")
def add_district(code: str) -> ResponseReturnValue:
    """A city district that is new."""
    form = Form(schemas.NewDistrictForm)
    if form.ok:
        try:
            with transaction() as session:
                operations.add_district(session, code, form.data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("region.municipality", code=code, _anchor="districts"))
    return _municipality_page(code, new_district=form)


@region_pages.route("/municipalities/<code>/districts/<slug>", methods=["GET", "POST"])
@requires("coordinator")
def district(code: str, slug: str) -> ResponseReturnValue:
    """The name of a city district."""
    city = operations.municipality_of(_current(), code)
    found = operations.district_of(city, slug)
    form = Form(schemas.DistrictForm, {"name": found.name})
    if form.ok:
        try:
            with transaction() as session:
                operations.change_district(session, code, slug, form.data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("region.municipality", code=code, _anchor="districts"))
    page = render("manage/region/district.html", form=form, city=city, found=found, labels=_labels())
    return page, 422 if form.is_sent else 200


@region_pages.post("/municipalities/<code>/districts/<slug>/state")
@requires("coordinator")
def close_district(code: str, slug: str) -> ResponseReturnValue:
    """Close a city district for new use, or open it again."""
    with transaction() as session:
        operations.change_district(session, code, slug, {"is_closed": _is_to_close()})
    return see_other(url_for("region.municipality", code=code, _anchor="districts"))


@region_pages.route("/areas", methods=["GET", "POST"])
@requires("coordinator")
def areas() -> ResponseReturnValue:
    """The areas by which activities are told apart, and the form for another."""
    form = Form(schemas.NewArea)
    if form.ok:
        try:
            with transaction() as session:
                operations.add_area(session, form.data["name"])
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("region.areas"))
    page = render("manage/region/areas.html", form=form, current=_current(), labels=_labels())
    return page, 422 if form.is_sent else 200


@region_pages.post("/areas/state")
@requires("coordinator")
def close_area() -> ResponseReturnValue:
    """Close an area for new activities, or open it again."""
    with transaction() as session:
        operations.change_area(session, request.form.get("name", ""), is_closed=_is_to_close())
    return see_other(url_for("region.areas"))


def _municipality_page(
    code: str, form: Form | None = None, new_district: Form | None = None
) -> ResponseReturnValue:
    found = operations.municipality_of(_current(), code)
    sent = [item for item in (form, new_district) if item and item.is_sent]
    page = render(
        "manage/region/municipality.html",
        found=found,
        form=form or _unsent(found.name, *found.tile),
        new_district=new_district or _Blank({}),
        labels=_labels(),
        year=clock.today().year,
        saved="saved" in request.args,
    )
    return page, 422 if sent else 200


class _Blank:
    """A form beside the one that was sent: it shows texts, and nothing is wrong with it."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values
        self.errors: dict[str, list[str]] = {}
        self.problem = None

    def value(self, name: str) -> str:
        """The text of a field, or empty."""
        return self.values.get(name, "")


def _unsent(name: str, column: int, row: int) -> _Blank:
    return _Blank({"name": name, "column": str(column + 1), "row": str(row + 1)})


def _from_zero(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"column": data["column"] - 1, "row": data["row"] - 1}


def _is_to_close() -> bool:
    return request.form.get("close") == "yes"


def _current() -> Region:
    with reading() as session:
        return operations.current_region(session)


def _labels() -> dict[str, str]:
    return {
        "code": _("Municipality code"),
        "name": _("Name"),
        "column": _("Column"),
        "row": _("Row"),
        "staff": _("Staff in the target group"),
    }
