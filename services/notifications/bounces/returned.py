"""What came back: the letter that a report is about gets its state, and its address no more mail."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from services.notifications.bounces.box import BounceBox, box_of
from services.notifications.bounces.reports import DeliveryReport, read_report
from services.notifications.bounces.suppressing import suppress
from services.notifications.models import Bounce, Message
from services.notifications.models.delivery import BounceKind
from shared import clock
from shared.db import insert
from shared.service import service, transaction

log = structlog.get_logger(__name__)

COUNTED = timedelta(days=90)


def read_bounces() -> None:
    """Read the reports that have come since, each in a transaction of its own, and mark it as read."""
    where = service().settings.bounces
    if where:
        with box_of(where) as box:
            _read_all(box)
    with transaction() as session:
        session.execute(sa.delete(Bounce).where(Bounce.read_at < clock.now() - COUNTED))


def take_report(session: Session, raw: bytes) -> BounceKind | None:
    """Act upon one report; None when it was read before."""
    report = read_report(raw)
    message = _find(session, report) if report else None
    kind: BounceKind = "unknown"
    if report and message:
        kind = "permanent" if report.has_failed and report.is_permanent else "temporary"
    row = insert(session, Bounce).values(
        digest=hashlib.sha256(raw).hexdigest(), read_at=clock.now(), kind=kind
    )
    if session.execute(row.on_conflict_do_nothing().returning(Bounce.digest)).first() is None:
        return None
    if report and message:
        _apply(session, message, report)
    return kind


def count_by_kind(session: Session) -> Mapping[str, int]:
    """How many reports of each kind have come in the last ninety days."""
    recent = Bounce.read_at >= clock.now() - COUNTED
    rows = session.execute(sa.select(Bounce.kind, sa.func.count()).where(recent).group_by(Bounce.kind))
    return {kind: count for kind, count in rows}


def _read_all(box: BounceBox) -> None:
    for key, raw in box.letters():
        with transaction() as session:
            kind = take_report(session, raw)
        box.mark_as_read(key)
        log.info("bounce_read", kind=kind or "again")


def _find(session: Session, report: DeliveryReport) -> Message | None:
    named = sa.select(Message).where(Message.message_id.in_(report.message_ids)).with_for_update()
    return session.scalars(named.limit(1)).first() if report.message_ids else None


def _apply(session: Session, message: Message, report: DeliveryReport) -> None:
    if message.state not in ("sent", "sending", "bounced"):
        return
    message.error = report.words
    if report.has_failed:
        message.state = "bounced"
    if report.has_failed and report.is_permanent:
        suppress(session, message, report.words)
