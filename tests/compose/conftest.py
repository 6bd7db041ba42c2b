"""Installations in containers; only `make compose-test` makes one, for it takes its time."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.names import SERVICES
from tests.compose.engine import Engine, base_images, find_engine
from tests.compose.guide import commands, follow, rotation
from tests.compose.installation import OURS, Installation
from tests.house_rules.sources import ROOT
from tests.journeys.stage import Stage
from tests.servers.missing import need
from tests.servers.smtp import Mailbox, smtp

HERE = Path(__file__).parent
ORDER = (
    "test_an_upgrade",  # in an installation of its own
    "test_the_journey_through_the_gateway",
    "test_rights_in_containers",
    "test_the_door",
    "test_containers_come_and_go",
    "test_what_was_destroyed_is_restored",
)
SCRATCH = Path(os.environ.get("COMPOSE_SCRATCH") or Path(tempfile.gettempdir()) / "kursforum-compose")


@dataclass
class MailboxForContainers(Mailbox):
    """One that containers reach too."""

    host: str = "0.0.0.0"


@pytest.fixture(scope="session")
def engine() -> Engine:
    """An engine that has an image of this tree."""
    if "COMPOSE_TEST" not in os.environ:
        pytest.skip("not tried: containers are run by `make compose-test`")
    SCRATCH.mkdir(parents=True, exist_ok=True)
    found = need(lambda: find_engine(SCRATCH))
    found.make_bases(base_images())
    found.build(ROOT, "new")
    return found


@pytest.fixture(scope="session")
def installation(engine: Engine) -> Iterator[Installation]:
    """An empty installation, for all files of tests: to make one takes minutes."""
    with prepared(engine, "installation") as made:
        yield made


@pytest.fixture(scope="session")
def stage(installation: Installation) -> Iterator[Stage]:
    """The running installation through its gateway."""
    with running(installation, "new") as found:
        yield found


@contextmanager
def prepared(engine: Engine, folder: str) -> Iterator[Installation]:
    """An installation in a folder of the scratch folder; nothing of it is left."""
    made = Installation(engine, SCRATCH / folder)
    made.prepare()
    follow(made, commands("Install"))
    made.configure()
    try:
        yield made
    finally:
        made.down(with_volumes=True)


@contextmanager
def running(installation: Installation, image: str) -> Iterator[Stage]:
    """An installation from one of our images, whose letters come here."""
    with smtp(MailboxForContainers) as mailbox:
        installation.use(image)
        follow(installation, commands("Install", 2))
        address = installation.mail_server(mailbox.port)
        follow(installation, rotation("the mail server").replace("smtp://…", address))
        installation.wait_until_healthy(*OURS, "gateway")
        installation.wait_for_page()
        found = Stage(dict.fromkeys(SERVICES, installation.url), lambda: list(mailbox.messages))
        found.password = installation.secret("admin_password")
        create = ("tokens", "create", "--role", "admin", "--name", "Journey")
        found.token = installation.inside("registration-web", "python", "-m", "services", *create)
        with found.http:
            yield found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order in which they may share an installation: the journey knows an empty one."""
    mine = [item for item in items if item.path.parent == HERE]
    at = [items.index(item) for item in mine]
    for place, item in zip(at, sorted(mine, key=lambda item: ORDER.index(item.path.stem)), strict=True):
        items[place] = item
