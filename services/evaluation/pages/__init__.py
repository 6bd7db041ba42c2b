"""The pages of the evaluation service: the questionnaire for those asked, the results for staff."""

from services.evaluation.pages import (
    answering,
    comparisons,
    drafts,
    evaluations,
    former_results,
    last_day,
    lecturers,
    masking,
    preview,
    questionnaires,
    results,
    rules,
    survey_forms,
    surveys,
)
from services.evaluation.pages.blueprints import pages

BLUEPRINTS = (pages,)

__all__ = [
    "BLUEPRINTS",
    "answering",
    "comparisons",
    "drafts",
    "evaluations",
    "former_results",
    "last_day",
    "lecturers",
    "masking",
    "preview",
    "questionnaires",
    "results",
    "rules",
    "survey_forms",
    "surveys",
]
