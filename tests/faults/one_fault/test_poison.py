"""A message that cannot be handled is parked alone, however it does its harm; its neighbours take effect."""

import pika
import pytest
import sqlalchemy as sa

from shared.bus import topology
from shared.envelope import encode
from shared.events import AttendanceRecorded
from shared.inbox.tables import failed
from tests.faults.one_fault import handlers
from tests.faults.one_fault.pipeline import Pipeline
from tests.faults.one_fault.processing import processes
from tests.servers.guardian import wait_until
from tests.shared.happenings import attendance, noted

pytestmark = pytest.mark.usefixtures("brisk")


def poisons() -> list[bytes]:
    """Bodies that are no event of ours: undecodable, not as declared, or greater than any column."""
    good = encode(attendance())
    return [
        b"\xff\x00{",
        good.replace(b'"present":[]', b'"present":7'),
        good.replace(b'"version":1', b'"version":99999999999'),
        good.replace(b'"subject":"', b'"subject":"' + b"x" * 90),
        good.replace(b'"subject":"', b'"subject":"\\u0000'),
        good.replace(b'"source":"registration"', b'"source":"regi\\u0000stration"'),
    ]


def publish(pipeline: Pipeline, *bodies: bytes) -> None:
    """Put messages on the exchange, past every outbox."""
    with pika.BlockingConnection(pika.URLParameters(pipeline.rabbitmq_url)) as witness:
        channel = witness.channel()
        channel.confirm_delivery()
        for body in bodies:
            channel.basic_publish(topology.EXCHANGE, AttendanceRecorded.name, body, mandatory=True)


def test_what_is_no_event_is_parked_alone_and_its_neighbours_take_effect(pipeline: Pipeline) -> None:
    neighbours = [attendance() for _ in range(12)]
    bodies = [encode(event) for event in neighbours]
    for place, poison in enumerate(poisons()):
        bodies.insert(2 * place, poison)
    publish(pipeline, *bodies)
    pipeline.works()
    assert wait_until(lambda: len(noted(pipeline.database)) == len(neighbours), 20)
    assert set(noted(pipeline.database)) == {event.id for event in neighbours}
    assert wait_until(lambda: len(pipeline.parked_ids()) == len(poisons()), 20)
    assert wait_until(lambda: pipeline.queued() == (0, 0), 10)


def test_an_event_that_kills_its_process_is_parked_alone(pipeline: Pipeline) -> None:
    make = iter([attendance(version=handlers.DEADLY if at == 20 else 1) for at in range(40)])
    pipeline.emits(40, lambda: next(make))
    with processes(pipeline) as running:
        for _ in range(2):
            running.start("deadly")
        running.restarts("deadly", until_parked=1)
        pipeline.settles(parked=1)
        assert running.deaths > topology.DELIVERY_LIMIT
    with pipeline.database.read() as session:
        assert "no process survived" in (session.scalar(sa.select(failed.c.error)) or "")


def test_an_event_that_breaks_the_consumer_itself_is_parked_alone_and_the_consumer_goes_on(
    pipeline: Pipeline,
) -> None:
    worker = pipeline.works()
    take, poison = worker.inbox.take, attendance()

    def break_down(bodies: list[bytes]) -> None:
        if encode(poison) in bodies:
            raise RuntimeError("a fault of ours")
        take(bodies)

    worker.inbox.take = break_down  # type: ignore[method-assign,assignment]
    make = iter([*(attendance() for _ in range(10)), poison, *(attendance() for _ in range(10))])
    pipeline.emits(21, lambda: next(make))
    pipeline.settles(parked=1)
    assert pipeline.parked_ids() == [poison.id]
    pipeline.emits(5)
    pipeline.settles(parked=1)


def test_dead_letters_are_parked_while_the_consumer_is_at_work(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.bus.consumer.LOOK_FOR_DEAD", 0.2)
    pipeline.works()
    pipeline.emits()
    pipeline.settles()
    event = attendance()
    with pika.BlockingConnection(pika.URLParameters(pipeline.rabbitmq_url)) as witness:
        witness.channel().basic_publish(topology.DEAD_EXCHANGE, "reporting", encode(event))
    assert wait_until(lambda: pipeline.parked_ids() == [event.id], 10)
