"""What programs get wrong of surveys and their recipients, and what they are to be told."""

from typing import Any
from uuid import uuid4

from tests.contracts.bad_calls import Bad
from tests.contracts.surveys import FORMER, SIV, SURVEY

SURVEYS_AT = "/evaluation/api/surveys"
ONE = f"{SURVEYS_AT}/{{survey_id}}"
RECIPIENTS = f"POST /registration/api/surveys/{uuid4()}/recipients"
FEW = [{"question": "overall", "value": "4", "count": 4}]


def _bad(what: str, call: str, status: int, slug: str, body: Any = None, role: str = "coordinator") -> Bad:
    return Bad(what, call, status, slug, role, {} if body is None else {"json": body})


SURVEYS = (
    _bad("an untitled survey", f"POST {SURVEYS_AT}", 422, "invalid_input", SURVEY | {"title": " "}),
    _bad(
        "a questionnaire of courses",
        f"POST {SURVEYS_AT}",
        422,
        "survey_wrong",
        SURVEY | {"questionnaire": "standard"},
    ),
    _bad(
        "a survey that closes first",
        f"POST {SURVEYS_AT}",
        422,
        "survey_wrong",
        SURVEY | {"closes_on": "2026-05-25"},
    ),
    _bad(
        "an opening without a time zone",
        f"PATCH {ONE}",
        422,
        "invalid_input",
        {"opens_at": "2026-06-01T08:00:00"},
    ),
    _bad(
        "a change of a sent survey",
        f"PATCH {SURVEYS_AT}/{{sent_survey}}",
        409,
        "survey_sent",
        {"title": "Nytt"},
    ),
    _bad("a sent survey called off", f"DELETE {SURVEYS_AT}/{{sent_survey}}", 409, "survey_sent"),
    _bad("an earlier survey called off", f"DELETE {SURVEYS_AT}/{{earlier_survey}}", 409, "survey_sent"),
    _bad(
        "a survey closed twice",
        f"POST {ONE}/close".replace("survey_id", "closed_survey"),
        409,
        "evaluation_already_closed",
    ),
    _bad("no such survey", f"GET {SURVEYS_AT}/{uuid4()}", 404, "survey_unknown"),
    _bad("an evaluation for a survey", f"GET {SURVEYS_AT}/{{closed}}", 404, "survey_unknown"),
    _bad("a lecturer's survey", f"POST {SURVEYS_AT}", 403, "not_allowed", SURVEY, role="lecturer"),
    _bad(
        "an open survey compared",
        f"GET {SURVEYS_AT}/compare?a={{earlier_survey}}&b={{sent_survey}}",
        409,
        "survey_has_no_results",
    ),
    _bad("nothing to compare", f"GET {SURVEYS_AT}/compare", 422, "invalid_input"),
    _bad(
        "results of four",
        f"POST {SURVEYS_AT}/import",
        422,
        "former_results_wrong",
        FORMER | {"rows": FEW},
    ),
    _bad("nobody chosen", RECIPIENTS, 422, "nobody_is_chosen", {}),
    _bad("an unknown place", RECIPIENTS, 422, "invalid_input", {"municipalities": ["9999"]}),
    _bad(
        "one bad address among good ones",
        RECIPIENTS,
        422,
        "invalid_input",
        {"people": [SIV, SIV | {"email": "siv"}]},
    ),
    _bad("recipients of a lecturer", RECIPIENTS, 403, "not_allowed", {"people": [SIV]}, role="lecturer"),
)
