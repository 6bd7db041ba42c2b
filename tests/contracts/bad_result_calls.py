"""What programs get wrong about results, and what they are to be told."""

from tests.contracts.bad_calls import NOBODY, Bad
from tests.contracts.bad_region_calls import as_json

RESULTS = (
    Bad(
        "a text that is rewritten",
        "POST /evaluation/api/texts/{text_id}/mask",
        422,
        "mask_adds_text",
        "coordinator",
        as_json({"text": "Ingen pratade."}),
    ),
    Bad(
        "a lecturer may not mask",
        "POST /evaluation/api/texts/{text_id}/mask",
        403,
        "not_allowed",
        "lecturer",
        as_json({"text": "[…]"}),
    ),
    Bad(
        "another lecturer's results",
        f"GET /evaluation/api/lecturers/{NOBODY}/results",
        404,
        "lecturer_unknown",
        "lecturer",
    ),
    Bad(
        "no such course",
        f"GET /evaluation/api/activities/{NOBODY}/results",
        404,
        "activity_unknown",
        "coordinator",
    ),
    Bad(
        "no such period of results",
        "GET /evaluation/api/activities?period=2026-T4",
        422,
        "invalid_input",
        "coordinator",
    ),
)
