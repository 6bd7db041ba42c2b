"""Waking a loop the moment there is work: a condition in one process, NOTIFY between processes."""

import threading

import sqlalchemy as sa
from sqlalchemy.orm import Session


class Wake:
    """Named signals within this process; a wait that comes after its signal returns at once."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._raised: dict[str, int] = {}

    def set(self, name: str) -> None:
        """Raise a signal, so that every loop waiting for it looks for work."""
        with self._condition:
            self._raised[name] = self._raised.get(name, 0) + 1
            self._condition.notify_all()

    def count(self, name: str) -> int:
        """How often the signal was raised: read it before looking for work, then wait from it."""
        with self._condition:
            return self._raised.get(name, 0)

    def wait(self, name: str, seen: int, timeout: float) -> None:
        """Wait until the signal is raised beyond `seen`, at most `timeout` seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self._raised.get(name, 0) > seen, timeout)

    def after_commit(self, session: Session) -> None:
        """Raise what `wake` noted in the session's transaction."""
        for name in session.info.pop("woken", ()):
            self.set(name)


def wake(session: Session, name: str, *, has_trigger: bool = False) -> None:
    """Wake the loop `name` when this transaction commits, in every process of the service.

    `has_trigger` where a trigger of PostgreSQL's tells the other processes, which saves a statement.
    """
    woken: set[str] = session.info.setdefault("woken", set())
    if name in woken:
        return
    woken.add(name)
    if not has_trigger and session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_notify(name, "")))
