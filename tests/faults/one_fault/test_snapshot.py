"""Only what was handled is acknowledged, also when more arrived while the database was away."""

import threading
from collections.abc import Callable, Sequence

import pytest

from shared.bus.consumer import RabbitConsumer
from shared.bus.publisher import RabbitPublisher
from shared.db import Database
from shared.events import PAGE, AttendanceRecorded
from shared.inbox import Inbox
from shared.relay import Relay
from tests.faults.one_fault.pipeline import SERVICE, Pipeline
from tests.faults.one_fault.proxy import Proxy
from tests.servers.guardian import wait_until
from tests.shared.happenings import note

pytestmark = pytest.mark.usefixtures("brisk")


class _BreaksDown(Inbox):
    """Once told to, handles one more batch, and then fails once."""

    left: int | None = None

    def take(self, bodies: Sequence[bytes]) -> None:
        if self.left == 0:
            self.left = None
            raise RuntimeError("a fault of ours, once")
        super().take(bodies)
        if self.left:
            self.left -= 1


def published(pipeline: Pipeline, count: int) -> None:
    """Emit so many, and have the broker confirm them."""
    relay = Relay(pipeline.database, RabbitPublisher(pipeline.rabbitmq_url))
    pipeline.emits(count)
    assert relay.step() == count
    relay.close()


def test_an_outage_of_the_database_fills_no_dead_letters_and_what_arrives_meanwhile_is_not_lost(
    pipeline: Pipeline, proxies: Callable[[str], Proxy]
) -> None:
    between = proxies(pipeline.database_url)
    inbox = _BreaksDown(Database(between.address(pipeline.database_url)), PAGE, {AttendanceRecorded: note})
    consumer, stop = RabbitConsumer(pipeline.rabbitmq_url, SERVICE, inbox), threading.Event()
    thread = threading.Thread(target=consumer.run, args=(stop, lambda: None))
    thread.start()
    try:
        published(pipeline, 5)
        pipeline.settles()
        between.go_away()
        known = between.taken
        published(pipeline, 10)
        # As often as would have sent everything to the dead letters, had it been given back each time.
        assert wait_until(lambda: between.taken > known + 8, 20)
        published(pipeline, 40)
        assert wait_until(lambda: len(consumer._pending) >= 20, 20), (
            len(consumer._pending),
            consumer.trouble,
        )
        assert (consumer.trouble or "").startswith("no database")
        inbox.left = 1
        between.heal()
        pipeline.settles()
        assert inbox.left is None, "it broke down"
    finally:
        stop.set()
        thread.join(20)
        inbox._database.dispose()
