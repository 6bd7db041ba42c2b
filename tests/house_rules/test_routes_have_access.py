"""Every route names the roles that may call it, or says that it is public."""

from collections.abc import Callable

import pytest

from services.names import SERVICES, module
from shared.settings import load
from tests.house_rules.sources import hold

WRITES = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def make_app(fresh_database: Callable[[str, str], str]) -> Callable:
    def make(service: str):
        url = fresh_database(service, "sqlite")
        settings = load(module(service, "settings").Settings, database_url=url, secret_key="k" * 40)
        return module(service, "app").create_app(settings)

    return make


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_has_roles_or_says_public(make_app: Callable, service: str) -> None:
    app = make_app(service)
    hold(
        f"{rule}: say @public or @requires(…) on {rule.endpoint}."
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "access")
    )


@pytest.mark.parametrize("service", SERVICES)
def test_every_address_begins_with_the_service(make_app: Callable, service: str) -> None:
    theirs = ("/mailbox",) if service == "notifications" else ()
    hold(
        f"{rule}: begin it with /{service}, its own part of the one host."
        for rule in make_app(service).url_map.iter_rules()
        if not str(rule).startswith((f"/{service}", *theirs))
    )
