"""What happens by itself: offered and held places run out, and shares are released."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Occasion, Registration
from services.registration.operations.ending import end_registration
from services.registration.operations.queue import move_up
from shared import clock
from shared.outbox import emit
from shared.service import transaction


def expire_held_places() -> bool:
    """Give what was offered or held too long to the next in the queue, one occasion at a time.

    Returns whether there was one; several workers share the work.
    """
    with transaction() as session:
        due = sa.exists().where(Registration.occasion_id == Occasion.id, *_is_due())
        occasion = session.scalar(_claimed(sa.select(Occasion).where(due)))
        if occasion is None:
            return False
        _expire(session, occasion)
        return True


def hold_until_the_start(session: Session, occasion: Occasion) -> None:
    """Shorten what is offered or held beyond a start that was moved; the caller holds the occasion."""
    longer = sa.and_(
        Registration.occasion_id == occasion.id,
        Registration.status.in_(["offered", "held"]),
        Registration.held_until > occasion.starts_at,
    )
    session.execute(sa.update(Registration).where(longer).values(held_until=occasion.starts_at))


def release_shares() -> None:
    """Let the queues move up whose shares have been released while places are free.

    Walking a queue again seats nobody, so it matters not that a group too large for what is free is met
    here every time.
    """
    now = clock.now()
    released = sa.select(Occasion.id).where(
        Occasion.state == "published",
        Occasion.share_until <= now,
        Occasion.starts_at > now,
        Occasion.share_limit.is_not(None),
        Occasion.waiting_count > 0,
        Occasion.confirmed_count + Occasion.held_count < Occasion.places,
    )
    with transaction() as session:
        found = session.scalars(released).all()
    for occasion_id in found:
        with transaction() as session:
            occasion = session.scalar(_claimed(sa.select(Occasion).where(Occasion.id == occasion_id)))
            told = move_up(session, occasion) if occasion else []
            if told:
                emit(session, *told)


def _expire(session: Session, occasion: Occasion) -> None:
    rows = session.scalars(
        sa.select(Registration)
        .where(Registration.occasion_id == occasion.id, *_is_due())
        .order_by(Registration.queue_number)
    )
    told = [end_registration(occasion, registration, "deadline") for registration in rows]
    if told:
        emit(session, *told, *move_up(session, occasion))


def _is_due() -> tuple[sa.ColumnElement[bool], ...]:
    return Registration.status.in_(["offered", "held"]), Registration.held_until <= clock.now()


def _claimed(statement: sa.Select[Occasion]) -> sa.Select[Occasion]:
    """One occasion that nobody else holds, held from now on."""
    return statement.limit(1).with_for_update(skip_locked=True)
