"""The services that the contracts are held against: each with something in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.names import SERVICES
from shared import clock
from tests.applications import Applications
from tests.contracts.inhabited import NOW, Inhabited, inhabit


@pytest.fixture(params=SERVICES)
def service(
    request: pytest.FixtureRequest,
    applications: Applications,
    fresh_database: Callable[[str, str], str],
    tmp_path: Path,
) -> Iterator[Inhabited]:
    """Each service in turn, inhabited."""
    url = fresh_database(request.param, "sqlite")
    with inhabit(applications, request.param, url, tmp_path) as made, clock.at(NOW):
        yield made
