"""The manifests as kubectl builds them, and what tests want to know of them."""

import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import yaml

from tests.house_rules.sources import ROOT
from tests.servers.missing import NOT_TRIED, ServerIsMissing, program

EXAMPLE = ROOT / "deploy" / "kubernetes" / "overlays" / "example"
Manifest = dict[str, Any]


def built() -> list[Manifest]:
    """Every manifest of the example; skips the test where there is no kubectl."""
    try:
        kubectl = program("kubectl")
    except ServerIsMissing:
        pytest.skip(f"{NOT_TRIED}kubectl is not installed")
    return list(_built(kubectl))


@cache
def _built(kubectl: str) -> tuple[Manifest, ...]:
    done = subprocess.run([kubectl, "kustomize", EXAMPLE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tuple(yaml.safe_load_all(done.stdout))


def of_kind(manifests: list[Manifest], *kinds: str) -> dict[str, Manifest]:
    """Those of these kinds, by name."""
    return {made["metadata"]["name"]: made for made in manifests if made["kind"] in kinds}


def pods(manifests: list[Manifest]) -> dict[str, Manifest]:
    """The pods of Deployments and Jobs, by the name of what makes them."""
    makers = of_kind(manifests, "Deployment", "Job")
    return {name: maker["spec"]["template"] for name, maker in makers.items()}


def container(pod: Manifest) -> Manifest:
    """The one of our image."""
    (found,) = pod["spec"]["containers"]
    return dict(found)


def secrets_of(pod: Manifest) -> Iterator[tuple[str, str | None]]:
    """The Secrets that a pod mounts, with the key it takes, or None for all."""
    for volume in pod["spec"]["volumes"]:
        if "secret" in volume:
            yield volume["secret"]["secretName"], None
        for source in volume.get("projected", {}).get("sources", ()):
            for item in source["secret"].get("items", [{"key": None}]):
                yield source["secret"]["name"], item["key"]


def is_selected(labels: Mapping[str, str], selector: Mapping[str, Any]) -> bool:
    """Whether a pod with these labels is one that a selector means."""
    has = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    return has and all(
        (labels.get(rule["key"]) in rule["values"]) == (rule["operator"] == "In")
        for rule in selector.get("matchExpressions", ())
    )
