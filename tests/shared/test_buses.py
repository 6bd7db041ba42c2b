"""One suite for both buses: in one process, and RabbitMQ with pika publishing and kombu consuming."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pika
import pytest

from shared.bus import Bus, BusIsDown, topology
from shared.bus.consumer import RabbitConsumer
from shared.bus.in_process import InProcessBus
from shared.bus.publisher import RabbitPublisher
from shared.db import Database
from shared.envelope import Event, encode
from shared.events import PAGE, AttendanceRecorded
from shared.inbox import Handler, Inbox
from shared.outbox import Message
from tests.shared.happenings import attendance, contact, note, noted


def messages(*events: Event) -> list[Message]:
    """The events as outbox rows."""
    return [
        Message(number, event.id, event.type.name, encode(event))
        for number, event in enumerate(events, start=1)
    ]


@dataclass
class Reached:
    """What arrived at each listener."""

    arrived: dict[str, list[bytes]] = field(default_factory=dict)
    change: threading.Condition = field(default_factory=threading.Condition)

    def receiver(self, listener: str) -> Callable[[Sequence[bytes]], None]:
        def receive(bodies: Sequence[bytes]) -> None:
            with self.change:
                self.arrived.setdefault(listener, []).extend(bodies)
                self.change.notify_all()

        return receive

    def wait_for(self, listener: str, count: int) -> list[bytes]:
        with self.change:
            assert self.change.wait_for(lambda: len(self.arrived.get(listener, [])) >= count, 20)
            return self.arrived[listener]


class _TakingInbox(Inbox):
    def __init__(self, receive: Callable[[Sequence[bytes]], None]) -> None:
        self.take = receive  # type: ignore[method-assign]
        self.park = lambda bodies, error: None  # type: ignore[method-assign]


@pytest.fixture(params=["in_process", "rabbitmq"])
def bus_and_reached(request: pytest.FixtureRequest) -> Iterator[tuple[Bus, Reached]]:
    reached = Reached()
    services = ("evaluation", "notifications", "reporting")
    if request.param == "in_process":
        yield InProcessBus(PAGE, {name: reached.receiver(name) for name in services}), reached
        return
    url = request.getfixturevalue("rabbitmq_vhost")
    stop, threads = threading.Event(), []
    for name in services:
        consumer = RabbitConsumer(url, name, _TakingInbox(reached.receiver(name)))
        threads.append(threading.Thread(target=consumer.run, args=(stop, lambda: None)))
        threads[-1].start()
    bus = RabbitPublisher(url)
    yield bus, reached
    bus.close()
    stop.set()
    for thread in threads:
        thread.join(20)


def test_a_message_reaches_each_of_its_listeners_and_no_other(
    bus_and_reached: tuple[Bus, Reached],
) -> None:
    bus, reached = bus_and_reached
    private, fact = contact(), attendance()
    assert bus.publish(messages(private, fact)) == {1, 2}
    assert reached.wait_for("notifications", 1) == [encode(private)]
    assert reached.wait_for("reporting", 1) == [encode(fact)]
    assert "evaluation" not in reached.arrived


def test_a_thousand_messages_arrive_in_order(bus_and_reached: tuple[Bus, Reached]) -> None:
    bus, reached = bus_and_reached
    batch = messages(*[attendance() for _ in range(1000)])
    assert len(bus.publish(batch)) == 1000
    assert reached.wait_for("reporting", 1000) == [message.body for message in batch]


def test_in_one_process_a_listener_that_is_away_leaves_everything_unpublished() -> None:
    def away(bodies: Sequence[bytes]) -> None:
        raise OSError("disk")

    with pytest.raises(BusIsDown):
        InProcessBus(PAGE, {"reporting": away}).publish(messages(attendance()))


def test_a_message_routed_nowhere_is_not_confirmed_and_goes_out_once_the_binding_is_back(
    rabbitmq_vhost: str,
) -> None:
    bus = RabbitPublisher(rabbitmq_vhost)
    lost, heard = messages(attendance(), contact())
    assert bus.publish([heard]) == {2}
    with pika.BlockingConnection(pika.URLParameters(rabbitmq_vhost)) as witness:
        routing_key = AttendanceRecorded.name
        witness.channel().queue_unbind("reporting", topology.EXCHANGE, routing_key)
    assert bus.publish([lost, heard]) == {2}
    topology.declare(rabbitmq_vhost, PAGE)
    assert bus.publish([lost]) == {1}
    bus.close()


def test_a_broker_that_is_away_is_told_as_such() -> None:
    bus = RabbitPublisher("amqp://guest:guest@127.0.0.1:1/")
    with pytest.raises(BusIsDown):
        bus.publish(messages(attendance()))


def test_where_several_brokers_are_named_the_next_is_tried(rabbitmq_vhost: str) -> None:
    bus = RabbitPublisher(f"amqp://guest:guest@127.0.0.1:1/;{rabbitmq_vhost}")
    with pytest.raises(BusIsDown):
        bus.publish(messages(attendance()))
    assert bus.publish(messages(attendance())) == {1}
    bus.close()


def test_a_publisher_whose_connection_was_cut_connects_anew(rabbitmq_vhost: str) -> None:
    bus = RabbitPublisher(rabbitmq_vhost)
    bus.publish(messages(attendance()))
    link = bus._link
    assert link is not None
    link._connection.ioloop.add_callback_threadsafe(link._connection._transport.abort)
    link._thread.join(20)
    assert bus.publish(messages(attendance())) == {1}
    bus.close()


def test_a_consumer_tells_how_many_messages_wait(rabbitmq_vhost: str) -> None:
    url, stop = rabbitmq_vhost, threading.Event()
    topology.declare(url, PAGE)
    bus = RabbitPublisher(url)
    bus.publish(messages(*(attendance() for _ in range(5))))
    bus.close()

    def stop_at_the_first(_bodies: Sequence[bytes]) -> None:
        stop.set()

    consumer = RabbitConsumer(url, "reporting", _TakingInbox(stop_at_the_first))
    consumer.run(stop, lambda: None)
    assert consumer.queue_length in (4, 5)  # the first may be on its way


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_events_of_a_consumer_that_stopped_unacknowledged_are_handled_once_by_the_next(
    rabbitmq_vhost: str, database: Database
) -> None:
    bus = RabbitPublisher(rabbitmq_vhost)
    events = [attendance() for _ in range(20)]
    bus.publish(messages(*events))
    with pika.BlockingConnection(pika.URLParameters(rabbitmq_vhost)) as gone:
        channel = gone.channel()
        assert channel.basic_get("reporting")[0] is not None  # taken, and never acknowledged
    _consume_until(rabbitmq_vhost, database, note, len(events))
    assert set(noted(database)) == {event.id for event in events}
    assert len(noted(database)) == len(events)
    bus.close()


def _consume_until(url: str, database: Database, handler: Handler, count: int) -> None:
    stop = threading.Event()
    rounds = 0

    def stop_when_done() -> None:
        nonlocal rounds
        rounds += 1
        if len(noted(database)) >= count or rounds > 60:
            stop.set()

    inbox = Inbox(database, PAGE, {AttendanceRecorded: handler})
    RabbitConsumer(url, "reporting", inbox).run(stop, stop_when_done)
