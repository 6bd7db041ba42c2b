"""What programs get wrong about evaluations and their results, and what they are to be told."""

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
    Bad(
        "a last day that is over",
        "PATCH /evaluation/api/evaluations/{evaluation_id}",
        422,
        "last_day_wrong",
        "coordinator",
        as_json({"closes_on": "2026-01-01"}),
    ),
    Bad(
        "a last day that is none",
        "PATCH /evaluation/api/evaluations/{evaluation_id}",
        422,
        "invalid_input",
        "coordinator",
        as_json({"closes_on": "på fredag"}),
    ),
    Bad(
        "the last day of what has closed",
        "PATCH /evaluation/api/evaluations/{closed}",
        409,
        "evaluation_already_closed",
        "coordinator",
        as_json({"closes_on": "2026-12-01"}),
    ),
)
