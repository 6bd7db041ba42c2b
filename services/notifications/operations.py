"""What notifications does: it keeps what events tell, and queues mail. HTTP and events both come here."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.base import Base, table_of
from services.notifications.delivery.lanes import lane_of
from services.notifications.models import Mention, Message
from shared import clock
from shared.db import insert_for
from shared.ids import new_id
from shared.service import service
from shared.wake import wake_here

WAKE = "mail"
PATIENCE = timedelta(days=3)  # a mail that no server took by then is of little use

Row = Mapping[str, Any]


def keep(session: Session, model: type[Base], rows: Sequence[Row]) -> None:
    """Store what events tell of their subjects, except where something newer is known."""
    # In one order everywhere, so that two consumers never wait for each other in a circle.
    (key,) = table_of(model).primary_key.columns.keys()
    ordered = sorted(rows, key=lambda row: (row[key], row["version"]))
    _execute(session, _upsert(_dialect(session), model, tuple(rows[0])), ordered)
    wake_here(session, WAKE)  # it may be the piece that some message waits for


@cache
def _upsert(dialect: str, model: type[Base], names: tuple[str, ...]) -> Any:
    table = table_of(model)
    statement = insert_for(dialect, table)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: statement.excluded[name] for name in names},
        where=table.c.version < statement.excluded.version,
    )


def new_message(
    template: str,
    event_id: UUID,
    contact_id: UUID,
    *,
    occasion_id: UUID | None = None,
    registration_id: UUID | None = None,
    group_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
    token: str | None = None,
    expires_on: date | None = None,
) -> Row:
    """An e-mail to be queued, as a row."""
    now = clock.now()
    return {
        "id": new_id(),
        "template": template,
        "lane": lane_of(template),
        "event_id": event_id,
        "contact_id": contact_id,
        "occasion_id": occasion_id,
        "registration_id": registration_id,
        "group_id": group_id,
        "message_id": _message_id(event_id, contact_id, template),
        "details": dict(details or {}),
        "token": token,
        "expires_on": expires_on,
        "state": "queued",
        "attempts": 0,
        "due_at": now,
        "give_up_at": now + PATIENCE,
        "created_at": now,
    }


def queue_messages(session: Session, messages: Sequence[Row]) -> None:
    """Queue e-mails, once for each event, contact and template.

    Each goes out as soon as all that it must say is known.
    """
    if messages:
        _execute(session, _insert_new(_dialect(session), Message), messages)
        wake_here(session, WAKE)


def mention(session: Session, contacts: Mapping[UUID, Collection[UUID]]) -> None:
    """Note which contacts the mails about each event name: those mails wait until all are known."""
    rows = [
        {"event_id": event_id, "contact_id": contact_id}
        for event_id, named in contacts.items()
        for contact_id in sorted(named)
    ]
    if rows:
        _execute(session, _insert_new(_dialect(session), Mention), rows)


@cache
def _insert_new(dialect: str, model: type[Base]) -> Any:
    return insert_for(dialect, table_of(model)).on_conflict_do_nothing()


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _execute(session: Session, statement: Any, rows: Sequence[Row]) -> None:
    # On the connection, past the session's bookkeeping; one row alone goes out without a pipeline.
    session.connection().execute(statement, rows if len(rows) > 1 else rows[0])


def forget_expired_tokens(session: Session) -> None:
    """Blank the secrets of mails that can be of use no more, such as those that failed."""
    is_over = (Message.token.is_not(None)) & (Message.expires_on < clock.today())
    session.execute(sa.update(Message).where(is_over).values(token=None))


def _message_id(event_id: UUID, contact_id: UUID, template: str) -> str:
    """The same for the same mail, however often it is handed over (RFC 5322, 3.6.4)."""
    name = uuid5(NAMESPACE_URL, f"{event_id}/{contact_id}/{template}")
    return f"<{name}@{host()}>"


def host() -> str:
    """The host in the ids of messages."""
    return urlsplit(service().settings.base_url).hostname or "localhost"
