"""The manifests are what Kubernetes takes, and start what docker compose starts."""

from dataclasses import fields
from typing import Any

import kubernetes_validate
import pytest
from flask import Flask

from services.names import SERVICES, module
from shared.settings import BrokerSettings
from tests.applications import Applications
from tests.deploy.manifests import Manifest, container, is_selected, of_kind, pods
from tests.house_rules.sources import hold

VERSIONS = ("1.34", "1.37")
OPERATORS = {"postgresql.cnpg.io/v1", "rabbitmq.com/v1beta1", "keda.sh/v1alpha1", "traefik.io/v1alpha1"}
ROLES = [f"{service}-{role}" for service in SERVICES for role in ("web", "worker", "migrate")]
OURS = [*ROLES, "registration-admin"]


@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_takes_every_manifest(manifests: list[Manifest], version: str) -> None:
    for made in manifests:
        if made["apiVersion"] not in OPERATORS:
            kubernetes_validate.validate(made, version, strict=True)


def test_every_container_runs_the_image_and_the_command_of_the_composition(
    manifests: list[Manifest], composition: dict[str, Any]
) -> None:
    found = pods(manifests)
    parts = {name: part for name, part in composition["services"].items() if "build" in part}
    wanted = {_as_here(name): part["command"] for name, part in parts.items() if "command" in part}
    assert {name: container(pod)["args"] for name, pod in found.items()} == wanted
    assert {container(pod)["image"].split(":")[0].split("/")[-1] for pod in found.values()} == {"kursforum"}


def test_the_servers_are_of_the_versions_of_the_composition(
    manifests: list[Manifest], composition: dict[str, Any]
) -> None:
    (broker,) = of_kind(manifests, "RabbitmqCluster").values()
    (database,) = of_kind(manifests, "Cluster").values()
    postgresql = composition["services"]["postgresql"]["image"]
    assert broker["spec"]["image"] == composition["services"]["rabbitmq"]["image"]
    assert database["spec"]["imageName"].split(":")[1] == postgresql.split(":")[1].split("-")[0]
    for pod in pods(manifests).values():
        assert {made["image"] for made in pod["spec"].get("initContainers", ())} <= {postgresql}


@pytest.mark.parametrize("name", OURS)
def test_every_container_is_given_the_settings_of_the_composition(
    manifests: list[Manifest], composition: dict[str, Any], name: str
) -> None:
    given = _settings(manifests, container(pods(manifests)[name]))
    assert given == set(composition["services"][name]["environment"])


def test_every_setting_given_is_one_there_is(manifests: list[Manifest]) -> None:
    for name, pod in pods(manifests).items():
        table = BrokerSettings if name == "topology" else module(name.split("-")[0], "settings").Settings
        known = {field.name.upper() for field in fields(table)}
        given = {setting.removesuffix("_FILE") for setting in _settings(manifests, container(pod))}
        hold(f"{name} is given {setting}, which no settings.py has" for setting in given - known)


def test_every_probe_asks_for_the_container_it_is_in(
    manifests: list[Manifest], composition: dict[str, Any], applications: Applications
) -> None:
    for name, deployment in of_kind(manifests, "Deployment").items():
        asked = container(deployment["spec"]["template"])
        probes = [asked[f"{probe}Probe"] for probe in ("startup", "liveness", "readiness")]
        if name.endswith("worker"):
            wanted = composition["services"][name]["healthcheck"]["test"][1:]
            assert [probe["exec"]["command"] for probe in probes] == [wanted] * 3
            continue
        with applications.lend(name.removesuffix("-web"), "sqlite://") as app:
            hold(_absent(app, [probe["httpGet"]["path"] for probe in probes]))


def test_every_deployment_grows_by_itself_and_is_not_ended_whole(manifests: list[Manifest]) -> None:
    deployments = of_kind(manifests, "Deployment")
    scaled = of_kind(manifests, "HorizontalPodAutoscaler", "ScaledObject").values()
    assert sorted(made["spec"]["scaleTargetRef"]["name"] for made in scaled) == sorted(deployments)
    budgets = of_kind(manifests, "PodDisruptionBudget")
    for name, deployment in deployments.items():
        labels = deployment["spec"]["template"]["metadata"]["labels"]
        assert is_selected(labels, budgets[name]["spec"]["selector"])


def test_workers_grow_by_the_queue_that_is_theirs(manifests: list[Manifest]) -> None:
    for name, scaled in of_kind(manifests, "ScaledObject").items():
        assert scaled["spec"]["triggers"][0]["metadata"]["queueName"] == name.removesuffix("-worker")


def _as_here(name: str) -> str:
    return "topology" if name == "rabbitmq-topology" else name


def _settings(manifests: list[Manifest], part: Manifest) -> set[str]:
    """The names of the settings that a container is given."""
    maps = of_kind(manifests, "ConfigMap")
    shared = [
        key for source in part.get("envFrom", ()) for key in maps[source["configMapRef"]["name"]]["data"]
    ]
    return {*shared, *(given["name"] for given in part["env"])}


def _absent(app: Flask, paths: list[str]) -> list[str]:
    known = {rule.rule for rule in app.url_map.iter_rules()}
    return [f"a probe asks for {path}, which {app.name} does not have" for path in paths if path not in known]
