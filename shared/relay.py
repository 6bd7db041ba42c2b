"""The relay: publishes what waits in the outbox. Of several, one leads and the others stand by."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shared import outbox
from shared.bus import Bus
from shared.db import Database, lock_key

BATCH = 500
_LEADER_LOCK = lock_key("relay")
_NONE = -1  # below every sequence


class Relay:
    """A service's relay."""

    def __init__(self, database: Database, bus: Bus, *, blank_private: bool = False) -> None:
        """`blank_private` when a published message has been handled by every listener already."""
        self._database = database
        self._bus = bus
        self._blank_private = blank_private
        self._leader: sa.Connection | None = None
        self._refused_to = _NONE
        self.may_have_more = False  # after a step: whether another would find something at once

    def step(self) -> int:
        """Publish one batch; returns how many events were confirmed, 0 also when another relay leads.

        Raises BusIsDown, or the database's error; then nothing is marked, and the batch goes out again.
        """
        self.may_have_more = False
        if not self._database.is_sqlite and not self._leads():
            return 0
        with self._reading() as session:
            messages = outbox.unpublished(session, BATCH, self._refused_to)
        # However many nobody takes, those behind them have their turn; at the end it is the first's again.
        self.may_have_more, self._refused_to = len(messages) == BATCH, _NONE
        if not messages:
            return 0
        sys.audit("kursforum.events_selected")
        confirmed = self._bus.publish(messages)
        sys.audit("kursforum.events_confirmed")
        if self.may_have_more and len(confirmed) < BATCH:
            self._refused_to = messages[-1].sequence
        if confirmed:
            with self._writing() as session:
                outbox.mark_published(session, list(confirmed), blank_private=self._blank_private)
        return len(confirmed)

    def close(self) -> None:
        """Stand down, so that another relay may lead."""
        self._bus.close()
        leader, self._leader = self._leader, None
        if leader is not None:
            leader.invalidate()  # closes the connection itself, and with it the lock
            leader.close()

    def _leads(self) -> bool:
        """Whether this relay holds the lock, which lives exactly as long as its connection."""
        if self._leader is not None:
            return True
        connection = self._database.engine.connect()
        has_lock = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_LEADER_LOCK)))
        connection.commit()
        if has_lock:
            self._leader = connection
        else:
            connection.close()
        return bool(has_lock)

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        if self._leader is None:
            with self._database.read() as session:
                yield session
        else:
            with self._on_leader() as session:
                yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        if self._leader is None:
            with self._database.begin() as session:
                yield session
        else:
            with self._on_leader() as session:
                yield session

    @contextmanager
    def _on_leader(self) -> Iterator[Session]:
        """A transaction on the connection that holds the lock: whoever lost the one has lost the other."""
        try:
            with Session(self._leader) as session, session.begin():
                yield session
        except DBAPIError:
            self.close()
            raise
