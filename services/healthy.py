"""Whether this container is healthy, as its health check asks: the image has neither shell tools nor curl."""

import socket
from typing import Any
from urllib.request import urlopen

PATIENCE = 4.0  # seconds; the health check itself gives up after five


def web_is_ready(service: str, port: int) -> bool:
    """Whether the web process on this host says that it is ready."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/{service}/readyz", timeout=PATIENCE):
            return True
    except OSError:  # nobody listens, or the answer was 503
        return False


def worker_is_alive(service: str, settings: Any) -> bool:
    """Whether every loop of a worker on this host has gone round lately, as its database remembers."""
    from sqlalchemy.exc import SQLAlchemyError

    from shared.beats import are_alive, expected_loops
    from shared.db import Database

    database = Database(settings.database_url)
    try:
        with database.read() as session:
            return are_alive(session, socket.gethostname(), expected_loops(service, settings))
    except SQLAlchemyError:
        return False
    finally:
        database.dispose()
