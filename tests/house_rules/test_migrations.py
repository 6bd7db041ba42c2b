"""The migrations make what the models say, on both databases."""

from collections.abc import Callable

import pytest

from services.names import SERVICES, module
from shared.backbone import backbone
from shared.migrate import drift
from tests.house_rules.sources import hold

FreshDatabase = Callable[[str, str], str]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("service", SERVICES)
def test_the_migrations_make_what_the_models_say(
    fresh_database: FreshDatabase, service: str, engine: str
) -> None:
    url = fresh_database(service, engine)
    hold(
        f"{service} on {engine}: {difference}. Write it: make migration SERVICE={service} MESSAGE=…"
        for difference in drift(url, backbone, module(service, "models").Base.metadata)
    )
