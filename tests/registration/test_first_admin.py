"""The first administrator of an installation comes from the settings, once."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from services.__main__ import main
from services.registration.app import create_app
from services.registration.models.staff import StaffMember
from services.registration.settings import Settings
from services.registration.staff.first_admin import add_first_admin
from services.registration.staff.passwords import sign_in
from services.registration.staff.tokens import create_token
from shared.service import EXTENSION, reading, transaction
from shared.settings import SettingsAreWrong, load
from tests.events import emitted

EMAIL, PASSWORD = "admin@kurser.example.se", "tre små grisar"
App = Callable[..., Flask]


@pytest.fixture
def app_with(fresh_database: Callable[[str, str], str]) -> Iterator[App]:
    """`app_with(email, password)` is the service on one database, with these settings."""
    url, made = fresh_database("registration", "sqlite"), []

    def make(email: str = EMAIL, password: str = PASSWORD) -> Flask:
        given = {"database_url": url, "secret_key": "k" * 40, "log_level": "error"}
        made.append(create_app(load(Settings, admin_email=email, admin_password=password, **given)))
        return made[-1]

    yield make
    for app in made:
        app.extensions[EXTENSION].database.dispose()


def test_the_first_administrator_signs_in_with_the_settings_password(app_with: App) -> None:
    with app_with().app_context(), transaction() as session:
        create_token(session, "admin", "A program is nobody who signs in")
        assert add_first_admin()
        assert sign_in(session, EMAIL, PASSWORD).role == "admin"


def test_once_there_is_an_account_the_settings_mean_nothing(app_with: App) -> None:
    with app_with().app_context():
        assert add_first_admin()
    for again in (app_with("other@example.se", "another password"), app_with("", "")):
        with again.app_context():
            assert not add_first_admin()
    with again.app_context(), reading() as session:
        assert session.scalars(sa.select(StaffMember.email)).all() == [EMAIL]


@pytest.mark.parametrize(
    ("email", "password", "named"),
    [
        (EMAIL, "", "ADMIN_PASSWORD"),
        (EMAIL, "too short", "ADMIN_PASSWORD"),
        ("", PASSWORD, "ADMIN_EMAIL"),
        ("admin", PASSWORD, "ADMIN_EMAIL"),
    ],
)
def test_there_is_no_default_and_no_short_password(
    app_with: App, email: str, password: str, named: str
) -> None:
    app = app_with(email, password)
    with app.app_context(), pytest.raises(SettingsAreWrong, match=named):
        add_first_admin()
    assert emitted(app) == []


def test_the_command_adds_them_from_the_environment(fresh_database: Callable[[str, str], str]) -> None:
    given = {
        "DATABASE_URL": fresh_database("registration", "sqlite"),
        "SECRET_KEY": "k" * 40,
        "ADMIN_EMAIL": EMAIL,
        "ADMIN_PASSWORD": PASSWORD,
    }
    said = [CliRunner().invoke(main, ["admin"], env=given) for _ in range(2)]
    assert [done.exit_code for done in said] == [0, 0]
    assert [done.output for done in said] == [
        "The first administrator can sign in.\n",
        "There are accounts already.\n",
    ]
