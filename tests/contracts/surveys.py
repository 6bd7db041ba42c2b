"""Surveys in the contracts: planned, sent and closed ones, an earlier one, and what is right to send."""

from datetime import timedelta
from typing import Any

from services.evaluation.operations.former_results import import_former_results
from shared import clock
from shared.service import transaction
from tests.evaluation.story import Story

FIVE = [{"overall": 4, "information": 3}] * 5
SURVEY = {
    "title": "Behov 2027",
    "questionnaire": "needs",
    "opens_at": "2026-06-01T08:00:00+02:00",
    "closes_on": "2026-06-20",
    "reminder_days": [5, 10],
}
FORMER = {
    "title": "Enkäten 2013",
    "year": 2013,
    "questionnaire": "year",
    "rows": [{"question": "overall", "value": "4", "count": 12}],
}
SIV = {
    "given_name": "Siv",
    "family_name": "Lund",
    "email": "siv@nacka.example",
    "municipality": "0182",
}


def surveys(story: Story) -> dict[str, list[Any]]:
    """What the evaluation service knows of surveys."""
    now = clock.now()
    closed = story.survey_answered(FIVE, title="Årets enkät")
    sent = story.survey(moment=now, title="Den som pågår")
    story.add_recipients(sent, 3, now)
    planned = story.survey(moment=now, title="Den som kommer", opens_at=now + timedelta(days=3))
    with story.at(now), transaction() as session:
        earlier = import_former_results(session, FORMER).id
    return {
        "survey_id": [planned, sent, closed, earlier],
        "sent_survey": [sent],
        "closed_survey": [closed],
        "earlier_survey": [earlier],
        "a": [earlier, closed],
        "b": [closed, earlier],
        "NewSurvey": [SURVEY],
        "SurveyChange": [{"title": "Behov 2028"}, {"reminder_days": []}],
        "FormerSurvey": [FORMER],
    }
