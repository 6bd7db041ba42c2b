"""The broker or the database dies, stops or has no room: nothing is lost, and the web goes on answering."""

from collections.abc import Iterator
from time import perf_counter

import pytest

from shared.outbox import backlog
from tests.applications import Applications
from tests.faults.one_fault import handlers
from tests.faults.one_fault.conftest import NIGHTLY
from tests.faults.one_fault.owned import OwnBroker, OwnDatabases, own_broker, own_databases
from tests.faults.one_fault.pipeline import Pipeline
from tests.registration.office import Office
from tests.servers.guardian import wait_until
from tests.servers.missing import need
from tests.servers.run import Run
from tests.servers.server import Server
from tests.shared.happenings import attendance

pytestmark = [pytest.mark.usefixtures("impatient"), pytest.mark.slow, NIGHTLY]


@pytest.fixture(scope="module")
def broker(run: Run) -> Iterator[OwnBroker]:
    made = own_broker(run)
    yield need(made.__enter__)
    made.__exit__(None, None, None)


@pytest.fixture(scope="module")
def postgres(run: Run) -> Iterator[OwnDatabases]:
    made = own_databases(run)
    yield need(made.__enter__)
    made.__exit__(None, None, None)


@pytest.fixture
def breakable(broker: OwnBroker, postgres: OwnDatabases) -> Iterator[Pipeline]:
    """A pipeline whose broker and database may be broken."""
    made = Pipeline(postgres.fresh(), broker.vhost())
    yield made
    made.close()


def in_the_midst(pipeline: Pipeline, server: Server, how: str) -> None:
    """End a server while events are on their way."""
    pipeline.works(handlers.slow(0))
    pipeline.emits(150)
    before = pipeline.taken()
    wait_until(lambda: pipeline.taken() > before, 10, every=0.001)
    getattr(server, how)()


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_a_broker_that_ends_in_the_midst_of_work_loses_nothing(
    breakable: Pipeline, broker: OwnBroker, how: str
) -> None:
    in_the_midst(breakable, broker.server, how)
    breakable.emits(50)
    assert wait_until(lambda: bool(breakable.report().figures["loops_in_trouble"]), 15)
    broker.server.start()
    breakable.settles()


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_a_database_that_is_restarted_in_the_midst_of_work_loses_nothing(
    breakable: Pipeline, postgres: OwnDatabases, how: str
) -> None:
    in_the_midst(breakable, postgres.server, how)
    postgres.server.start()
    breakable.database.engine.dispose()  # a web process answers 503 over those, and its client tries again
    breakable.emits(50)
    breakable.settles()


def test_while_the_broker_has_no_memory_the_web_answers_as_quickly_and_nothing_is_lost(
    breakable: Pipeline, broker: OwnBroker, applications: Applications
) -> None:
    breakable.works()
    with applications.lend("registration", breakable.database_url) as app:
        office = Office(app)
        occasion = office.open_occasion(places=500)
        names = (f"Anna{number}" for number in range(1000))
        usual = _slowest_of(office, occasion, names)
        broker.control("set_vm_memory_high_watermark", "0.00001")
        try:
            breakable.emits(20)
            squeezed = _slowest_of(office, occasion, names)
            assert wait_until(lambda: bool(breakable.report().figures["loops_in_trouble"]), 15)
            with breakable.database.read() as session:
                assert backlog(session)[0] > 0
        finally:
            broker.control("set_vm_memory_high_watermark", "absolute", "1GB")
    assert squeezed < max(5 * usual, 0.5)
    assert wait_until(lambda: breakable.waiting == 0, 40)


def test_a_handler_that_takes_longer_than_the_broker_waits_has_its_effect_once(
    breakable: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.bus.consumer.PREFETCH", 20)
    breakable.works(handlers.slow(5.5))  # the heartbeat allows two seconds, the broker's own patience three
    make = iter([attendance(version=2), *(attendance() for _ in range(9))])
    breakable.emits(10, lambda: next(make))
    breakable.settles()


def _slowest_of(office: Office, occasion: object, names: Iterator[str], count: int = 40) -> float:
    """Seconds that the slowest of so many registrations took, save the worst one."""
    took = []
    for name in (next(names) for _ in range(count)):
        begun = perf_counter()
        office.register(occasion, name)  # type: ignore[arg-type]
        took.append(perf_counter() - begun)
    return sorted(took)[-2]
