"""What reporting must agree on with evaluation: counts as last reported, and what was published."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, PublishedTertial, Unit
from shared.digests import Aspect, Line, by_id, fingerprint, ids
from shared.events import OccasionResultsPublished, TertialResultsPublished

_IS_COUNTED = (Evaluation.purpose == "occasion", Evaluation.version > 0)
_IS_PUBLISHED = (
    Evaluation.purpose == "occasion",
    Evaluation.state == "closed",
    Evaluation.unit_id.in_(sa.select(Unit.id).where(Unit.is_pool.is_(False), Unit.results.is_not(None))),
)


def _responses(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    mine = sa.select(Evaluation).where(Evaluation.id.in_(ids(groups)), *_IS_COUNTED)
    for row in session.scalars(mine):
        counts = {"invited": row.invited, "answered": row.answered}
        state = {"occasion": row.occasion_id, "state": row.state, **counts}
        yield Line(str(row.id), str(row.id), row.version, state)


def _occasion_results(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    rows = session.execute(
        sa.select(Evaluation.id, Evaluation.version, Evaluation.occasion_id, Unit.results)
        .join(Unit, Unit.id == Evaluation.unit_id)
        .where(Evaluation.id.in_(ids(groups)), *_IS_PUBLISHED)
    )
    for row in rows:
        told = OccasionResultsPublished.schema.load(
            {"occasion_id": str(row.occasion_id), "questions": row.results}
        )
        state = {"occasion": row.occasion_id, "questions": fingerprint(told["questions"])}
        yield Line(str(row.id), str(row.id), row.version, state)


def _tertial_results(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    mine = sa.select(PublishedTertial).where(PublishedTertial.tertial.in_(groups))
    for row in session.scalars(mine):
        told = TertialResultsPublished.schema.load({"cuts": row.cuts})
        yield Line(row.tertial, row.tertial, 1, {"cuts": fingerprint(told["cuts"])})


ASPECTS = {
    "responses": Aspect(by_id(Evaluation.id, *_IS_COUNTED), _responses),
    "occasion_results": Aspect(by_id(Evaluation.id, *_IS_PUBLISHED), _occasion_results),
    "tertial_results": Aspect(by_id(PublishedTertial.tertial), _tertial_results),
}
