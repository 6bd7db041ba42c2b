"""Units: answers that are published together, whole and once.

An evaluation with five answers or more is a unit of its own. A smaller one joins its activity's pool, which
is published when it has five; the next small one begins a new pool, for a published unit that grew would tell
the newcomers' answers by subtraction. The facts of a pooled answer are thrown away at the closing, since
tallies of so few would speak of persons: it counts in the region's total and, in every cut, among `others`.

What remains: a ballot that waits in a pool is known to come from the few who were asked in its evaluations;
where only one person was asked, and answered, it is theirs for whoever can read the database. No page,
file or address shows it before the pool has five.
"""

from collections.abc import Mapping, Sequence
from random import SystemRandom
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Ballot, Evaluation, FreeText, PublishedTertial, Unit
from services.evaluation.queries.questionnaires import library
from services.evaluation.questionnaires import Library
from services.evaluation.results import published
from services.evaluation.small_groups import may_show
from services.evaluation.tertials import following
from shared.db import lock_key
from shared.ids import random_id

Answers = Mapping[str, Any]

_chance = SystemRandom()
_PUBLICATION_LOCK = lock_key("publication")


def one_at_a_time(session: Session) -> None:
    """Let nobody else form or publish units until this transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_PUBLICATION_LOCK)))


def publish_alone(session: Session, evaluation: Evaluation, ballots: Sequence[Answers]) -> Unit:
    """Make an evaluation's answers a unit of their own, and publish it."""
    one_at_a_time(session)
    unit = _new_unit(session, evaluation, is_pool=False)
    _insert(session, unit, *_split(library(session), ballots))
    _publish(session, unit, ballots)
    return unit


def put_aside(session: Session, evaluation: Evaluation, ballots: Sequence[Answers]) -> Unit:
    """Add a small evaluation's answers to its activity's pool, and publish the pool if it has enough.

    A survey has no activity: its few answers are never published.
    """
    one_at_a_time(session)
    if evaluation.activity_id is None:
        alone = _new_unit(session, evaluation, is_pool=False)
        _insert(session, alone, *_split(library(session), ballots))
        return alone
    unit = _gathering_pool(session, evaluation) or _new_unit(session, evaluation, is_pool=True)
    figures, texts = _taken_out(session, unit)
    new_figures, new_texts = _split(library(session), ballots)
    figures += new_figures  # written anew together, so that nothing tells the newcomers
    _insert(session, unit, figures, texts + new_texts)
    unit.answered = len(figures)
    unit.tertial = max(unit.tertial, evaluation.tertial)
    if may_show(unit.answered):
        _publish(session, unit, figures)
    return unit


def _new_unit(session: Session, evaluation: Evaluation, *, is_pool: bool) -> Unit:
    unit = Unit(
        id=random_id(),
        purpose=evaluation.purpose,
        activity_id=evaluation.activity_id,
        is_pool=is_pool,
        tertial=evaluation.tertial,
        answered=0,
    )
    session.add(unit)
    session.flush()
    return unit


def _gathering_pool(session: Session, evaluation: Evaluation) -> Unit | None:
    return session.scalars(
        sa.select(Unit).where(
            Unit.activity_id == evaluation.activity_id,
            Unit.purpose == evaluation.purpose,
            Unit.is_pool,
            Unit.results.is_(None),
        )
    ).one_or_none()


def _split(questions: Library, ballots: Sequence[Answers]) -> tuple[list[Answers], list[tuple[str, str]]]:
    """The figures of each ballot, and all texts by themselves."""
    figures: list[Answers] = []
    texts: list[tuple[str, str]] = []
    for answers in ballots:
        figures.append({code: value for code, value in answers.items() if not questions[code].is_text})
        texts += [(code, value) for code, value in answers.items() if questions[code].is_text]
    return figures, texts


def _insert(session: Session, unit: Unit, figures: list[Answers], texts: list[tuple[str, str]]) -> None:
    _chance.shuffle(figures)
    _chance.shuffle(texts)
    unit.answered = len(figures)
    rows = [{"id": random_id(), "unit_id": unit.id, "answers": answers} for answers in figures]
    session.execute(sa.insert(Ballot), rows)
    if texts:
        session.execute(
            sa.insert(FreeText),
            [{"id": random_id(), "unit_id": unit.id, "question": code, "text": text} for code, text in texts],
        )


def _taken_out(session: Session, unit: Unit) -> tuple[list[Answers], list[tuple[str, str]]]:
    untracked = {"synchronize_session": False}
    figures = session.scalars(
        sa.delete(Ballot).where(Ballot.unit_id == unit.id).returning(Ballot.answers),
        execution_options=untracked,
    ).all()
    texts = session.execute(
        sa.delete(FreeText).where(FreeText.unit_id == unit.id).returning(FreeText.question, FreeText.text),
        execution_options=untracked,
    ).all()
    return list(figures), [(row.question, row.text) for row in texts]


def _publish(session: Session, unit: Unit, ballots: Sequence[Answers]) -> None:
    unit.results = published(library(session), ballots)
    unit.tertial = _unpublished(session, unit.tertial)
    session.flush()


def _unpublished(session: Session, tertial: str) -> str:
    """The tertial itself, or the first after it that is not published: history does not change."""
    done = set(session.scalars(sa.select(PublishedTertial.tertial)))
    while tertial in done:
        tertial = following(tertial)
    return tertial
