"""What each user of the databases may do, and what a container may, in the running installation."""

import json
from urllib.parse import urlsplit

import pytest

from services.names import SERVICES
from tests.compose.guide import follow, rotation
from tests.compose.installation import OURS, Installation
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.usefixtures("stage")]

REFUSED = "permission denied"


def psql(installation: Installation, user: str, database: str, statement: str) -> str:
    """What PostgreSQL answers a user over the network, be it a refusal."""
    return psql_by(installation, installation.secret(f"{user}_database_url"), database, statement)


def psql_by(installation: Installation, url: str, database: str, statement: str) -> str:
    """The same for whoever an address names."""
    user, password = urlsplit(url).username, urlsplit(url).password
    address = f"postgresql://{user}:{password}@127.0.0.1/{database}"
    # With the words of a refusal, which stand on the other stream.
    command = f"psql -At '{address}' -c \"{statement}\" 2>&1 || true"
    return installation.inside("postgresql", "sh", "-c", command)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_reads_and_writes_rows_in_its_own_database_alone(
    installation: Installation, service: str
) -> None:
    assert psql(installation, service, service, "SELECT count(*) >= 0 FROM outbox") == "t"
    for other in {*SERVICES, "postgres", "template1"} - {service}:
        assert REFUSED in psql(installation, service, other, "SELECT 1"), other
        assert REFUSED in psql(installation, f"{service}_owner", other, "SELECT 1"), other


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (id int)",
        "CREATE SCHEMA more",
        "ALTER TABLE outbox ADD COLUMN more int",
        "DROP TABLE outbox",
        "TRUNCATE outbox",
        "CREATE TEMPORARY TABLE more (id int)",
        "CREATE DATABASE more",
        "CREATE ROLE more",
        "COPY outbox TO '/tmp/outbox'",
    ],
)
def test_what_a_service_runs_as_cannot_change_the_schema(installation: Installation, statement: str) -> None:
    said = psql(installation, "registration", "registration", statement)
    assert REFUSED in said or "must be" in said, said


def test_our_containers_run_as_nobody_and_write_nowhere(installation: Installation) -> None:
    for service in OURS:
        tried = "import os; print(os.getuid()); open('/opt/kursforum/app/x', 'w')"
        said = installation.inside(service, "python", "-c", tried, check=False)
        assert said.splitlines()[0] == "10001"
        assert not installation.engine.succeeds("exec", installation.containers(service)[0], "touch", "/x")


def test_whatever_our_containers_say_is_json(installation: Installation) -> None:
    for service in OURS:
        for line in installation.engine.run("logs", installation.containers(service)[0]).splitlines():
            assert {"event", "level", "timestamp"} <= json.loads(line).keys(), line


def test_a_new_password_takes_the_place_of_the_old_one(installation: Installation, stage: Stage) -> None:
    old = {name: installation.secret(f"registration_{name}_url") for name in ("database", "rabbitmq")}
    follow(installation, rotation("a database's passwords"))
    follow(installation, rotation("the broker's passwords"))
    assert psql(installation, "registration", "registration", "SELECT 1") == "1"
    assert "authentication failed" in psql_by(installation, old["database"], "registration", "SELECT 1")
    assert installation.secret("registration_rabbitmq_url") != old["rabbitmq"]
    installation.wait_until_healthy(*OURS, "gateway")
    assert stage.call("GET", "/registration/").status_code == 200


def test_the_operators_pages_stop_at_the_gateway(stage: Stage) -> None:
    for service in SERVICES:
        for page in ("metrics", "readyz"):
            assert stage.call("GET", f"/{service}/{page}").status_code == 404
        assert stage.call("GET", f"/{service}/healthz").status_code == 200
