"""The archive: every fact a service ever emitted stands in its outbox, and is lent slice by slice."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.outbox import outbox


@dataclass(frozen=True)
class Slice:
    """Facts as they are on the wire; `read_to` is where the next slice begins, `last` the newest fact."""

    facts: Sequence[bytes]
    read_to: int
    last: int


def slice_after(session: Session, types: Sequence[str], after: int, limit: int) -> Slice:
    """The facts of these types that stand after a sequence; an empty slice is the end.

    A transaction that commits late may leave a fact behind one that was lent already. Who reads the archive
    must therefore also hear what is published from before the first slice on: such a fact is on its way.
    """
    rows = session.execute(
        sa.select(outbox.c.sequence, outbox.c.body)
        .where(outbox.c.sequence > after, outbox.c.type.in_(types))
        .where(outbox.c.is_private.is_(False), outbox.c.body.is_not(None))
        .order_by(outbox.c.sequence)
        .limit(limit)
    ).all()
    last = session.scalar(sa.select(sa.func.max(outbox.c.sequence))) or 0
    return Slice([bytes(row.body) for row in rows], rows[-1].sequence if rows else after, last)
