"""The shadow: read models that grow beside those in use, in a database of their own with an inbox of its own.

On PostgreSQL that is another schema of the same database, on SQLite a file beside the file.
"""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import orjson
import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from shared.db import Database, is_away
from shared.rebuilding import GIVEN_UP, end_rebuild, open_rebuild

if TYPE_CHECKING:
    from shared.inbox import Inbox

    InboxOn = Callable[[Database], Inbox]

log = structlog.get_logger(__name__)

_POOL = 2
_PREFIX = "rebuild_"
# The command makes them as the owner of the tables: what a service runs as sees them, and must leave them.
_OWN_SCHEMAS = sa.text("SELECT nspname FROM pg_namespace WHERE pg_has_role(nspowner, 'USAGE')")


def schema_of(rebuild_id: UUID) -> str:
    """The name of a shadow: its schema, or the end of its file's name."""
    return f"{_PREFIX}{rebuild_id.hex}"


def shadow_of(live: Database, rebuild_id: UUID) -> Database:
    """The shadow of a rebuild; made without opening a connection."""
    if live.is_sqlite:
        return Database(live.url.set(database=str(_file(live, schema_of(rebuild_id)))))
    return Database(live.url, _POOL, schema_of(rebuild_id))


def drop_shadows(live: Database, keep: UUID | None = None) -> None:
    """Remove the shadows of all rebuilds but one: of those that are done, were given up, or were killed."""
    kept = schema_of(keep) if keep else None
    if live.is_sqlite:
        for path in _file(live, "").parent.glob(f"{_file(live, _PREFIX).name}*"):
            if kept is None or kept not in path.name:
                path.unlink(missing_ok=True)
        return
    with live.begin() as session:
        for name in session.scalars(_OWN_SCHEMAS).all():
            if name.startswith(_PREFIX) and name != kept:
                session.execute(sa.schema.DropSchema(name, cascade=True, if_exists=True))


class Shadowed:
    """What an inbox does with its messages while a rebuild is open: the shadow has them first.

    First, and within the transaction in which they are then handled as always: a message whose handling in
    use is lost comes again, and the shadow's inbox knows it.
    """

    def __init__(self, live: Database, types: Collection[str], inbox_on: "InboxOn") -> None:
        self._live = live
        self._types = frozenset(types)
        self._inbox_on = inbox_on
        self._known: tuple[UUID, Database, Inbox] | None = None

    def take(self, session: Session, bodies: Sequence[bytes]) -> UUID | None:
        """Give the messages to the shadow, if a rebuild is open: returns that rebuild.

        One that fails is given up: what is in use must never wait for it.
        """
        rebuild_id = open_rebuild(session) if self._types else None
        if rebuild_id is None:
            self._let_go()
            return None
        wanted = [body for body in bodies if _type_of(body) in self._types]
        try:
            if wanted:
                self._inbox(rebuild_id).take(wanted)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("rebuild_given_up", rebuild_id=str(rebuild_id))
            end_rebuild(session, rebuild_id, GIVEN_UP, f"{type(error).__name__}: {error}"[:2000])
            return None
        return rebuild_id

    def _inbox(self, rebuild_id: UUID) -> "Inbox":
        if self._known is None or self._known[0] != rebuild_id:
            self._let_go()
            shadow = shadow_of(self._live, rebuild_id)
            self._known = rebuild_id, shadow, self._inbox_on(shadow)
        return self._known[2]

    def _let_go(self) -> None:
        known, self._known = self._known, None
        if known:
            known[1].dispose()


def _type_of(body: bytes) -> str | None:
    try:
        return str(orjson.loads(body)["type"])
    except (ValueError, KeyError, TypeError):
        return None  # whoever handles it as always will park it


def _file(live: Database, name: str) -> Path:
    return Path(f"{live.url.database}-{name}")
