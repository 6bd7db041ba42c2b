"""A replay while several workers take events from RabbitMQ: nothing is lost, nothing is counted twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from services.names import handlers_of
from shared.bus.consumer import RabbitConsumer
from shared.bus.publisher import RabbitPublisher
from shared.envelope import Event, encode
from shared.events import PAGE, RegistrationChanged
from shared.inbox import Inbox
from shared.outbox import Message
from shared.service import EXTENSION
from tests.reporting import stories
from tests.reporting.neighbours import Region, told
from tests.reporting.test_replaying import spoilt
from tests.servers.guardian import wait_until


def messages(*events: Event) -> list[Message]:
    """The events as outbox rows."""
    return [
        Message(number, event.id, event.type.name, encode(event)) for number, event in enumerate(events, 1)
    ]


@contextmanager
def consuming(region: Region, url: str) -> Iterator[None]:
    """A consumer as each worker of reporting has one, until the block ends."""
    stop, app = threading.Event(), region.reporting
    database = app.extensions[EXTENSION].database
    inbox = Inbox(database, PAGE, handlers_of("reporting"))
    consumer = RabbitConsumer(url, "reporting", inbox)

    def run() -> None:
        with app.app_context():
            consumer.run(stop, lambda: None)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(20)


def moves(version: int) -> list[Event]:
    """Everybody works elsewhere, again."""
    place = (stories.NACKA, stories.SOLNA, stories.FARSTA)[version % 3]
    return [
        stories.registration(f"r{n}", "a" if n % 2 else "b", f"r{n}", RegistrationChanged, version, **place)
        for n in range(6)
    ]


@pytest.mark.parametrize("region", ["postgresql"], indirect=True)
def test_workers_go_on_taking_events_while_their_read_models_are_rebuilt(
    region: Region, rabbitmq_vhost: str
) -> None:
    region.happened(*(all_told := told()))
    region.heard(*all_told)
    spoilt(region)
    live = {number: moves(number + 10) for number in range(1, 8)}
    bus = RabbitPublisher(rabbitmq_vhost)
    with consuming(region, rabbitmq_vhost), consuming(region, rabbitmq_vhost):
        region.watch(before=lambda number: bus.publish(messages(*live.get(number, ()))) and None)
        region.replay().run()
        last = moves(99)
        bus.publish(messages(*last))
        # They may come in several batches, by two consumers.
        assert wait_until(lambda: str(region.contents()["registrations"]).count("), 99, ") == len(last), 20)
    bus.close()
    assert region.states() == ["done"]
    rebuilt = region.contents()
    region.empty()
    region.heard(*all_told, *last)
    assert rebuilt == region.contents()
