"""The image and the composition are valid, need their secrets, and start only what there is."""

import re
import subprocess
import sys
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from services.__main__ import main
from services.backup.postgresql import Owners
from services.names import SERVICES, module
from shared.settings import BrokerSettings
from tests.house_rules.sources import ROOT, hold

COMPOSE = ROOT / "docker-compose.yml"
MONITORING = ROOT / "deploy" / "prometheus" / "docker-compose.yml"
GIVEN = {
    "BASE_URL": "https://kurser.example.se",
    "SITE_ADDRESS": "kurser.example.se",
    "REGION": "stockholm",
    "ADMIN_EMAIL": "kursforum@example.se",
}
# docker-compose 1.29, which Debian has, refuses these at the top or in a service.
TOO_NEW = {"name", "include", "pull_policy", "develop"}


class VariableIsMissing(Exception):
    """A variable that the composition insists on."""


def composition(given: dict[str, str]) -> dict[str, Any]:
    """The composition as its reader sees it, with the variables put in."""

    def value(match: re.Match[str]) -> str:
        name, kind, rest = match.groups()
        if name not in given and kind == ":?":
            raise VariableIsMissing(f"{name}: {rest}")
        return given.get(name, rest)

    text = re.sub(r"\$\{(\w+)(:\?|:-)([^}]*)\}", value, COMPOSE.read_text(encoding="utf-8"))
    read: dict[str, Any] = yaml.safe_load(text)
    PyCompose.from_yaml(yaml.safe_dump(read))  # it knows no merge keys, so it is given the outcome
    return read


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return composition(GIVEN)


def own(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The containers made of our image."""
    return {name: part for name, part in compose["services"].items() if part["image"] == "kursforum"}


def started(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Those that `docker compose up` starts; the others run what they are told by hand."""
    return {name: part for name, part in own(compose).items() if "profiles" not in part}


@pytest.mark.parametrize("name", GIVEN)
def test_nothing_starts_without_a_variable_it_needs(name: str) -> None:
    with pytest.raises(VariableIsMissing, match=name):
        composition({key: value for key, value in GIVEN.items() if key != name})


def test_the_example_gives_every_variable_that_is_needed() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == set(GIVEN)
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE.read_text(encoding="utf-8")))
    assert set(re.findall(r"^#?(\w+)=", example, re.MULTILINE)) == asked, "those with a default too"


def test_every_service_has_a_web_a_worker_and_its_migrations(compose: dict[str, Any]) -> None:
    roles = ("web", "worker", "migrate")
    alike = {f"{service}-{role}" for service in SERVICES for role in roles}
    assert set(own(compose)) == {*alike, "registration-admin", "rabbitmq-topology", "operator"}


def test_every_container_runs_a_command_there_is(compose: dict[str, Any]) -> None:
    for part in started(compose).values():
        name, *arguments = part["command"]
        main.commands[name].make_context(name, list(arguments))


def test_every_health_check_asks_for_the_container_it_is_in(compose: dict[str, Any]) -> None:
    for name, part in started(compose).items():
        service, role = name.split("-")
        if role in ("web", "worker"):
            asks = ["CMD", "python", "-m", "services", "healthy", role, service]
            assert part["healthcheck"]["test"] == asks
            main.commands["healthy"].commands[role].make_context(role, [service])


def settings_of(container: str) -> Any:
    """What a container reads of its environment."""
    if container == "operator":
        return Owners
    service = container.split("-")[0]
    return module(service, "settings").Settings if service in SERVICES else BrokerSettings


def test_only_migrations_have_the_owner_of_a_database_and_only_backup_and_restore_all_four(
    compose: dict[str, Any],
) -> None:
    owners = {f"{service}_owner_database_url" for service in SERVICES}
    for name, part in started(compose).items():
        service, role = name.split("-")
        wanted = {f"{service}_owner_database_url"} if role == "migrate" else set()
        assert owners & set(part["secrets"]) == wanted, name
    assert set(compose["services"]["operator"]["secrets"]) == owners


def test_every_setting_without_a_default_is_given_and_secrets_only_as_files(compose: dict[str, Any]) -> None:
    for name, part in own(compose).items():
        table = fields(settings_of(name))
        given = set(part["environment"])
        required = {field.name.upper() for field in table if field.default is MISSING}
        required |= {"ADMIN_EMAIL", "ADMIN_PASSWORD"} if part.get("command") == ["admin"] else set()
        secret = {field.name.upper() for field in table if field.metadata["secret"]}
        hold(f"{name} lacks {setting}" for setting in required if not {setting, f"{setting}_FILE"} & given)
        hold(f"{name} has the secret {setting} in the open: give a file" for setting in secret & given)


def test_every_secret_is_a_file_that_make_secrets_writes(compose: dict[str, Any]) -> None:
    script = (ROOT / "scripts" / "secrets.sh").read_text(encoding="utf-8")
    written = {name for word in re.findall(r"keep \"?([\w.${}]+)", script) for name in _spelled_out(word)}
    beside = yaml.safe_load(MONITORING.read_text(encoding="utf-8"))["secrets"]
    named = [*compose["secrets"].values(), *beside.values()]
    assert {Path(secret["file"]).name for secret in named} == written


def test_the_mail_catcher_runs_only_for_a_try(compose: dict[str, Any]) -> None:
    assert compose["services"]["mail"]["profiles"] == ["dev"]


def test_whatever_keeps_running_is_checked_for_health(compose: dict[str, Any]) -> None:
    checked = {name for name, part in compose["services"].items() if "healthcheck" in part}
    ours = {f"{service}-{role}" for service in SERVICES for role in ("web", "worker")}
    assert checked == {*ours, "postgresql", "rabbitmq", "gateway"}


def test_every_container_has_a_limit_of_memory_and_of_its_log(compose: dict[str, Any]) -> None:
    lasting = {name: part for name, part in compose["services"].items() if "profiles" not in part}
    assert not [name for name, part in lasting.items() if not {"mem_limit", "logging"} <= part.keys()]


def test_no_container_of_ours_may_write_or_rise(compose: dict[str, Any]) -> None:
    for part in own(compose).values():
        assert part["read_only"]
        assert part["cap_drop"] == ["ALL"]
        assert part["user"] != "0"


def test_an_older_compose_understands_the_file(compose: dict[str, Any]) -> None:
    assert not TOO_NEW & compose.keys()
    assert not [name for name, part in compose["services"].items() if TOO_NEW & part.keys()]


def test_the_dockerfile_is_as_hadolint_wants_it() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_image_is_not_run_by_root() -> None:
    last = (ROOT / "Dockerfile").read_text(encoding="utf-8").split("\nFROM ")[-1]
    assert re.search(r"^USER 10001$", last, re.MULTILINE)
    assert 'ENTRYPOINT ["python", "-m", "services"]' in last


def _spelled_out(word: str) -> list[str]:
    return [word.replace("${service}", service) for service in SERVICES] if "${service}" in word else [word]
