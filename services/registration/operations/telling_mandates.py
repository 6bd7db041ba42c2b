"""Telling who represents a place, and no name: reporting follows up whether all places are represented."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Representative
from shared import events
from shared.db import lock_key
from shared.outbox import emit, outbox
from shared.service import transaction

SLICE = 100
_TYPE = outbox.c.type == events.RepresentativesChanged.name


def tell_mandates(session: Session, municipality: str, district: str | None) -> None:
    """Emit all mandates of a place, those that ended too."""
    subject = f"{municipality}/{district}" if district else municipality
    # Two kinds of mandates of a place change at once, and each must tell what the other has done.
    if session.get_bind().dialect.name == "postgresql":
        key = lock_key(f"mandates {subject}")
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    mandates = session.execute(
        sa.select(Representative.kind, Representative.from_on, Representative.to_on)
        .where(Representative.municipality == municipality)
        .where(Representative.district.is_not_distinct_from(district))
        .order_by(Representative.from_on, Representative.kind, Representative.id)
    )
    told = session.scalar(sa.select(sa.func.max(outbox.c.version)).where(_TYPE, outbox.c.subject == subject))
    event = events.RepresentativesChanged(
        subject, version=(told or 0) + 1, mandates=[dict(row) for row in mandates.mappings()]
    )
    emit(session, event)


def tell_untold_places() -> bool:
    """Tell of places whose mandates are older than the event; returns whether there may be more."""
    district = sa.func.coalesce(sa.literal("/").concat(Representative.district), "")
    is_told = sa.exists().where(_TYPE, outbox.c.subject == Representative.municipality.concat(district))
    with transaction() as session:
        untold = session.execute(
            sa.select(Representative.municipality, Representative.district)
            .where(~is_told)
            .distinct()
            .order_by(Representative.municipality, Representative.district)
            .limit(SLICE)
        ).all()
        for place in untold:
            tell_mandates(session, *place)
    return len(untold) == SLICE
