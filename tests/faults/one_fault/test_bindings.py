"""A binding is gone from the broker: its events wait and are told of, and the others go on."""

from collections.abc import Sequence
from datetime import timedelta

import pika
import pytest

from shared import clock, relay
from shared.bus import topology
from shared.db import Database
from shared.events import PAGE, AttendanceRecorded
from shared.outbox import Message, emit
from tests.faults.one_fault.pipeline import SERVICE, Pipeline
from tests.servers.guardian import wait_until
from tests.shared.conftest import database
from tests.shared.happenings import attendance, contact

__all__ = ["database"]  # a fixture


@pytest.fixture
def engine() -> str:
    return "sqlite"


def test_events_whose_binding_is_gone_wait_and_are_told_of_and_arrive_when_it_is_back(
    pipeline: Pipeline,
) -> None:
    with pika.BlockingConnection(pika.URLParameters(pipeline.rabbitmq_url)) as witness:
        witness.channel().queue_unbind(SERVICE, topology.EXCHANGE, AttendanceRecorded.name)
    pipeline.works()
    pipeline.emits(3)
    pipeline.emits(1, contact)
    assert wait_until(lambda: pipeline.waiting == 3, 10), "what is bound goes out"
    with clock.at(clock.now() + timedelta(minutes=2)):
        told = pipeline.report()
    assert told.figures["outbox_length"] == 3
    assert any(reason.startswith("outbox: the oldest event has waited") for reason in told.degraded)
    topology.declare(pipeline.rabbitmq_url, PAGE)
    assert wait_until(lambda: pipeline.waiting == 0 and pipeline.taken() == 3, 20)


class _Refusing:
    """Takes no attendance: nothing is bound to it."""

    def publish(self, messages: Sequence[Message]) -> set[int]:
        return {one.sequence for one in messages if one.type != AttendanceRecorded.name}

    def close(self) -> None:
        pass


def test_however_many_events_nobody_takes_those_behind_them_go_out(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "BATCH", 4)
    with database.begin() as session:
        emit(session, *(attendance() for _ in range(10)), contact())
    publishing, confirmed = relay.Relay(database, _Refusing()), 0
    for _ in range(4):
        confirmed += publishing.step()
        if not publishing.may_have_more:
            break
    assert confirmed == 1
