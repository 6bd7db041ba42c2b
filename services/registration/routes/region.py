"""The region's lists by API: municipalities, city districts, areas and staff numbers."""

from typing import Any

from flask import Response

from services.registration import problems, schemas
from services.registration.files import staff_numbers
from services.registration.operations import region as operations
from services.registration.operations.staff_numbers import record_staff
from shared.region import District, Municipality, Region
from shared.service import reading, transaction
from shared.sheets import CSV, XLSX
from shared.web import ApiBlueprint, attached, raises, requires

blueprint = ApiBlueprint("registration", "region", description="The region's lists")

FILE = {"type": "string", "format": "binary"}


@blueprint.get("/region")
@requires("coordinator", "representative")
@blueprint.response(200, schemas.RegionView)
def get_region() -> Region:
    """The region as it is now, with what is closed for new use."""
    with reading() as session:
        return operations.current_region(session)


@blueprint.post("/region/municipalities")
@requires("coordinator")
@blueprint.arguments(schemas.NewMunicipality)
@blueprint.response(201, schemas.MunicipalityView)
@raises(problems.AlreadyInTheRegion, problems.TileIsTaken)
def add_municipality(new: dict[str, Any]) -> Municipality:
    """Add a municipality, which forms offer from now on."""
    with transaction() as session:
        region = operations.add_municipality(session, new)
    return operations.municipality_of(region, new["code"])


@blueprint.patch("/region/municipalities/<code>")
@requires("coordinator")
@blueprint.arguments(schemas.MunicipalityChange)
@blueprint.response(200, schemas.MunicipalityView)
@raises(problems.MunicipalityNotFound, problems.AlreadyInTheRegion, problems.TileIsTaken)
def change_municipality(change: dict[str, Any], code: str) -> Municipality:
    """Change name or square, close a municipality for new use or open it again; none is ever removed."""
    with transaction() as session:
        region = operations.change_municipality(session, code, change)
    return operations.municipality_of(region, code)


@blueprint.post("/region/municipalities/<code>/districts")
@requires("coordinator")
@blueprint.arguments(schemas.NewDistrict)
@blueprint.response(201, schemas.DistrictView)
@raises(problems.MunicipalityNotFound, problems.AlreadyInTheRegion)
def add_district(new: dict[str, Any], code: str) -> District:
    """Add a city district; its municipality then counts as the sum of its districts."""
    with transaction() as session:
        region = operations.add_district(session, code, new)
    return operations.municipality_of(region, code).districts[-1]


@blueprint.patch("/region/municipalities/<code>/districts/<slug>")
@requires("coordinator")
@blueprint.arguments(schemas.DistrictChange)
@blueprint.response(200, schemas.DistrictView)
@raises(
    problems.MunicipalityNotFound,
    problems.DistrictNotFound,
    problems.AlreadyInTheRegion,
)
def change_district(change: dict[str, Any], code: str, slug: str) -> District:
    """Change the name, close a district for new use or open it again; none is ever removed."""
    with transaction() as session:
        region = operations.change_district(session, code, slug, change)
    return operations.district_of(operations.municipality_of(region, code), slug)


@blueprint.post("/region/areas")
@requires("coordinator")
@blueprint.arguments(schemas.NewArea)
@blueprint.response(201, schemas.RegionView)
@raises(problems.AlreadyInTheRegion)
def add_area(new: dict[str, str]) -> Region:
    """Add an area by which activities are told apart."""
    with transaction() as session:
        return operations.add_area(session, new["name"])


@blueprint.patch("/region/areas")
@requires("coordinator")
@blueprint.arguments(schemas.AreaChange)
@blueprint.response(200, schemas.RegionView)
@raises(problems.AreaNotFound)
def change_area(change: dict[str, Any]) -> Region:
    """Close an area for new activities, or open it again."""
    with transaction() as session:
        return operations.change_area(session, change["name"], is_closed=change["is_closed"])


@blueprint.put("/region/staff")
@requires("coordinator")
@blueprint.arguments(schemas.StaffNumbers)
@blueprint.response(200, schemas.RegionView)
@raises(problems.NumbersAreWrong)
def record_staff_numbers(given: dict[str, Any]) -> Region:
    """Keep staff numbers, each from its year on: the whole table, or nothing with every bad row named."""
    with transaction() as session:
        return record_staff(session, given["numbers"])


@blueprint.get("/region/staff.csv")
@requires("coordinator")
@blueprint.response(200, FILE, content_type="text/csv")
def staff_numbers_as_csv() -> Response:
    """The staff numbers as CSV: a row for each place, a column for each year."""
    with reading() as session:
        text = staff_numbers.as_csv(operations.current_region(session))
    return attached(text, CSV, "staff.csv")


@blueprint.get("/region/staff.xlsx")
@requires("coordinator")
@blueprint.response(200, FILE, content_type=XLSX)
def staff_numbers_as_xlsx() -> Response:
    """The staff numbers as a workbook: a row for each place, a column for each year."""
    with reading() as session:
        content = staff_numbers.as_xlsx(operations.current_region(session))
    return attached(content, XLSX, "staff.xlsx")
