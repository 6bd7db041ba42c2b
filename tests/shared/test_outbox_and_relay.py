"""The outbox and the relay: nothing leaves before its commit, nothing is marked before its confirm."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa

from shared import clock
from shared.bus import BusIsDown
from shared.db import Database
from shared.envelope import decode
from shared.events import PAGE
from shared.outbox import Message, backlog, blank_private_bodies, emit, outbox, wait_again
from shared.relay import Relay
from tests.servers.guardian import wait_until
from tests.shared.happenings import attendance, contact


class RecordingBus:
    """Confirms what it is told to, and remembers what it was given."""

    def __init__(self, confirms: Callable[[Message], bool] = lambda message: True) -> None:
        self.published: list[Message] = []
        self._confirms = confirms

    def publish(self, messages: Sequence[Message]) -> set[int]:
        self.published += messages
        return {message.sequence for message in messages if self._confirms(message)}

    def close(self) -> None:
        pass


class BrokenBus(RecordingBus):
    """Takes the messages and then cannot tell what became of them."""

    def publish(self, messages: Sequence[Message]) -> set[int]:
        raise BusIsDown("no confirm")


@pytest.fixture
def relay_on(database: Database) -> Iterator[Callable[..., Relay]]:
    relays = []

    def make(bus: RecordingBus, **options: bool) -> Relay:
        relays.append(Relay(database, bus, **options))
        return relays[-1]

    yield make
    for relay in relays:
        relay.close()


def emit_in(database: Database, *events: object) -> None:
    with database.begin() as session:
        emit(session, *events)  # type: ignore[arg-type]


def test_events_are_published_in_order_and_marked(database: Database, relay_on: Callable[..., Relay]) -> None:
    events = [attendance() for _ in range(3)]
    emit_in(database, *events)
    bus = RecordingBus()
    assert relay_on(bus).step() == 3
    assert [message.event_id for message in bus.published] == [event.id for event in events]
    with database.read() as session:
        assert backlog(session) == (0, None)


def test_an_event_of_a_transaction_that_rolled_back_is_never_published(
    database: Database, relay_on: Callable[..., Relay]
) -> None:
    def change_mind() -> None:
        with database.begin() as session:
            emit(session, attendance())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_mind()
    assert relay_on(RecordingBus()).step() == 0


def test_what_the_bus_did_not_confirm_stays_and_goes_out_again(
    database: Database, relay_on: Callable[..., Relay]
) -> None:
    refused, taken = attendance(), attendance()
    emit_in(database, refused, taken)
    relay = relay_on(bus := RecordingBus(lambda message: message.event_id != refused.id))
    assert relay.step() == 1
    relay.step()
    assert [message.event_id for message in bus.published] == [refused.id, taken.id, refused.id]


def test_nothing_is_marked_when_the_bus_cannot_tell(
    database: Database, relay_on: Callable[..., Relay]
) -> None:
    emit_in(database, attendance())
    with pytest.raises(BusIsDown):
        relay_on(BrokenBus()).step()
    with database.read() as session:
        assert backlog(session)[0] == 1


def test_a_private_body_is_blanked_when_every_listener_is_done(
    database: Database, relay_on: Callable[..., Relay]
) -> None:
    emit_in(database, contact(), attendance())
    relay_on(RecordingBus(), blank_private=True).step()
    with database.read() as session:
        kept = session.execute(sa.select(outbox.c.type).where(outbox.c.body.is_not(None))).all()
    assert [row.type for row in kept] == ["registration.attendance_recorded"]


def test_a_private_body_is_blanked_after_seven_days(
    database: Database, relay_on: Callable[..., Relay]
) -> None:
    emit_in(database, contact())
    relay_on(RecordingBus()).step()
    with database.begin() as session:
        assert blank_private_bodies(session, clock.now() + timedelta(days=6, hours=23)) == 0
        assert blank_private_bodies(session, clock.now() + timedelta(days=7, hours=1)) == 1


def test_an_emitted_event_reads_back_as_it_was(database: Database) -> None:
    event = attendance(version=4)
    emit_in(database, event)
    with database.read() as session:
        body = session.scalar(sa.select(outbox.c.body))
    read = decode(bytes(body or b""), PAGE)
    assert (read.id, read.subject, read.version) == (event.id, event.subject, 4)
    assert dict(read.data) == dict(event.data)


def test_an_event_that_lacks_a_field_or_has_an_undeclared_one_is_refused() -> None:
    contact_changed = PAGE.types["registration.contact_changed"]
    with pytest.raises(TypeError, match="missing \\['email', 'language'\\], undeclared \\['phone'\\]"):
        contact_changed("x", version=1, name="Anna Ek", phone="08-1")


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_one_relay_leads_and_another_takes_over_when_it_is_gone(
    database: Database, relay_on: Callable[..., Relay]
) -> None:
    first, second = relay_on(RecordingBus()), relay_on(RecordingBus())
    first.step()
    emit_in(database, attendance())
    assert second.step() == 0
    first.close()
    # The server gives the lock back a moment after the connection has ended.
    assert wait_until(lambda: second.step() == 1, 10)


def test_what_was_published_lately_is_published_once_more_when_asked(
    database: Database, relay_on: Callable[..., Relay]
) -> None:
    bus = RecordingBus()
    relay = relay_on(bus)
    emit_in(database, old := attendance())
    relay.step()
    with database.begin() as session:
        session.execute(sa.update(outbox).values(published_at=clock.now() - timedelta(days=2)))
    emit_in(database, late := attendance())
    relay.step()
    with database.begin() as session:
        assert wait_again(session, clock.now() - timedelta(days=1)) == 1
    relay.step()
    assert [message.event_id for message in bus.published] == [old.id, late.id, late.id]
