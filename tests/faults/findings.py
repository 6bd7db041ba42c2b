"""What was found after a journey, which the rules look at."""

from dataclasses import dataclass

from tests.faults.client import Client
from tests.faults.journey import Accepted, Occasion
from tests.faults.ledger import Ledger
from tests.faults.letters import Letters


@dataclass
class Findings:
    """All that the rules look at."""

    ledger: Ledger
    accepted: Accepted
    occasions: list[Occasion]
    places: int
    letters: Letters
    poison: dict[str, int]
    client: Client
    broker_url: str

    def uncertain(self) -> int:
        """How many letters a server took and nobody noted: they came twice, or are skipped."""
        rows = self.ledger.rows("notifications", "SELECT message_id FROM messages WHERE state = 'skipped'")
        twice = self.letters.taken.total() - len(self.letters.taken)
        return twice + sum(row.message_id in self.letters.taken for row in rows)
