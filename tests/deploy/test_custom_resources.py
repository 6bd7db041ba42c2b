"""The operators' resources have the fields they know, and refer to what there is."""

from collections.abc import Iterator
from typing import Any

import yaml

from services.names import SERVICES
from tests.deploy.manifests import Manifest, of_kind
from tests.house_rules.sources import ROOT, hold

KINDS = yaml.safe_load((ROOT / "tests" / "deploy" / "custom_resources.yaml").read_text(encoding="utf-8"))
TYPES: dict[str, Any] = {"string": str, "integer": int, "boolean": bool, "object": dict}


def test_every_field_is_one_that_the_operators_know(manifests: list[Manifest]) -> None:
    found = [made for made in manifests if made["kind"] in KINDS]
    assert {made["kind"] for made in found} == set(KINDS)
    for made in found:
        where = f"{made['kind']} {made['metadata']['name']}"
        hold(_faults(where, made["spec"], KINDS[made["kind"]]))


def test_each_service_has_a_database_with_an_owner_and_a_user_who_reach_it_alone(
    manifests: list[Manifest],
) -> None:
    (cluster,) = of_kind(manifests, "Cluster").values()
    roles = {role["name"] for role in cluster["spec"]["managed"]["roles"]}
    owners = {name: made["spec"]["owner"] for name, made in of_kind(manifests, "Database").items()}
    assert owners == {service: f"{service}_owner" for service in SERVICES}
    assert roles == {*SERVICES, *owners.values()}
    *allowed, last = cluster["spec"]["postgresql"]["pg_hba"]
    assert sorted(allowed) == sorted(f"hostssl {one} {one},{one}_owner all scram-sha-256" for one in SERVICES)
    assert last == "host all all all reject"


def test_what_asks_for_rights_names_a_user_and_the_one_broker(manifests: list[Manifest]) -> None:
    users, brokers = of_kind(manifests, "User"), of_kind(manifests, "RabbitmqCluster")
    for made in (*of_kind(manifests, "Permission").values(), *of_kind(manifests, "TopicPermission").values()):
        assert made["spec"]["userReference"]["name"] in users
        assert made["spec"]["rabbitmqClusterReference"]["name"] in brokers


def test_every_trigger_proves_itself_by_what_there_is(manifests: list[Manifest]) -> None:
    known = of_kind(manifests, "TriggerAuthentication")
    for name, made in of_kind(manifests, "ScaledObject").items():
        asked = [trigger["authenticationRef"]["name"] for trigger in made["spec"]["triggers"]]
        hold(f"{name} names {one}, which is not there" for one in asked if one not in known)


def _faults(where: str, given: Any, wanted: Any) -> Iterator[str]:
    if isinstance(wanted, dict):
        yield from (f"{where} has {name}, which is not known" for name in given.keys() - wanted.keys())
        for name in given.keys() & wanted.keys():
            yield from _faults(f"{where}.{name}", given[name], wanted[name])
    elif isinstance(wanted, list):
        for member in given:
            yield from _faults(where, member, wanted[0])
    elif wanted == "strings":
        yield from (
            f"{where}.{name} is no string" for name, value in given.items() if not isinstance(value, str)
        )
    elif type(given) is not TYPES[wanted]:
        yield f"{where} is no {wanted}: {given!r}"
