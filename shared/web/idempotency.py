"""Idempotency-Key: a write that is sent again with the same key gives the same answer, once."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import sqlalchemy as sa
from flask import Response, current_app, request
from sqlalchemy.orm import Session

from shared import clock
from shared.db import UtcDateTime, backbone, insert
from shared.i18n import lazy as _
from shared.service import transaction
from shared.web.access import staff
from shared.web.answers import is_api
from shared.web.problems import Problem

HEADER = "Idempotency-Key"
KEEP = timedelta(hours=24)
_LONGEST_KEY = 200

idempotent_answers = sa.Table(
    "idempotent_answers",
    backbone,
    sa.Column("key_hash", sa.String(64), primary_key=True),
    sa.Column("request_hash", sa.String(64), nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("location", sa.Text),
    sa.Column("body", sa.LargeBinary),
    sa.Column("created_at", UtcDateTime, nullable=False, index=True),
)


class KeyIsTooLong(Problem):
    """A key beyond what any honest one needs."""

    slug = "idempotency_key_too_long"
    title = _("The Idempotency-Key is too long.")


class KeyWasUsed(Problem):
    """The key came before with another request."""

    status = 422
    slug = "idempotency_key_reused"
    title = _("This Idempotency-Key was used for another request.")


def once_per_key(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer a repeated key from memory; the answer is kept in the transaction of the change itself."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER)
        if not key:
            return view(*args, **kwargs)
        if len(key) > _LONGEST_KEY:
            raise KeyIsTooLong()
        with transaction() as session:
            key_hash = _hash(key, _caller(), request.method, request.path)
            earlier = _claim(session, key_hash)
            if earlier is not None:
                return earlier
            return _keep(session, key_hash, current_app.make_response(view(*args, **kwargs)))

    return answer


def may_be_asked_again() -> bool:
    """Whether the request at hand does nothing twice: it only reads, or its key remembers its answer."""
    return request.method in ("GET", "HEAD") or (is_api() and HEADER in request.headers)


def forget_old_answers(session: Session, now: datetime) -> None:
    """Drop what was kept for 24 hours."""
    session.execute(sa.delete(idempotent_answers).where(idempotent_answers.c.created_at < now - KEEP))


def _claim(session: Session, key_hash: str) -> Response | None:
    """Take the key for this request, or give the answer that took it before.

    A request with the same key at the same time waits here until the first one has committed.
    """
    asked = hashlib.sha256(request.get_data(cache=True)).hexdigest()
    values = {"key_hash": key_hash, "request_hash": asked, "created_at": clock.now()}
    statement = insert(session, idempotent_answers).values(values).on_conflict_do_nothing()
    if session.scalar(statement.returning(idempotent_answers.c.key_hash)) is not None:
        return None
    row = session.execute(
        sa.select(idempotent_answers).where(idempotent_answers.c.key_hash == key_hash)
    ).one()
    if row.request_hash != asked:
        raise KeyWasUsed()
    response = Response(row.body, row.status, mimetype="application/json")
    if row.location:
        response.headers["Location"] = row.location
    return response


def _keep(session: Session, key_hash: str, response: Response) -> Response:
    mine = idempotent_answers.c.key_hash == key_hash
    if response.status_code >= 300:
        session.execute(sa.delete(idempotent_answers).where(mine))
        return response
    session.execute(
        sa.update(idempotent_answers)
        .where(mine)
        .values(
            status=response.status_code,
            location=response.headers.get("Location"),
            body=response.get_data(),
        )
    )
    return response


def _caller() -> str:
    caller = staff()
    return str(caller.id) if caller else "public"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
