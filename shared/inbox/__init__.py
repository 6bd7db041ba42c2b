"""The inbox: each event takes effect once, is retried when its handler fails, and is parked in the end."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock
from shared.db import Database, is_away
from shared.envelope import Event, EventIsInvalid, EventPage, EventType, decode
from shared.inbox.failures import park, put_off
from shared.inbox.seen import Batch, fresh, is_outdated
from shared.inbox.tables import retries
from shared.rebuilding.shadow import Shadowed
from shared.tracing import spanned

Handler = Callable[[Session, Event], object] | Callable[[Session, Sequence[Event]], object]
Handlers = Mapping[EventType, Handler]
HandlerType = TypeVar("HandlerType", bound=Callable[..., object])


def takes_batch(handler: HandlerType) -> HandlerType:
    """Mark a handler that is given all events of its type in a batch at once, as a list."""
    handler.takes_batch = True  # type: ignore[attr-defined]
    return handler


def projection(handler: HandlerType) -> HandlerType:
    """Mark a handler that does nothing but keep a read model, which can be rebuilt from the facts."""
    handler.is_projection = True  # type: ignore[attr-defined]
    return handler


def projections(handlers: Handlers) -> Handlers:
    """Those of the handlers that keep read models."""
    return {kind: handler for kind, handler in handlers.items() if hasattr(handler, "is_projection")}


def followed_by(step: Callable[[Session, Sequence[Any]], object]) -> Callable[[HandlerType], HandlerType]:
    """Name the step that runs once after all handlers of a batch, in the same savepoint as these.

    It is given what the handlers that name it have returned, as a list. Where events are handled one by one,
    it runs after each.
    """

    def mark(handler: HandlerType) -> HandlerType:
        handler.followed_by = step  # type: ignore[attr-defined]
        return handler

    return mark


class Inbox:
    """A service's side of the event path: what arrives is handled once, whoever hands it over."""

    def __init__(
        self, database: Database, page: EventPage, handlers: Handlers, *, in_shadow: bool = False
    ) -> None:
        self._database = database
        self._page = page
        self._handlers = handlers
        kept = {} if in_shadow else projections(handlers)
        names = [kind.name for kind in kept]
        self._shadowed = Shadowed(database, names, lambda shadow: Inbox(shadow, page, kept, in_shadow=True))

    @property
    def has_handlers(self) -> bool:
        """Whether the service listens to anything at all."""
        return bool(self._handlers)

    def take(self, bodies: Sequence[bytes]) -> None:
        """Handle a batch of messages in one transaction.

        When this returns, every message has had its effect, waits for a retry, is parked as failed, or
        was known already. Raises only when the database is away: then nothing was done, and the caller
        keeps the messages.
        """
        with self._database.begin() as session:
            self.shadow(session, bodies)
            groups = self._by_handler(fresh(session, self._decode(session, bodies)))
            try:
                with _savepoint(session):
                    _run(session, groups)
            except Exception as error:
                if is_away(error):
                    raise
                # One of them failed and none took effect: again, with a savepoint for each.
                for handler, batch in groups:
                    self._handle(session, handler, batch)
            sys.audit("kursforum.batch_handled")
        sys.audit("kursforum.batch_committed")

    def shadow(self, session: Session, bodies: Sequence[bytes]) -> UUID | None:
        """Give messages to the read models that are rebuilt, if any are: returns the rebuild."""
        return self._shadowed.take(session, bodies)

    def retry_due(self, limit: int = 50) -> int:
        """Try again what is due; returns how many events were tried."""
        with self._database.begin() as session:
            rows = session.execute(
                sa.select(retries)
                .where(retries.c.due_at <= clock.now())
                .order_by(retries.c.due_at)
                .limit(limit)
                .with_for_update(skip_locked=True)
            ).all()
            for row in rows:
                session.execute(sa.delete(retries).where(retries.c.event_id == row.event_id))
                self._again(session, row.body, row.attempts)
            return len(rows)

    def park(self, bodies: Sequence[bytes], error: str) -> None:
        """Record messages that no process survived, as the broker's dead-letter queue hands them over.

        What has been handled all the same, or is older than what was, is no failure.
        """
        with self._database.begin() as session:
            for event, body in fresh(session, self._decode(session, bodies, f"{error}; ")):
                park(session, event, body, error)

    def _decode(
        self, session: Session, bodies: Sequence[bytes], error: str = ""
    ) -> dict[UUID, tuple[Event, bytes]]:
        """The events by their ids; what is none is parked, `error` before the reason."""
        events: dict[UUID, tuple[Event, bytes]] = {}
        for body in bodies:
            try:
                event = self._read(body)
                events[event.id] = event, body
            except EventIsInvalid as reason:
                park(session, None, body, f"{error}{reason}")
        return events

    def _read(self, body: bytes) -> Event:
        event = decode(body, self._page)
        if event.type not in self._handlers:
            raise EventIsInvalid(f"{event.type.name} has no handler here")
        return event

    def _by_handler(self, events: Batch) -> list[tuple[Handler, Batch]]:
        single: list[tuple[Handler, Batch]] = []
        # In the handlers' own order, so that two consumers never wait for each other's rows in a circle.
        together: dict[Handler, Batch] = {handler: [] for handler in self._handlers.values()}
        for event, body in events:
            handler = self._handlers[event.type]
            if hasattr(handler, "takes_batch"):
                together[handler].append((event, body))
            else:
                single.append((handler, [(event, body)]))
        return [*single, *(group for group in together.items() if group[1])]

    def _handle(self, session: Session, handler: Handler, batch: Batch, attempts: int = 0) -> None:
        try:
            with _savepoint(session):
                _run(session, [(handler, batch)])
        except Exception as error:
            if is_away(error):
                raise
            if len(batch) > 1:  # find the one that fails; the others take effect
                for one in batch:
                    self._handle(session, handler, [one], attempts)
                return
            put_off(session, *batch[0], attempts + 1, error)

    def _again(self, session: Session, body: bytes, attempts: int) -> None:
        try:
            event = self._read(body)
        except EventIsInvalid as error:
            park(session, None, body, str(error))
            return
        if not is_outdated(session, event):
            self._handle(session, self._handlers[event.type], [(event, body)], attempts)


def _run(session: Session, groups: Sequence[tuple[Handler, Batch]]) -> None:
    """Call the handlers, and then each step that follows some of them."""
    returned: dict[Any, list[Any]] = defaultdict(list)
    for handler, batch in groups:
        result = _call(session, handler, batch)
        if step := getattr(handler, "followed_by", None):
            returned[step].append(result)
    for step, results in returned.items():
        step(session, results)


def _call(session: Session, handler: Any, batch: Batch) -> Any:
    events = [event for event, _ in batch]
    sys.audit("kursforum.handler_called")
    with spanned(f"process {events[0].type.name}", "CONSUMER", [event.trace for event in events]):
        return handler(session, events if hasattr(handler, "takes_batch") else events[0])


@contextmanager
def _savepoint(session: Session) -> Iterator[None]:
    """A savepoint of the connection: cheaper than the session's own, which keeps books on every object."""
    with session.connection().begin_nested() as savepoint:
        try:
            yield
            session.flush()
        except BaseException:
            savepoint.rollback()
            session.expunge_all()  # what the handler loaded or changed is not what the database has
            raise
