"""The bus: carries messages from a service's outbox to its listeners' inboxes."""

from collections.abc import Sequence
from typing import Protocol

from shared.outbox import Message


class BusIsDown(Exception):
    """The bus did not answer as it should; nothing may be taken as published."""


class Bus(Protocol):
    """What the relay needs of a bus, in one process or on RabbitMQ."""

    def publish(self, messages: Sequence[Message]) -> set[int]:
        """Hand over messages; returns the sequences that are safe with every listener.

        Raises BusIsDown when it cannot tell.
        """

    def close(self) -> None:
        """Let go of connections."""
