"""Questionnaires in the contracts: one with a draft, one without, and what is right to send."""

from typing import Any

from services.evaluation.operations import drafting
from shared.service import transaction
from tests.evaluation.every_kind import CONTENT
from tests.evaluation.story import Story

MOOD = {"code": "mood", "kind": "yes_no", "text": {"sv": "Är du glad?", "en": "Are you happy?"}}


def questionnaires(story: Story) -> dict[str, list[Any]]:
    """What the evaluation service knows of questionnaires."""
    with story.app.app_context(), transaction() as session:
        drafting.open_draft(session, "needs")
        seen = drafting.open_draft(session, "follow_up").revision
    return {
        "code": ["needs", "year", "follow_up"],
        "name": ["topics"],
        "language": ["easy"],
        "version": [1],
        "seen": [seen],
        "DraftContent": [{"questions": [MOOD]}, CONTENT, {"name": "Behov", "questions": []}],
        "NewQuestionnaire": [{"name": "Kort enkät"}, {"name": "Kopia", "copy_of": "standard"}],
        "QuestionnaireChange": [{"name": "Årets enkät"}, {"is_retired": False}],
    }
