"""What a mail said is kept for a while; afterwards only that there was one, to whom, and how it went."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.base import table_of
from services.notifications.emails import OF_EVALUATION
from services.notifications.models import FreeMessage, Mention, Message, Wording
from services.notifications.models.message import UNDER_WAY
from shared import clock

KEPT = timedelta(days=90)
BATCH = 500

# What says something: the text, the address that it went to, and what the event told for it alone.
BLANK: dict[str, Any] = {"content": sa.null(), "address": None, "token": None, "error": None, "details": {}}

_MESSAGES = table_of(Message)
_SAYS_SOMETHING = (
    _MESSAGES.c.content.is_not(None)
    | _MESSAGES.c.address.is_not(None)
    | (sa.cast(_MESSAGES.c.details, sa.Text) != "{}")
)


def forget_old_bodies(session: Session, limit: int = BATCH) -> int:
    """Blank what mails older than the time said, and whom they named; returns how many were blanked.

    Those of an evaluation are old when it has closed.
    """
    is_over = _MESSAGES.c.template.in_(OF_EVALUATION) & (_MESSAGES.c.expires_on < clock.today())
    old = (
        sa.select(_MESSAGES.c.id, _MESSAGES.c.event_id)
        .where((_MESSAGES.c.created_at < clock.now() - KEPT) | is_over)
        .where(_MESSAGES.c.state.not_in(UNDER_WAY))
        .where(_SAYS_SOMETHING)
        .order_by(_MESSAGES.c.created_at, _MESSAGES.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = session.execute(old).all()
    session.execute(sa.delete(FreeMessage).where(FreeMessage.written_at < clock.now() - KEPT))
    is_old_draft = Wording.changed_at < clock.now() - KEPT, Wording.holds.is_(False)
    session.execute(sa.delete(Wording).where(*is_old_draft))
    if found:
        ids, event_ids = [row.id for row in found], {row.event_id for row in found}
        session.execute(sa.update(_MESSAGES).where(_MESSAGES.c.id.in_(ids)).values(BLANK))
        session.execute(sa.delete(Mention).where(Mention.event_id.in_(event_ids)))
    return len(found)
