"""Pipelines on the run's own servers, the proxies that stand before these, and shorter waiting."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
import structlog

from shared.bus import consumer, publisher, topology
from tests.faults.one_fault.pipeline import SILENT, Pipeline
from tests.faults.one_fault.proxy import Proxy, proxy

NIGHTLY = pytest.mark.skipif(not os.environ.get("CHAOS"), reason="long: run it by `make chaos`")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Every fault is logged with its traceback, which takes longer than the fault."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=SILENT)
    yield
    structlog.configure(**before)


@pytest.fixture
def proxies() -> Iterator[Callable[[str], Proxy]]:
    """`proxies(url)` is a proxy before the server of that address."""
    with ExitStack() as stack:
        yield lambda url: stack.enter_context(proxy(urlsplit(url).port or 0))


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A consumer that looks about and connects anew at once."""
    monkeypatch.setattr(consumer, "BACKOFF", 0.2)
    monkeypatch.setattr(consumer, "IDLE", 0.2)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, brisk: None) -> None:
    """Every waiting of the event path is a fifth of what it is, so that a test sees its end."""
    monkeypatch.setitem(topology.CONNECTION, "heartbeat", 2)
    monkeypatch.setitem(topology.CONNECTION, "connect_timeout", 1)
    monkeypatch.setitem(topology.CONNECTION, "transport_options", {"read_timeout": 3, "write_timeout": 3})
    monkeypatch.setattr(publisher, "HEARTBEAT", 2)
    monkeypatch.setattr(publisher, "DEADLINE", 1.5)


@pytest.fixture
def pipeline(fresh_database: Callable[[str, str], str], rabbitmq_vhost: str) -> Iterator[Pipeline]:
    """A pipeline on the run's own servers, which no test may break."""
    made = Pipeline(fresh_database("registration", "postgresql"), rabbitmq_vhost)
    yield made
    made.close()
