"""What the four databases say after a journey, read once."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg.rows import namedtuple_row

from services.names import SERVICES
from shared.events import PAGE
from tests.faults.breaking import connected


@dataclass
class Ledger:
    """Outboxes, inboxes and what is parked, by service; and whatever else is asked."""

    databases: Mapping[str, str]
    outbox: dict[str, list[Any]] = field(default_factory=dict)
    inbox: dict[str, set[UUID]] = field(default_factory=dict)
    failed: dict[str, list[Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, databases: Mapping[str, str]) -> "Ledger":
        """The ledger of these databases."""
        found = cls(databases)
        for name in SERVICES:
            found.outbox[name] = found.rows(name, "SELECT * FROM outbox ORDER BY sequence")
            found.inbox[name] = {row.event_id for row in found.rows(name, "SELECT event_id FROM inbox")}
            found.failed[name] = found.rows(name, "SELECT event_id, error FROM inbox_failed")
        return found

    def rows(self, service: str, query: str) -> list[Any]:
        """The rows of a query in a service's database."""
        with connected(self.databases[service]) as connection:
            connection.row_factory = namedtuple_row
            return list(connection.execute(query).fetchall())

    def events_for(self, service: str) -> set[UUID]:
        """The ids of all events that a service listens to, whoever told them."""
        heard = {kind.name for kind in PAGE.heard_by(service)}
        return {row.event_id for rows in self.outbox.values() for row in rows if row.type in heard}

    def events(self, name: str) -> list[tuple[Any, dict[str, Any]]]:
        """The outbox rows of a type, in the order of their commits under one lock, each with what it says."""
        rows = self.outbox[name.partition(".")[0]]
        return [(row, json.loads(bytes(row.body))["data"]) for row in rows if row.type == name and row.body]

    def versions(self) -> dict[tuple[str, str], set[int]]:
        """Which versions of each subject were told, by service."""
        found: dict[tuple[str, str], set[int]] = defaultdict(set)
        for service, rows in self.outbox.items():
            for row in rows:
                if not row.type.endswith("staff_token_used"):  # its version is the day
                    found[service, row.subject].add(row.version)
        return found
