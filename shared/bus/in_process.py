"""The bus of one process: hands each message straight to its listeners' inboxes."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import structlog

from shared.bus import BusIsDown
from shared.envelope import EventPage
from shared.outbox import Message

log = structlog.get_logger(__name__)

Receiver = Callable[[Sequence[bytes]], None]


class InProcessBus:
    """Messages are published when every listener has committed their effect or their retry."""

    def __init__(self, page: EventPage, receivers: Mapping[str, Receiver]) -> None:
        self._page = page
        self._receivers = receivers

    def publish(self, messages: Sequence[Message]) -> set[int]:
        """Hand over messages; raises BusIsDown when a listener's database is away."""
        for_listener: dict[str, list[bytes]] = defaultdict(list)
        for message in messages:
            for listener in self._page.types[message.type].listeners:
                for_listener[listener].append(message.body)
        for listener, bodies in for_listener.items():
            try:
                self._receivers[listener](bodies)
            except Exception as error:
                log.warning("handover_failed", listener=listener, error=type(error).__name__)
                raise BusIsDown(listener) from error
        return {message.sequence for message in messages}

    def close(self) -> None:
        """There is nothing to let go of."""
