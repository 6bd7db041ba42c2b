"""What staff change is noted: each write of the API that only staff may call, held against the audit log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

from shared.audit import audit_entries
from shared.service import EXTENSION

WRITES = {"post", "put", "patch", "delete"}
# The few calls made here change nothing: nobody to take off the list, a name that the place has already.
CHANGE_NOTHING = {
    "DELETE /registration/api/sessions/{session_id}/attendance/{registration_id}",
    "PATCH /registration/api/region/municipalities/{code}/districts/{slug}",
}


class Deeds:
    """Counts, operation by operation, the calls that succeeded, and those that left an entry."""

    def __init__(self, app: Flask) -> None:
        self._database = app.extensions[EXTENSION].database
        self._succeeded: set[str] = set()
        self._noted: set[str] = set()

    @property
    def unnoted(self) -> list[str]:
        """The operations that succeeded and never left an entry."""
        return sorted(self._succeeded - self._noted - CHANGE_NOTHING)

    @contextmanager
    def watched(self, operation: Any) -> Iterator[Callable[[Any], None]]:
        """Watch a call, whose response is given to what this yields."""
        is_staffs = operation.method in WRITES and operation.definition.raw.get("security") != []
        before = self._entries() if is_staffs else 0
        responses: list[Any] = []
        yield responses.append
        if is_staffs and responses[0].status_code < 300:
            self._succeeded.add(operation.label)
            if self._entries() > before:
                self._noted.add(operation.label)

    def _entries(self) -> int:
        with self._database.read() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(audit_entries)) or 0
