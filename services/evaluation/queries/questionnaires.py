"""Reading questionnaires: what was asked, what is asked now, and every question there is."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, QuestionnaireVersion, StoredQuestionnaire
from services.evaluation.questionnaires import Library, Question, Questionnaire, questions_of

_FIRST = "standard"  # its questions come first wherever several questionnaires are shown together


def asked(session: Session, evaluation: Evaluation) -> Questionnaire:
    """The questionnaire of an evaluation, exactly as it was asked."""
    return questionnaire(session, evaluation.questionnaire, evaluation.questionnaire_version)


def questionnaire(session: Session, code: str, version: int) -> Questionnaire:
    """One version of a questionnaire, which somebody refers to and so is there."""
    row = session.execute(
        sa.select(StoredQuestionnaire.name, StoredQuestionnaire.purpose, QuestionnaireVersion.content)
        .join(QuestionnaireVersion, QuestionnaireVersion.code == StoredQuestionnaire.code)
        .where(QuestionnaireVersion.code == code, QuestionnaireVersion.version == version)
    ).one()
    return Questionnaire(code, version, row.name, row.purpose, questions_of(row.content))


def newest(session: Session, code: str) -> tuple[str, int]:
    """Code and version of what a questionnaire asks from now on."""
    version = session.scalars(
        sa.select(sa.func.max(QuestionnaireVersion.version)).where(
            QuestionnaireVersion.code == code, QuestionnaireVersion.published_on.is_not(None)
        )
    ).one()
    return code, version


def library(session: Session) -> Library:
    """Every question that was ever published, in its newest wording and with all options it ever had."""
    rows = session.execute(
        sa.select(QuestionnaireVersion.content)
        .where(QuestionnaireVersion.published_on.is_not(None))
        .order_by(
            QuestionnaireVersion.code != _FIRST,
            QuestionnaireVersion.code,
            QuestionnaireVersion.version.desc(),
        )
    )
    questions: dict[str, Question] = {}
    for row in rows:
        for item in questions_of(row.content):
            known = questions.setdefault(item.code, item)
            questions[item.code] = known.with_options_of(item)
    return Library(questions)
