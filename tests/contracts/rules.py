"""Rules and lecturers in the contracts: what is there, and what is right to send."""

from typing import Any
from uuid import uuid4

from services.evaluation import schedule
from services.evaluation.models import Rule
from shared import clock, events
from tests.evaluation.rule_book import PLAIN, set_rule
from tests.evaluation.story import Story, completed, people
from tests.events import handed

SAMPLED = PLAIN | {"kind": "network", "questionnaire": "network", "sample_by": "share", "sample_size": 30}
FOLLOWED_UP = PLAIN | {
    "follow_up_months": 6,
    "follow_up_questionnaire": "follow_up",
    "reminder_days": [4, 10],
}


def rules(story: Story) -> dict[str, list[Any]]:
    """What the evaluation service knows of rules, and the links that lecturers were sent."""
    now = clock.now()
    held = [story.hold(people(3), ends_at=now, lecturer_contact_id=uuid4()) for _ in range(2)]
    with story.at(now):
        schedule.ask_lecturers()
    asked = {event["evaluation_id"]: event["token"] for event in story.told(events.LecturerAsked)}
    story.close(held[1])
    (shown,) = story.told(events.ResultsLinkIssued)
    _nobody_is_asked(story)
    by_scope = {(row["kind"], row["form"]): row["id"] for row in story.rows(Rule)}
    return {
        "rule_id": [by_scope["network", ""], by_scope["", ""]],
        "rule_for_all": [by_scope["", ""]],
        "report_token": [asked[held[0]]],
        "pages.show_report.token": [asked[held[0]]],
        "pages.show_own_results.token": [shown["token"]],
        "RuleList": [{"rules": [PLAIN, SAMPLED]}, {"rules": [FOLLOWED_UP]}],
    }


def _nobody_is_asked(story: Story) -> None:
    """Of an occasion that nobody came to, and of one whose rule asks nobody."""
    story.hold([], ends_at=clock.now())
    set_rule(story.app, kind="study_circle", questionnaire=None)
    handed(story.app, completed(people(4), ends_at=clock.now(), kind="study_circle"))
