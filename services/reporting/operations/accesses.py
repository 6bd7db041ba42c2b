"""The links by which a report is read without an account: they come from registration, and end."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.models import ReportAccess
from services.reporting.problems import ReportLinkHasEnded, ReportLinkIsUnknown
from services.reporting.projection import keep_newest, newest
from shared import clock
from shared.auth.tokens import fingerprint
from shared.envelope import Event
from shared.inbox import takes_batch

_NAMES = ("token_hash", "period", "municipality", "expires_on")


@takes_batch
def keep_access(session: Session, batch: Sequence[Event]) -> None:
    """Let a link open its report, or no longer."""
    rows = [
        {
            "link_id": UUID(event.subject),
            "version": event.version,
            **{name: event[name] for name in _NAMES},
        }
        for event in newest(batch)
    ]
    keep_newest(session, ReportAccess, rows)


def access_behind(session: Session, token: str) -> ReportAccess:
    """What a link opens. Raises ReportLinkIsUnknown, ReportLinkHasEnded."""
    access = session.scalar(sa.select(ReportAccess).where(ReportAccess.token_hash == fingerprint(token)))
    if access is None:
        raise ReportLinkIsUnknown()
    if access.expires_on < clock.today():
        raise ReportLinkHasEnded()
    return access


def forget_ended(session: Session) -> None:
    """Forget links that open nothing any more."""
    session.execute(sa.delete(ReportAccess).where(ReportAccess.expires_on < clock.today()))
