"""The services that the contracts are held against: each with something in it."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from services.names import SERVICES
from shared import clock
from tests.applications import Applications
from tests.contracts.inhabited import NOW, Inhabited, Known, inhabit
from tests.servers.databases import Databases

Happened = Callable[[str], tuple[Path, Path, Known]]


@pytest.fixture(scope="session")
def happened(
    applications: Applications, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Happened:
    """`happened(service)` is a database in which things have, its folder, and what is known of it."""

    @cache
    def make(service: str) -> tuple[Path, Path, Known]:
        folder = tmp_path_factory.mktemp(service)
        url = databases.fresh(service, "sqlite", folder)
        with inhabit(applications, service, url, folder) as made:
            known = made.known
        return Path(url.removeprefix("sqlite:///")), folder, known

    return make


@pytest.fixture(params=SERVICES)
def service(
    request: pytest.FixtureRequest, applications: Applications, happened: Happened, tmp_path: Path
) -> Iterator[Inhabited]:
    """Each service in turn, inhabited, on a database of the test's own."""
    database, folder, known = happened(request.param)
    own = shutil.copy(database, tmp_path)
    with inhabit(applications, request.param, f"sqlite:///{own}", folder, known) as made, clock.at(NOW):
        yield made
