"""Waking a loop the moment there is work: a condition in one process, NOTIFY between processes."""

import threading

import sqlalchemy as sa
from sqlalchemy.orm import Session


class Wake:
    """Named signals within this process; a wait that comes after its signal returns at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._raised: dict[str, int] = {}
        # One for each name, so that a signal wakes none of the loops that wait for another.
        self._conditions: dict[str, threading.Condition] = {}

    def set(self, name: str) -> None:
        """Raise a signal, so that every loop waiting for it looks for work."""
        with self._lock:
            self._raised[name] = self._raised.get(name, 0) + 1
            if name in self._conditions:
                self._conditions[name].notify_all()

    def count(self, name: str) -> int:
        """How often the signal was raised: read it before looking for work, then wait from it."""
        with self._lock:
            return self._raised.get(name, 0)

    def wait(self, name: str, seen: int, timeout: float) -> None:
        """Wait until the signal is raised beyond `seen`, at most `timeout` seconds."""
        with self._lock:
            condition = self._conditions.setdefault(name, threading.Condition(self._lock))
            condition.wait_for(lambda: self._raised.get(name, 0) > seen, timeout)

    def after_commit(self, session: Session) -> None:
        """Raise what `wake` noted in the session's transaction."""
        for name in session.info.pop("woken", ()):
            self.set(name)


def wake(session: Session, name: str, *, has_trigger: bool = False) -> None:
    """Wake the loop `name` when this transaction commits, in every process of the service.

    `has_trigger` where a trigger of PostgreSQL's tells the other processes, which saves a statement.
    """
    wake_here(session, name)
    notified: set[str] = session.info.setdefault("notified", set())
    if has_trigger or name in notified:
        return
    notified.add(name)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_notify(name, "")))


def wake_here(session: Session, name: str) -> None:
    """Wake the loop `name` of this process alone; enough where whoever commits also runs the loop."""
    woken: set[str] = session.info.setdefault("woken", set())
    woken.add(name)
