"""The four services with something in them, for tests that look at each as an outsider does."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest

from services.names import SERVICES
from shared import clock
from tests.applications import Applications
from tests.contracts.inhabited import NOW, Inhabited, inhabit
from tests.servers.databases import Databases


@pytest.fixture(scope="package")
def inhabited(
    applications: Applications, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Inhabited]]:
    """`inhabited(service)` is that service with something in it, the same for all: no test changes it."""
    with ExitStack() as lent:

        @cache
        def get(service: str) -> Inhabited:
            folder = tmp_path_factory.mktemp(service)
            url = databases.fresh(service, "sqlite", folder)
            return lent.enter_context(inhabit(applications, service, url, folder))

        yield get


@pytest.fixture(params=SERVICES)
def house(request: pytest.FixtureRequest, inhabited: Any) -> Iterator[Inhabited]:
    """Each service in turn, at the time of what has happened in it."""
    with clock.at(NOW):
        yield inhabited(request.param)
