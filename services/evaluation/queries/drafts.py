"""Reading questionnaires as those who write them do: their versions, their drafts, and what uses them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import QuestionnaireVersion, Rule, StoredQuestionnaire
from services.evaluation.questionnaires import Question, questions_of, revision_of
from services.evaluation.questionnaires.problems import DraftIsUnknown, QuestionnaireIsUnknown


@dataclass(frozen=True)
class Listed:
    """A questionnaire in the list; `version` is null where nothing was published yet."""

    code: str
    name: str
    purpose: str
    is_retired: bool
    version: int | None
    published_on: date | None
    questions: int
    has_draft: bool
    rules: int


@dataclass(frozen=True)
class Version:
    """One version of a questionnaire, or its draft, with what is said of the questionnaire itself."""

    code: str
    name: str
    purpose: str
    is_retired: bool
    version: int
    published_on: date | None
    content: Mapping[str, Any]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, in order."""
        return questions_of(self.content)

    @property
    def revision(self) -> str:
        """A name for exactly this content: who changes it says what they saw."""
        return revision_of(self.content)


def list_questionnaires(session: Session) -> list[Listed]:
    """Every questionnaire, those in use first, by purpose and name."""
    versions: dict[str, list[Any]] = {}
    for row in session.scalars(sa.select(QuestionnaireVersion).order_by(QuestionnaireVersion.version)):
        versions.setdefault(row.code, []).append(row)
    used = _rules_by_code(session)
    order = (StoredQuestionnaire.is_retired, StoredQuestionnaire.purpose, StoredQuestionnaire.name)
    return [
        _listed(item, versions.get(item.code, []), used.get(item.code, 0))
        for item in session.scalars(sa.select(StoredQuestionnaire).order_by(*order))
    ]


def choices(session: Session, purpose: str) -> dict[str, str]:
    """What may be sent for a purpose, name by code: published, and not retired."""
    rows = session.execute(
        sa.select(StoredQuestionnaire.code, StoredQuestionnaire.name)
        .where(StoredQuestionnaire.purpose == purpose, sa.not_(StoredQuestionnaire.is_retired))
        .where(
            StoredQuestionnaire.code.in_(
                sa.select(QuestionnaireVersion.code).where(QuestionnaireVersion.published_on.is_not(None))
            )
        )
        .order_by(StoredQuestionnaire.name)
    )
    return {code: name for code, name in rows}


def see_version(session: Session, code: str, version: int | None = None) -> Version:
    """A published version, the newest if none is named; of what was never published its draft.

    Raises QuestionnaireIsUnknown.
    """
    published = QuestionnaireVersion.published_on
    query = _versions(code)
    if version is not None:
        query = query.where(QuestionnaireVersion.version == version, published.is_not(None))
    found = session.execute(query.order_by(published.is_(None), QuestionnaireVersion.version.desc())).first()
    if found is None:
        raise QuestionnaireIsUnknown()
    return Version(**found._mapping)


def see_draft(session: Session, code: str) -> Version:
    """The draft of a questionnaire. Raises QuestionnaireIsUnknown, DraftIsUnknown."""
    found = session.execute(_versions(code).where(QuestionnaireVersion.published_on.is_(None))).first()
    if found is None:
        see_version(session, code)
        raise DraftIsUnknown()
    return Version(**found._mapping)


def published_versions(session: Session, code: str) -> list[tuple[int, date]]:
    """Number and day of each published version, the newest first."""
    rows = session.execute(
        sa.select(QuestionnaireVersion.version, QuestionnaireVersion.published_on)
        .where(QuestionnaireVersion.code == code, QuestionnaireVersion.published_on.is_not(None))
        .order_by(QuestionnaireVersion.version.desc())
    )
    return [(version, day) for version, day in rows if day]


def has_draft(session: Session, code: str) -> bool:
    """Whether somebody has begun a draft."""
    mine = sa.select(sa.func.count()).where(
        QuestionnaireVersion.code == code, QuestionnaireVersion.published_on.is_(None)
    )
    return bool(session.scalar(mine))


def rules_that_send(session: Session, code: str) -> int:
    """How many rules send a questionnaire."""
    return _rules_by_code(session).get(code, 0)


def _versions(code: str) -> sa.Select[Any]:
    return (
        sa.select(
            StoredQuestionnaire.code,
            StoredQuestionnaire.name,
            StoredQuestionnaire.purpose,
            StoredQuestionnaire.is_retired,
            QuestionnaireVersion.version,
            QuestionnaireVersion.published_on,
            QuestionnaireVersion.content,
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.code == StoredQuestionnaire.code)
        .where(StoredQuestionnaire.code == code)
    )


def _listed(item: StoredQuestionnaire, versions: list[QuestionnaireVersion], rules: int) -> Listed:
    published = [row for row in versions if row.published_on is not None]
    newest = published[-1] if published else None
    shown = newest or (versions[-1] if versions else None)
    return Listed(
        code=item.code,
        name=item.name,
        purpose=item.purpose,
        is_retired=item.is_retired,
        version=newest.version if newest else None,
        published_on=newest.published_on if newest else None,
        questions=len(shown.content["questions"]) if shown else 0,
        has_draft=len(published) < len(versions),
        rules=rules,
    )


def _rules_by_code(session: Session) -> dict[str, int]:
    found: dict[str, int] = {}
    for rule in session.scalars(sa.select(Rule)):
        for code in {rule.questionnaire, rule.lecturer_questionnaire, rule.follow_up_questionnaire}:
            if code is not None:
                found[code] = found.get(code, 0) + 1
    return found
