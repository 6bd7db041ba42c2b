"""Telling representatives now and then what opens and closes, and how many come from their places.

Each who holds a mandate has a row with a moment, which follows the mandates and the setting. Whoever
represents several places has one row, and gets one digest about all of them; whose mandate is yet to begin
is passed by until it has.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.digest_times import a_period_before, next_due
from services.registration.models import DueDigest, Representative
from services.registration.queries.representative_digests import digest_content, holders, places_of_holder
from services.registration.settings import Settings
from shared import clock, events
from shared.db import insert
from shared.ids import new_id
from shared.outbox import emit
from shared.service import service, transaction

_IN_ONE_GO = 20


def compile_digests() -> bool:
    """Let the digests follow the mandates, then compile what is due; returns whether more may be due."""
    with transaction() as session:
        follow_mandates(session)
    with transaction() as session:
        return compile_due_digests(session) == _IN_ONE_GO


def follow_mandates(session: Session) -> None:
    """A row for each whose mandate lasts or comes, none for anybody else, and none while digests are off."""
    settings: Settings = service().settings
    held = holders() if settings.digest != "off" else holders().where(sa.false())
    session.execute(sa.delete(DueDigest).where(DueDigest.contact_id.not_in(held)))
    due_at = next_due(settings, clock.now())
    for contact_id in session.scalars(held.where(Representative.contact_id.not_in(_with_row()))).all():
        row = insert(session, DueDigest).values(contact_id=contact_id, due_at=due_at)
        session.execute(row.on_conflict_do_nothing())
    # By another setting the next one comes at another moment; what is due already stays due.
    other = sa.update(DueDigest).where(DueDigest.due_at > clock.now(), DueDigest.due_at != due_at)
    session.execute(other.values(due_at=due_at))


def compile_due_digests(session: Session, limit: int = _IN_ONE_GO) -> int:
    """Take the digests whose moment has come, and tell whoever has something to hear; returns how many.

    They are taken with SKIP LOCKED and get their next moment in the transaction that emits them: after a
    standstill one digest tells of all of it.
    """
    settings: Settings = service().settings
    due = session.scalars(
        sa.select(DueDigest)
        .where(DueDigest.due_at <= clock.now())
        .order_by(DueDigest.due_at, DueDigest.contact_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for digest in due:
        since = digest.told_at or a_period_before(settings, digest.due_at)
        digest.due_at = next_due(settings, clock.now())
        if _tell(session, digest, since):
            digest.told_at = clock.now()
    return len(due)


def _with_row() -> sa.Select[UUID]:
    return sa.select(DueDigest.contact_id)


def _tell(session: Session, digest: DueDigest, since: datetime) -> bool:
    places = places_of_holder(session, digest.contact_id)
    content = digest_content(session, places, since, until=digest.due_at) if places else None
    if content is None:
        return False
    emit(session, events.DigestCompiled(new_id(), version=1, contact_id=digest.contact_id, **content))
    return True
