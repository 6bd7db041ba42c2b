"""What programs get wrong about the region's lists, and what they are to be told."""

from typing import Any
from uuid import uuid4

from tests.contracts.bad_calls import NOBODY, Bad


def as_json(body: Any) -> dict[str, Any]:
    """The body as a call gives it."""
    return {"json": body}


REGION = (
    Bad(
        "a municipality that is there",
        "POST /registration/api/region/municipalities",
        409,
        "already_in_the_region",
        "coordinator",
        as_json({"code": "0182", "name": "Nacka igen", "column": 1, "row": 14, "staff": 5}),
    ),
    Bad(
        "a municipality on a taken square",
        "POST /registration/api/region/municipalities",
        409,
        "tile_is_taken",
        "coordinator",
        as_json({"code": "0480", "name": "Nyköping", "column": 4, "row": 4, "staff": 5}),
    ),
    Bad(
        "staff numbers of nowhere",
        "PUT /registration/api/region/staff",
        422,
        "numbers_are_wrong",
        "coordinator",
        as_json({"numbers": [{"municipality": "9999", "year": 2027, "staff": 5}]}),
    ),
    Bad(
        "a district of nowhere",
        "PATCH /registration/api/region/municipalities/0180/districts/atlantis",
        404,
        "district_not_found",
        "coordinator",
        as_json({"is_closed": True}),
    ),
    Bad(
        "no such area",
        "PATCH /registration/api/region/areas",
        404,
        "area_not_found",
        "coordinator",
        as_json({"name": "Opera", "is_closed": True}),
    ),
    Bad(
        "a wrong check digit",
        "POST /registration/api/workplaces",
        422,
        "invalid_input",
        "coordinator",
        as_json(
            {
                "name": "Eken",
                "municipality": "0182",
                "employer": "private",
                "organisation_number": "212000-0143",
            }
        ),
    ),
    Bad(
        "a workplace that is known",
        "POST /registration/api/workplaces",
        409,
        "workplace_is_known",
        "coordinator",
        as_json({"name": "SOLGÅRDEN", "municipality": "0126", "employer": "private"}),
    ),
    Bad(
        "a lecturer's contact twice",
        "POST /registration/api/lecturers",
        409,
        "contact_is_taken",
        "coordinator",
        as_json(
            {
                "kind": "lecturer",
                "name": "Ulla Ek",
                "given_name": "Ulla",
                "family_name": "Ek",
                "email": "ULLA@konsult.example",
            }
        ),
    ),
    Bad(
        "persons merged with nobody",
        f"POST /registration/api/persons/{NOBODY}/merge",
        404,
        "person_not_found",
        "coordinator",
        as_json({"other_id": str(uuid4())}),
    ),
    Bad("the region for a lecturer", "GET /registration/api/region", 403, "not_allowed", "lecturer"),
)
