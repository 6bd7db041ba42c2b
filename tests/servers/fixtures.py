"""The fixtures by which tests ask for servers."""

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.servers.chromium import chromium, chromium_path
from tests.servers.databases import Databases
from tests.servers.missing import need
from tests.servers.postgresql import postgresql_url
from tests.servers.rabbitmq import Broker, broker
from tests.servers.run import RUN, Run
from tests.servers.smtp import Mailbox, smtp

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest) -> Run:
    """The test run, with the folder its workers share."""
    return request.config.stash[RUN]


@pytest.fixture(scope="session")
def databases(run: Run) -> Iterator[Databases]:
    """Makes migrated databases, for fixtures wider than one test."""
    made = Databases(run, keeps=True)
    yield made
    made.close()


@pytest.fixture
def fresh_database(databases: Databases, run: Run) -> Iterator[Callable[[str, str], str]]:
    """`fresh_database(service, engine)` gives the address of a migrated empty database of the test's own."""
    made: list[str] = []
    folder = run.folder / f"test-{uuid4().hex[:12]}"  # in memory, where a commit need not wait for the disk
    folder.mkdir()

    def make(service: str, engine: str) -> str:
        made.append(need(lambda: databases.fresh(service, engine, folder)))
        return made[-1]

    yield make
    for url in made:
        databases.drop(url)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgresql_server(run: Run) -> str:
    """The address of the run's PostgreSQL."""
    return need(lambda: postgresql_url(run))


@pytest.fixture(scope="session")
def rabbitmq_server(run: Run) -> Broker:
    """The run's RabbitMQ and its management API."""
    return need(lambda: broker(run))


@pytest.fixture
def rabbitmq_vhost(rabbitmq_server: Broker) -> Iterator[str]:
    """The address of a virtual host of the test's own."""
    name = f"test-{uuid4().hex[:12]}"
    rabbitmq_server.add_vhost(name)
    yield rabbitmq_server.vhost_url(name)
    rabbitmq_server.drop_vhost(name)


@pytest.fixture
def smtp_server() -> Iterator[Mailbox]:
    """An SMTP server, with the messages it was given."""
    with smtp() as mailbox:
        yield mailbox


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A headless Chromium for the whole run."""
    with chromium(need(chromium_path)) as found:
        yield found


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A page in a browser context of the test's own, in Swedish."""
    context = browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
