"""Hears PostgreSQL's NOTIFY and raises the signals of this process, so that loops wake at once."""

import threading

import psycopg
import structlog

from shared.db import Database

log = structlog.get_logger(__name__)

BACKOFF = 1.0  # seconds


def listen(database: Database, names: frozenset[str], stop: threading.Event) -> None:
    """Listen until told to stop; after a lost connection wake every loop, as a signal may be missed."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while not stop.is_set():
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
                for name in sorted(names):
                    connection.execute(f'LISTEN "{name}"')
                for name in names:
                    database.wake.set(name)
                while not stop.is_set():
                    for notice in connection.notifies(timeout=1.0):
                        database.wake.set(notice.channel)
        except psycopg.Error as error:
            log.warning("listener_lost", error=type(error).__name__)
            stop.wait(BACKOFF)
