"""Requests about one person: made here, answered by every service, complete when all four have answered."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import PersonAnswer, PersonRequest, RequestKind
from shared import clock
from shared.db import insert
from shared.envelope import Event
from shared.ids import new_id
from shared.service import service

ANSWERED_BY = ("registration", "evaluation", "notifications", "reporting")
KEEP_EXPORT = timedelta(days=7)


def new_request(session: Session, contact_id: UUID, kind: RequestKind) -> PersonRequest:
    """Note that somebody asked."""
    request = PersonRequest(id=new_id(), contact_id=contact_id, kind=kind, requested_at=clock.now())
    session.add(request)
    return request


def own_answer(session: Session, request_id: UUID, content: dict[str, Any] | None) -> None:
    """This service's own answer, given at once."""
    _keep(session, request_id, service().name, content)


def keep_answer(session: Session, event: Event) -> None:
    """A service has answered: it sent what it stores, or has forgotten the person."""
    _keep(session, event["request_id"], event.type.source, event.data.get("content"))


def forget_exports(session: Session) -> int:
    """Delete what was collected seven days ago; returns how many requests it was."""
    over = sa.select(PersonRequest.id).where(
        PersonRequest.kind == "export", PersonRequest.requested_at < clock.now() - KEEP_EXPORT
    )
    session.execute(sa.delete(PersonAnswer).where(PersonAnswer.request_id.in_(over)))
    gone = sa.delete(PersonRequest).where(PersonRequest.id.in_(over))
    done = session.execute(gone, execution_options={"synchronize_session": False})
    return cast("sa.CursorResult[object]", done).rowcount


def _keep(session: Session, request_id: UUID, source: str, content: dict[str, Any] | None) -> None:
    row = {"request_id": request_id, "service": source, "answered_at": clock.now(), "content": content}
    session.execute(insert(session, PersonAnswer).values(row).on_conflict_do_nothing())
