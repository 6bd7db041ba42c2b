"""Drafts of questionnaires: begun from the newest version, changed, published as the next or thrown away."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import QuestionnaireVersion, StoredQuestionnaire
from services.evaluation.queries.drafts import Version, see_draft, see_version
from services.evaluation.queries.questionnaires import library
from services.evaluation.questionnaires import Question, content_of, revision_of
from services.evaluation.questionnaires.checking import (
    MOST_QUESTIONS,
    Faults,
    faults_in_publishing,
    faults_of_questions,
)
from services.evaluation.questionnaires.problems import (
    DraftIsStale,
    DraftIsUnknown,
    DraftIsWrong,
    QuestionnaireIsRetired,
    QuestionnaireIsUnknown,
)
from shared import clock
from shared.audit import note
from shared.db import insert, lock_key
from shared.i18n import lazy as _

Change = Callable[[Sequence[Question]], Sequence[Question]]

_PUBLISHING = lock_key("questionnaires")


def open_draft(session: Session, code: str) -> Version:
    """The draft of a questionnaire, begun from its newest version if there is none.

    Raises QuestionnaireIsUnknown, QuestionnaireIsRetired.
    """
    described = session.get(StoredQuestionnaire, code)
    if described is None:
        raise QuestionnaireIsUnknown()
    if described.is_retired:
        raise QuestionnaireIsRetired()
    newest = see_version(session, code)
    if newest.published_on is None:
        return newest
    version, content = newest.version + 1, _with_new_options(session, newest)
    begun = session.scalar(
        insert(session, QuestionnaireVersion)
        .values(code=code, version=version, content=content, published_on=None)
        .on_conflict_do_nothing()
        .returning(QuestionnaireVersion.version)
    )
    if begun is not None:
        note(session, "questionnaire.draft_opened", code, version=version)
    return see_draft(session, code)


def change_draft(
    session: Session, code: str, change: Change, seen: str | None, action: str, **details: Any
) -> Version:
    """Change the questions of a draft, if it still is what its reader saw, and note it in the audit log.

    Raises DraftIsUnknown, DraftIsStale, DraftIsWrong, and what `change` raises.
    """
    row = locked_draft(session, code, seen)
    questions = change(see_draft(session, code).questions)
    faults: Faults = faults_of_questions(questions, library(session))
    if len(questions) > MOST_QUESTIONS:
        faults["questions"] = [_("At most %(most)s questions: nobody answers more.", most=MOST_QUESTIONS)]
    if faults:
        raise DraftIsWrong(errors=faults)
    row.content = content_of(questions)
    session.flush()
    note(session, action, code, **details)
    return see_draft(session, code)


def publish_draft(session: Session, code: str, seen: str | None = None) -> Version:
    """Make a draft the newest version, which evaluations made from now on ask.

    Raises DraftIsUnknown, DraftIsStale, DraftIsWrong, QuestionnaireIsRetired.
    """
    _one_at_a_time(session)
    row = locked_draft(session, code, seen)
    draft = see_draft(session, code)
    if draft.is_retired:
        raise QuestionnaireIsRetired()
    faults = faults_in_publishing(draft.purpose, draft.questions, library(session))  # type: ignore[arg-type]
    if faults:
        raise DraftIsWrong(errors=faults)
    row.published_on = clock.today()
    session.flush()
    note(session, "questionnaire.published", code, version=row.version)
    return see_version(session, code)


def discard_draft(session: Session, code: str, seen: str | None = None) -> None:
    """Throw a draft away; with it the questionnaire, if nothing of it was ever published.

    Raises QuestionnaireIsUnknown, DraftIsUnknown, DraftIsStale.
    """
    row = locked_draft(session, code, seen)
    is_all = see_version(session, code).published_on is None
    session.delete(row)
    session.flush()
    if is_all:
        session.execute(sa.delete(StoredQuestionnaire).where(StoredQuestionnaire.code == code))
    note(session, "questionnaire.draft_discarded", code, version=row.version)


def locked_draft(session: Session, code: str, seen: str | None) -> QuestionnaireVersion:
    """The row of a draft, which nobody else changes before this transaction ends.

    `seen` is the revision that its reader saw. Raises QuestionnaireIsUnknown, DraftIsUnknown, DraftIsStale.
    """
    row = session.scalars(
        sa.select(QuestionnaireVersion)
        .where(QuestionnaireVersion.code == code, QuestionnaireVersion.published_on.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        see_version(session, code)
        raise DraftIsUnknown()
    if seen is not None and seen != revision_of(row.content):
        raise DraftIsStale()
    return row


def _with_new_options(session: Session, newest: Version) -> dict[str, Any]:
    """What a version asks, with the alternatives that other questionnaires have added to it meanwhile."""
    known = library(session).questions
    asked = [item.with_options_of(known[item.code]) for item in newest.questions]
    return dict(newest.content) if asked == list(newest.questions) else content_of(asked)


def _one_at_a_time(session: Session) -> None:
    """Two drafts must not give one code two kinds at the same moment; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_PUBLISHING)))
