"""The services that the contracts are held against: each with something in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.names import SERVICES
from shared import clock
from shared.service import EXTENSION
from tests.contracts.inhabited import NOW, Inhabited, inhabit


@pytest.fixture(params=SERVICES)
def service(
    request: pytest.FixtureRequest, fresh_database: Callable[[str, str], str], tmp_path: Path
) -> Iterator[Inhabited]:
    """Each service in turn, inhabited."""
    with clock.at(NOW):
        made = inhabit(request.param, fresh_database(request.param, "sqlite"), tmp_path)
        yield made
    made.app.extensions[EXTENSION].database.dispose()
