"""Reading what lecturers and suppliers have said by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import LecturerReport
from services.evaluation.queries.questionnaires import questionnaire
from services.evaluation.questionnaires import Question
from shared.i18n import gettext as _


@dataclass(frozen=True)
class SeenReport:
    """A lecturer's report beside an evaluation: who was asked, and what they answered, if they have."""

    report: LecturerReport
    given: list[tuple[Question, str]]

    @property
    def is_given(self) -> bool:
        """Whether it was answered."""
        return self.report.state == "answered"


def report_of(session: Session, evaluation_id: UUID) -> SeenReport | None:
    """The report on an evaluation's course; None where no lecturer is asked. For coordinators' eyes."""
    mine = sa.select(LecturerReport).where(LecturerReport.evaluation_id == evaluation_id)
    report = session.scalars(mine).one_or_none()
    return SeenReport(report, answers_in_words(session, report)) if report else None


def answers_in_words(session: Session, report: LecturerReport) -> list[tuple[Question, str]]:
    """Each question that was answered, with its answer as a reader sees it."""
    asked = questionnaire(session, report.questionnaire, report.questionnaire_version)
    answers: Mapping[str, Any] = report.answers or {}
    return [(item, _in_words(item, answers[item.code])) for item in asked.questions if item.code in answers]


def _in_words(question: Question, answer: Any) -> str:
    if question.kind == "many_of":
        return ", ".join(str(question.said(code)) for code in answer)
    if question.figures:
        return _("%(figure)s of %(highest)s", figure=answer, highest=question.figures[-1])
    return str(answer) if question.is_text or question.kind == "number" else str(question.said(answer))
