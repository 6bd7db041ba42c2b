"""Something goes wrong between a worker and its broker or database; when it is over, all is there once."""

from collections.abc import Callable
from time import monotonic

import pytest

from shared.bus import BusIsDown
from shared.bus.publisher import RabbitPublisher
from shared.relay import Relay
from tests.faults.one_fault.conftest import NIGHTLY
from tests.faults.one_fault.pipeline import Pipeline
from tests.faults.one_fault.proxy import Proxy, Way
from tests.servers.guardian import wait_until

pytestmark = pytest.mark.usefixtures("impatient")

Proxies = Callable[[str], Proxy]
NOTICED_WITHIN = 10.0  # seconds, where a heartbeat is expected every other second


def to_broker(pipeline: Pipeline, proxies: Proxies) -> Proxy:
    """A worker that reaches its broker by a proxy, and has just handled an event."""
    between = proxies(pipeline.rabbitmq_url)
    pipeline.works(broker=between.address(pipeline.rabbitmq_url))
    pipeline.emits()
    pipeline.settles()
    return between


def to_database(pipeline: Pipeline, proxies: Proxies) -> Proxy:
    between = proxies(pipeline.database_url)
    pipeline.works(database=between.address(pipeline.database_url))
    pipeline.emits()
    pipeline.settles()
    return between


@pytest.mark.parametrize(
    ("place", "reset"),
    [
        pytest.param(to_broker, True, id="broker-reset"),
        pytest.param(to_broker, False, id="broker-cut", marks=NIGHTLY),
        pytest.param(to_database, True, id="database-reset", marks=NIGHTLY),
        pytest.param(to_database, False, id="database-cut"),
    ],
)
def test_connections_that_are_cut_in_the_midst_of_work_lose_nothing(
    pipeline: Pipeline, proxies: Proxies, place: Callable[[Pipeline, Proxies], Proxy], reset: bool
) -> None:
    between = place(pipeline, proxies)
    between.slow(0.004)
    for _ in range(2):
        pipeline.emits(20)
        before = pipeline.taken()
        wait_until(lambda before=before: pipeline.taken() > before, 5, every=0.002)
        between.cut(reset=reset)
    between.heal()
    pipeline.settles()


@pytest.mark.parametrize(
    "ways",
    [
        pytest.param(("there",), marks=NIGHTLY, id="there"),
        pytest.param(("back",), marks=NIGHTLY, id="back"),
        pytest.param(("there", "back"), id="both"),
    ],
)
def test_a_black_hole_before_the_broker_is_noticed_and_nothing_is_lost_in_it(
    pipeline: Pipeline, proxies: Proxies, ways: tuple[Way, ...]
) -> None:
    between = to_broker(pipeline, proxies)
    between.hold(*ways)
    pipeline.emits(20)
    begun, known = monotonic(), between.taken
    # Both the relay's connection and the consumer's are given up, and made anew.
    assert wait_until(lambda: between.taken >= known + 2, NOTICED_WITHIN + 5)
    assert monotonic() - begun < NOTICED_WITHIN
    assert wait_until(lambda: bool(pipeline.report().figures["loops_in_trouble"]), 10)
    between.cut()
    between.heal()
    pipeline.settles()


def test_what_the_broker_did_not_confirm_waits_in_the_outbox(pipeline: Pipeline, proxies: Proxies) -> None:
    between = proxies(pipeline.rabbitmq_url)
    relay = Relay(pipeline.database, RabbitPublisher(between.address(pipeline.rabbitmq_url)))
    pipeline.emits(5)
    assert relay.step() == 5
    between.hold("there")
    pipeline.emits(5)
    with pytest.raises(BusIsDown):
        relay.step()
    assert pipeline.waiting == 5
    between.cut()
    between.heal()
    assert relay.step() == 5
    assert pipeline.queued()[0] == 10
    relay.close()


def test_confirms_that_come_too_late_are_of_no_other_batch(pipeline: Pipeline, proxies: Proxies) -> None:
    between = to_broker(pipeline, proxies)
    between.hold("back")
    pipeline.emits(20)
    known = between.taken
    assert wait_until(lambda: between.taken > known, NOTICED_WITHIN)  # the relay gave the batch up
    pipeline.emits(20)
    between.heal()  # now they come
    between.cut()
    pipeline.settles()
