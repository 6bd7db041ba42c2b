"""Installations in containers; only `make compose-test` makes one, for it takes its time."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.names import SERVICES
from tests.compose.engine import Engine, base_images, find_engine
from tests.compose.installation import Installation
from tests.house_rules.sources import ROOT
from tests.journeys.stage import Stage
from tests.servers.missing import need
from tests.servers.smtp import Mailbox, smtp

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


@pytest.fixture(scope="module")
def image() -> str:
    """The image that an installation begins with."""
    return "new"


@pytest.fixture(scope="module")
def installation(engine: Engine) -> Iterator[Installation]:
    """An empty installation for each file of tests."""
    made = Installation(engine, SCRATCH / "installation")
    made.prepare()
    yield made
    made.down(with_volumes=True)


@pytest.fixture(scope="module")
def stage(installation: Installation, image: str) -> Iterator[Stage]:
    """The running installation through its gateway."""
    with smtp(MailboxForContainers) as mailbox:
        installation.start(image)
        installation.deliver_to(mailbox.port)
        installation.up("notifications-worker", anew=True)
        installation.wait_until_healthy("notifications-worker")
        found = Stage(dict.fromkeys(SERVICES, installation.url), lambda: list(mailbox.messages))
        found.password = installation.secret("admin_password")
        create = ("tokens", "create", "--role", "admin", "--name", "Journey")
        found.token = installation.inside("registration-web", "python", "-m", "services", *create)
        with found.http:
            yield found
