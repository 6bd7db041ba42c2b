"""What the report is asked and does not know, and what whoever asks is to be told."""

from tests.contracts.bad_calls import NOBODY, Bad

QUESTIONS = (
    Bad(
        "a district without its municipality",
        "GET /reporting/api/totals?period=2026&district=farsta",
        422,
        "unknown_district",
        "coordinator",
    ),
    Bad(
        "no such area",
        "GET /reporting/api/totals?period=2026&area=Astronomi",
        422,
        "unknown_area",
        "coordinator",
    ),
    Bad(
        "no such activity",
        f"GET /reporting/api/breakdown?by=role&activity={NOBODY}",
        422,
        "unknown_activity",
        "coordinator",
    ),
    Bad(
        "no such lecturer",
        f"GET /reporting/api/breakdown?by=role&lecturer={NOBODY}",
        422,
        "unknown_lecturer",
        "coordinator",
    ),
    Bad(
        "another lecturer's occasions",
        f"GET /reporting/api/occasions?lecturer={NOBODY}",
        403,
        "not_your_occasions",
        "lecturer",
    ),
    Bad("no such breakdown", "GET /reporting/api/breakdown?by=shoes", 422, "invalid_input", "coordinator"),
)
