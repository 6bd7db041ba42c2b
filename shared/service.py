"""The service at work: its name, settings, database and region, as every module of it reaches them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app, g, has_app_context
from sqlalchemy.orm import Session

from shared.db import Database
from shared.region import Region
from shared.region_content import KnownRegion
from shared.settings import Settings

EXTENSION = "kursforum"


@dataclass(frozen=True)
class Service:
    """One of the four; made by its `create_app`, without opening a connection."""

    name: str
    settings: Any
    database: Database
    known_region: KnownRegion

    @classmethod
    def make(cls, name: str, settings: Settings) -> "Service":
        """The service of that name as its settings describe it."""
        database = Database(settings.database_url, settings.database_pool)
        return cls(name, settings, database, KnownRegion(Region.load(settings.region)))

    @property
    def region(self) -> Region:
        """The region as its pages have it; a change elsewhere is known within a second."""
        return self.known_region.now(self.database, _session_at_hand)


def service() -> Service:
    """The service whose application context this is; web, worker and commands all run in one."""
    return cast(Service, current_app.extensions[EXTENSION])


@contextmanager
def transaction() -> Iterator[Session]:
    """The transaction of the work at hand: commits at the end of the outermost block."""
    if "transaction" in g:
        yield g.transaction
        return
    with service().database.begin() as session:
        g.transaction = session
        try:
            yield session
        finally:
            g.pop("transaction")
    sys.audit("kursforum.change_committed")


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only reads; within a transaction, that transaction."""
    if (known := _session_at_hand()) is not None:
        yield known
        return
    with service().database.read() as session:
        g.reading = session
        try:
            yield session
        finally:
            g.pop("reading")


def _session_at_hand() -> Session | None:
    """The session of the transaction or the reading that goes on, if one does."""
    if not has_app_context():
        return None
    return cast("Session | None", g.get("transaction") or g.get("reading"))
