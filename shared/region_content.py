"""The region as registration tells it: kept in each service's database, at hand in each process."""

import threading
import time
from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shared.db import Database, backbone, insert
from shared.envelope import Event
from shared.region import Region

log = structlog.get_logger("region")

# Seconds for which a process does not ask whether the region has changed.
PAUSE = 1.0

region_content = sa.Table(
    "region_content",
    backbone,
    sa.Column("slug", sa.String(80), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    # Tells contents apart even where a version was given, taken back with its transaction and given anew.
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
)


def apply_region(session: Session, event: Event) -> None:
    """Keep what a RegionChanged says, unless something newer is known; order does not matter."""
    values = {
        "slug": event.subject,
        "version": event.version,
        "event_id": event.id,
        "content": event["content"],
    }
    statement = insert(session, region_content).values(values)
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=[region_content.c.slug],
            set_={name: statement.excluded[name] for name in ("version", "event_id", "content")},
            where=region_content.c.version < statement.excluded.version,
        )
    )


class KnownRegion:
    """The region at hand in this process: the file's, then as the database has it, at most a second old."""

    def __init__(self, file: Region) -> None:
        self.file = file
        self._current = file
        self._event_id: UUID | None = None
        self._asked_at: float | None = None
        self._lock = threading.Lock()

    def now(self, database: Database, at_hand: Callable[[], Session | None]) -> Region:
        """The region as it is now; asks by the session at hand, or by one of its own.

        Whoever finds that a second has passed asks for all; the others take what is known meanwhile.
        Raises what the database does, where a session is at hand.
        """
        asked_at = self._asked_at
        if asked_at is not None and time.monotonic() - asked_at < PAUSE:
            return self._current
        if self._lock.acquire(blocking=asked_at is None):
            try:
                if self._asked_at == asked_at:
                    self._ask(database, at_hand())
            finally:
                self._asked_at = time.monotonic()
                self._lock.release()
        return self._current

    def ask_again(self) -> None:
        """Let the next reader look at once, as after a change made by this process."""
        self._asked_at = float("-inf") if self._asked_at is not None else None

    def keep(self) -> None:
        """Let the next readers take what is known: the database was just found to be away."""
        self._asked_at = time.monotonic()

    def _ask(self, database: Database, session: Session | None) -> None:
        if session is not None:  # a second connection could wait for the one that this thread holds
            self._take(session)  # and what it fails of ends its work: nothing more could be asked by it
            return
        try:
            with database.read() as own:
                self._take(own)
        except SQLAlchemyError as error:
            # Pages go on with what is known; whatever needs the database tells that it is away.
            log.warning("region_not_read", error=type(error).__name__)

    def _take(self, session: Session) -> None:
        table = region_content.c
        connection = session.connection()
        mine = table.slug == self.file.slug
        event_id = connection.scalar(sa.select(table.event_id).where(mine))
        if event_id == self._event_id:
            return
        content = connection.scalar(sa.select(table.content).where(mine)) if event_id else None
        self._current = self.file.with_lists(content) if content else self.file
        self._event_id = event_id
