"""The staff numbers for the office: a table for each year, and files in and out."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from services.registration import schemas
from services.registration.files import staff_numbers as files
from services.registration.files.tables import TableIsUnreadable
from services.registration.operations.region import current_region
from services.registration.operations.staff_numbers import record_staff
from services.registration.pages.blueprints import region_pages
from services.registration.problems import NumbersAreWrong
from shared import clock
from shared.region import Region
from shared.service import reading, transaction
from shared.sheets import CSV, XLSX
from shared.web import Form, attached, render, requires, see_other


@region_pages.route("/staff", methods=["GET", "POST"])
@requires("coordinator")
def staff_numbers() -> ResponseReturnValue:
    """The numbers of one year, to be written over."""
    region = _current()
    form = Form(schemas.StaffForm, {"year": str(_year())})
    if form.ok:
        try:
            with transaction() as session:
                record_staff(session, _changed(region, form.data))
        except NumbersAreWrong as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("region.staff_numbers", year=form.data["year"], saved="yes"))
    return _page(region, form), 422 if form.is_sent else 200


@region_pages.post("/staff/import")
@requires("coordinator")
def import_staff_numbers() -> ResponseReturnValue:
    """Take the numbers of a file: all of them, or none with a report of every bad row."""
    region = _current()
    sent = request.files.get("file")
    try:
        found = files.read(sent.read() if sent else b"", region)
        with transaction() as session:
            record_staff(session, found)
    except (NumbersAreWrong, TableIsUnreadable) as problem:
        return _page(region, problem=problem), problem.status
    year = max((item["year"] for item in found), default=clock.today().year)
    return see_other(url_for("region.staff_numbers", year=year, taken=len(found)))


@region_pages.get("/staff.csv")
@requires("coordinator")
def staff_numbers_csv() -> Response:
    """Every number as CSV."""
    return attached(files.as_csv(_current()), CSV, "personaltal.csv")


@region_pages.get("/staff.xlsx")
@requires("coordinator")
def staff_numbers_xlsx() -> Response:
    """Every number as a workbook, to be filled in and sent back."""
    return attached(files.as_xlsx(_current()), XLSX, "personaltal.xlsx")


def _page(region: Region, form: Form | None = None, problem: Any = None) -> str:
    written = form.value("year") if form else ""
    year = int(written) if written.isdecimal() and len(written) == 4 else _year()
    this_year = clock.today().year
    known = files.years_of(region)
    return render(
        "manage/region/staff.html",
        form=form if form and form.is_sent else None,
        problem=problem,
        region_now=region,
        places=list(files.places_of(region)),
        year=year,
        years=sorted({*known, this_year - 1, this_year, this_year + 1, year}),
        taken=request.args.get("taken", type=int),
        saved="saved" in request.args,
    )


def _changed(region: Region, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows whose number is another than what holds in the year anyhow."""
    return [
        item | {"year": data["year"]}
        for item in data["numbers"]
        if item["staff"] is not None and item["staff"] != _holds(region, item, data["year"])
    ]


def _holds(region: Region, item: Mapping[str, Any], year: int) -> int | None:
    municipality = region.municipality(item["municipality"])
    district = municipality.district(item["district"]) if municipality else None
    place = district or municipality
    return place.staff(year) if place else None


def _year() -> int:
    year = request.args.get("year", type=int)
    return year if year and year in files.YEARS else clock.today().year


def _current() -> Region:
    with reading() as session:
        return current_region(session)
