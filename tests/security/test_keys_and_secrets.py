"""Keys and secrets: who guesses learns nothing by waiting, and whoever reads the database holds no key."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from time import process_time

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from services.names import SERVICES, module
from services.registration.files.tables import TableIsUnreadable, read_table
from services.registration.problems import SignInFailed
from services.registration.staff.accounts import ensure_first_admin
from services.registration.staff.passwords import sign_in
from shared.auth.cookie import NAME
from shared.service import EXTENSION, reading, transaction
from shared.settings import load
from tests.applications import Applications
from tests.contracts.inhabited import Inhabited
from tests.house_rules.sources import CODE, hold, imports, name_of, python_files
from tests.registration.browsing import send

ADMIN, PASSWORD = "admin@example.se", "tre små grisar"
# Only these call anybody, each at an address that stands in the settings alone.
CALL_OUT = {"urllib.request", "http.client", "smtplib", "imaplib", "ftplib", "requests", "httpx"}
CALLERS = {
    "shared/asking.py",
    "services/healthy.py",
    "services/notifications/transports/smtp.py",
    "services/notifications/bounces/box.py",
    # The provider of the settings, and where that says that it is to be asked.
    "services/registration/staff/oidc/provider.py",
    "services/registration/staff/oidc/id_token.py",
}
# What is on its way to somebody is kept until it has left, and seven days at most.
ON_THEIR_WAY = {"outbox"}


@pytest.fixture
def app(applications: Applications, fresh_database: Callable[[str, str], str]) -> Iterator[Flask]:
    """Registration on a database of the test's own, with an administrator."""
    with applications.lend("registration", fresh_database("registration", "sqlite")) as lent:
        with lent.app_context(), transaction() as session:
            ensure_first_admin(session, ADMIN, PASSWORD)
        yield lent


def test_an_unknown_address_costs_as_much_as_a_wrong_password(app: Flask) -> None:
    def cost(email: str) -> float:
        begun = process_time()
        with pytest.raises(SignInFailed), app.app_context(), reading() as session:
            sign_in(session, email, "fel lösenord")
        return process_time() - begun

    known, unknown = (min(cost(email) for _ in range(3)) for email in (ADMIN, "nobody@example.se"))
    assert 0.5 < unknown / known < 2


def test_signing_in_makes_a_new_session_and_leaves_no_older_form_valid(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie(NAME, "planted by somebody else")
    address = "/registration/sign-in"
    before = re.search(r'csrf_token" value="([^"]+)', client.get(address).text)
    assert before
    assert send(client, address, email=ADMIN, password=PASSWORD).status_code == 303
    first = client.get_cookie(NAME)
    assert first and first.value != "planted by somebody else"
    assert first.http_only and first.same_site == "Lax"
    stale = client.post("/registration/account/sign-out-everywhere", data={"csrf_token": before[1]})
    assert stale.status_code == 400


@pytest.mark.parametrize("name", SERVICES)
def test_settings_never_show_their_secrets(name: str) -> None:
    secrets = {"database_url": "sqlite:///s3cret", "secret_key": "s3cret" * 8, "rabbitmq_url": "s3cret"}
    settings = load(module(name, "settings").Settings, **secrets)
    assert "base_url" in repr(settings)
    assert "s3cret" not in repr(settings)


def test_no_key_that_opens_something_is_kept_in_the_open(house: Inhabited) -> None:
    keys = {str(value) for name, values in house.known.items() if "token" in name for value in values}
    long = {key for key in keys if len(key) > 30 and "." not in key and key.count("-") != 4}
    database = house.app.extensions[EXTENSION].database
    with database.read() as session:
        tables = set(sa.inspect(session.connection()).get_table_names()) - ON_THEIR_WAY
        hold(
            f"{table} keeps a key in the open: keep its fingerprint."
            for table in sorted(tables)
            for row in session.execute(sa.text(f"SELECT * FROM {table}"))
            if any(key in str(row) for key in long)
        )


def test_only_what_is_named_here_calls_anybody() -> None:
    hold(
        f"{name_of(path)}:{line} uses {used}: nobody may be called at an address that somebody sends."
        for path in python_files(*CODE)
        if any(name in path.read_text(encoding="utf-8") for name in CALL_OUT)
        for line, used in imports(path)
        if used in CALL_OUT and name_of(path) not in CALLERS
    )


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "ha"><!ENTITY b "&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/passwd">']
)
def test_a_workbook_with_entities_is_refused(entity: str) -> None:
    assert read_table(_workbook("", "Anna"))[0][0] == "Anna"
    with pytest.raises(TableIsUnreadable):
        read_table(_workbook(f"<!DOCTYPE x [{entity}]>", "&b;"))


def _workbook(declared: str, text: str) -> bytes:
    """A workbook with that text in its only cell."""
    made, file = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(made)
    cells = f'<sheetData><row r="1"><c r="A1" t="str"><v>{text}</v></c></row></sheetData>'
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'{declared}<worksheet xmlns="{name}">{cells}</worksheet>'
    with zipfile.ZipFile(made) as whole, zipfile.ZipFile(file, "w") as changed:
        for part in whole.namelist():
            changed.writestr(part, sheet if part.endswith("sheet1.xml") else whole.read(part))
    return file.getvalue()
