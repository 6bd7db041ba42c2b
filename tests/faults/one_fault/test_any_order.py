"""The same events five times to three services, in any order; and readers older than their writers."""

import random
import threading
from collections.abc import Callable
from uuid import uuid4

import orjson
import pika
import pytest
import sqlalchemy as sa

from scripts.golden import GOLDEN
from shared.bus import topology
from shared.bus.consumer import RabbitConsumer
from shared.db import Database
from shared.envelope import EventPage, encode
from shared.events import PAGE, OccasionCompleted
from shared.inbox import Inbox
from shared.inbox.failures import troubles
from tests.servers.guardian import wait_until
from tests.shared.conftest import database, effects
from tests.shared.happenings import attendance, note, noted

__all__ = ["database"]  # a fixture
SUBJECTS, VERSIONS, TIMES = 8, 3, 5
pytestmark = pytest.mark.usefixtures("brisk")


@pytest.fixture
def engine() -> str:
    """One engine is enough here: the inbox itself is tested on both."""
    return "sqlite"


def bodies() -> list[bytes]:
    """Some subjects in some versions, as one service tells them to three."""
    golden = orjson.loads((GOLDEN / f"{OccasionCompleted.name}.json").read_bytes())
    return [
        orjson.dumps(golden | {"id": str(uuid4()), "subject": f"occasion {subject}", "version": version})
        for subject in range(SUBJECTS)
        for version in range(1, VERSIONS + 1)
    ]


def effects_of(database: Database) -> list[tuple[str, int]]:
    """Each effect's subject and version, in their order."""
    with database.read() as session:
        rows = session.execute(sa.select(effects.c.subject, effects.c.version).order_by(effects.c.id))
        return [(subject, version) for subject, version in rows]


def test_events_that_come_five_times_to_three_services_in_any_order_end_in_the_same_state(
    rabbitmq_vhost: str, fresh_database: Callable[[str, str], str]
) -> None:
    chance, stop, threads = random.Random(11), threading.Event(), []
    databases = {
        name: Database(fresh_database("registration", "postgresql")) for name in OccasionCompleted.listeners
    }
    sent = bodies() * TIMES
    chance.shuffle(sent)
    with pika.BlockingConnection(pika.URLParameters(rabbitmq_vhost)) as witness:
        channel = witness.channel()
        for body in sent:
            channel.basic_publish(topology.EXCHANGE, OccasionCompleted.name, body)
    for name, its in databases.items():
        effects.create(its.engine)
        consumer = RabbitConsumer(rabbitmq_vhost, name, Inbox(its, PAGE, {OccasionCompleted: note}))
        threads.append(threading.Thread(target=consumer.run, args=(stop, lambda: None)))
        threads[-1].start()
    try:
        for its in databases.values():
            assert wait_until(lambda its=its: is_newest(effects_of(its)), 20)
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
    for its in databases.values():
        assert is_rising(effects_of(its)), "nothing twice, and nothing old after new"
        its.dispose()


def is_newest(seen: list[tuple[str, int]]) -> bool:
    """Whether every subject has come to its last version."""
    return len({subject for subject, version in seen if version == VERSIONS}) == SUBJECTS


def is_rising(seen: list[tuple[str, int]]) -> bool:
    """Whether no subject went back to an older version."""
    last: dict[str, int] = {}
    for subject, version in seen:
        if last.get(subject, 0) >= version:
            return False
        last[subject] = version
    return True


def test_a_reader_passes_over_what_a_newer_writer_adds(database: Database) -> None:
    event = attendance()
    told = orjson.loads(encode(event))
    newer = told | {"added": {"later": 1}, "data": told["data"] | {"added": "later"}}
    older = orjson.loads(encode(other := attendance()))
    Inbox(database, PAGE, {event.type: note}).take([orjson.dumps(newer), orjson.dumps(older)])
    assert set(noted(database)) == {event.id, other.id}


def test_an_event_of_a_type_that_a_reader_does_not_know_yet_is_parked_and_takes_effect_when_told_again(
    database: Database,
) -> None:
    event = attendance()
    before = EventPage()
    before.types = {name: kind for name, kind in PAGE.types.items() if kind is not event.type}
    Inbox(database, before, {}).take([encode(event)])
    with database.read() as session:
        assert troubles(session)[1] == 1
    Inbox(database, PAGE, {event.type: note}).take([encode(event)])  # `republish`, once it is known
    assert noted(database) == [event.id]
