"""What people wrote in their own words, from five answers on and in random order."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, FreeText, Unit
from services.evaluation.problems import TextIsUnknown
from services.evaluation.questionnaires import Library

Texts = dict[str, list[FreeText]]


def texts_of(session: Session, units: Iterable[Unit], questions: Library) -> Texts:
    """The texts of published units by question, all together; the ids are random, so the order says nothing.

    A question that few have answered shows its texts too: they stand apart from all figures.
    """
    published = [unit.id for unit in units if unit.results is not None]
    rows = session.scalars(sa.select(FreeText).where(FreeText.unit_id.in_(published)).order_by(FreeText.id))
    found: Texts = {}
    for row in rows:
        found.setdefault(row.question, []).append(row)
    return {question.code: found[question.code] for question in questions.in_order(found)}


def published_text(session: Session, text_id: UUID, *, lock: bool = False) -> FreeText:
    """One text that is shown. Raises TextIsUnknown, also while its answers still wait for others."""
    query = sa.select(FreeText).where(FreeText.id == text_id)
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None or session.get_one(Unit, row.unit_id).results is None:
        raise TextIsUnknown()
    return row


def evaluation_with(session: Session, text: FreeText) -> UUID:
    """An evaluation on whose page the text stands."""
    mine = sa.select(Evaluation.id).where(Evaluation.unit_id == text.unit_id)
    return session.scalars(mine.order_by(Evaluation.held_on, Evaluation.id).limit(1)).one()
