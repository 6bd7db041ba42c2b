"""Two surveys beside one another."""

from uuid import UUID

from flask import request

from services.evaluation.pages.blueprints import pages
from services.evaluation.problems import SurveyHasNoResults, SurveyIsUnknown
from services.evaluation.queries import surveys as queries
from services.evaluation.queries.surveys import ComparedSurveys
from shared.service import reading
from shared.web import render, requires


@pages.get("/surveys/compare")
@requires("coordinator")
def compare_surveys() -> str:
    """Choose two surveys, and see them question by question."""
    chosen = {name: _id(request.args.get(name, "")) for name in ("a", "b")}
    with reading() as session:
        surveys = queries.comparable(session)
        found: ComparedSurveys | None = None
        withheld = False
        if chosen["a"] and chosen["b"]:
            try:
                found = queries.compare_surveys(session, chosen["a"], chosen["b"])
            except (SurveyIsUnknown, SurveyHasNoResults):
                withheld = True
    return render(
        "survey_comparison.html",
        surveys=[(str(item.id), f"{item.title} ({item.held_on.year})") for item in surveys],
        chosen={name: str(value or "") for name, value in chosen.items()},
        found=found,
        withheld=withheld,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
