"""Waiting until all that was set going has come to rest; what waits for hours is not waited for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from services.names import SERVICES
from tests.faults.breaking import connected
from tests.faults.ledger import Ledger
from tests.servers.guardian import wait_until

LOOK = 0.25  # seconds
DEAD_AFTER = 6.0  # seconds; whoever sends a letter is done with it sooner, even if it stood still meanwhile

# What is under way in each service, by what it is.
EVERYWHERE = {
    "events to publish": "SELECT count(*) FROM outbox WHERE published_at IS NULL",
    "events to try again": "SELECT count(*) FROM inbox_retries",
}
UNDER_WAY: Mapping[str, Mapping[str, str]] = {
    "notifications": {"letters": "SELECT count(*) FROM messages WHERE state IN ('queued', 'sending')"},
    "evaluation": {"invitations": "SELECT count(*) FROM invitations WHERE state = 'waiting'"},
}
_RETRY_NOW = "UPDATE inbox_retries SET due_at = now() WHERE due_at > now()"
_SEND_NOW = "UPDATE messages SET due_at = now() WHERE state = 'queued' AND attempts > 0 AND due_at > now()"
# Five minutes after its sender died a letter is taken by another; nobody holds one for as long as this.
_ABANDONED = (
    "UPDATE messages SET due_at = now() WHERE state = 'sending' AND due_at > now()"
    " AND due_at - interval '5 minutes' < now() - make_interval(secs => %s)"
)


@dataclass
class Settling:
    """Looks at four databases until nothing is under way, and lets time pass for what waits for it."""

    databases: Mapping[str, str]
    left: dict[str, int] = field(default_factory=dict)
    abandoned: int = 0

    def wait(self, seconds: float) -> bool:
        """Whether all came to rest in time; `left` says what did not."""
        begun = monotonic()

        def is_calm() -> bool:
            if monotonic() > begun + 1:
                self._let_time_pass()
            self.left = {what: count for what, count in self._under_way().items() if count}
            return not self.left and self._all_arrived()

        return wait_until(is_calm, seconds, every=LOOK)

    def _all_arrived(self) -> bool:
        ledger = Ledger.read(self.databases)
        return all(ledger.events_for(name) <= ledger.inbox[name] for name in SERVICES)

    def _under_way(self) -> dict[str, int]:
        found = {}
        for service in SERVICES:
            with connected(self.databases[service]) as connection:
                for what, query in {**EVERYWHERE, **UNDER_WAY.get(service, {})}.items():
                    found[f"{service}: {what}"] = int(connection.execute(query).fetchone()[0])
        return found

    def hasten_letters(self) -> None:
        """Let the minutes pass after which a letter is sent again."""
        with connected(self.databases["notifications"]) as connection:
            connection.execute(_SEND_NOW)
            taken: Any = connection.execute(_ABANDONED, [DEAD_AFTER])
            self.abandoned += taken.rowcount

    def _let_time_pass(self) -> None:
        for service in SERVICES:
            with connected(self.databases[service]) as connection:
                connection.execute(_RETRY_NOW)
        self.hasten_letters()
