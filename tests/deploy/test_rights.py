"""In Kubernetes, too, nobody may do more than they must."""

import json
import subprocess
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.names import SERVICES
from tests.deploy.manifests import Manifest, is_selected, of_kind, pods, secrets_of
from tests.house_rules.sources import ROOT, hold

SCRIPT = ROOT / "deploy" / "kubernetes" / "secrets.sh"


@pytest.fixture(scope="module")
def secrets(installation: Path) -> dict[str, dict[str, str]]:
    """The Secrets that the script prints, in clear."""
    done = subprocess.run(["sh", SCRIPT], cwd=installation, check=True, capture_output=True, text=True)
    made = yaml.safe_load_all(done.stdout)
    return {
        secret["metadata"]["name"]: {key: b64decode(value).decode() for key, value in secret["data"].items()}
        for secret in made
    }


def test_no_secret_stands_in_the_manifests(manifests: list[Manifest]) -> None:
    assert not of_kind(manifests, "Secret")


def test_every_secret_named_is_made_with_the_keys_it_needs(
    manifests: list[Manifest], secrets: dict[str, dict[str, str]]
) -> None:
    mounted = [wanted for pod in pods(manifests).values() for wanted in secrets_of(pod)]
    asked = [
        (reference["name"], reference["key"])
        for made in of_kind(manifests, "TriggerAuthentication").values()
        for reference in made["spec"]["secretTargetRef"]
    ]
    (database,) = of_kind(manifests, "Cluster").values()
    named = [role["passwordSecret"]["name"] for role in database["spec"]["managed"]["roles"]]
    named += [user["spec"]["importCredentialsSecret"]["name"] for user in of_kind(manifests, "User").values()]
    wanted = [*mounted, *asked, *((name, key) for name in named for key in ("username", "password"))]
    hold(
        f"secrets.sh makes no {name} with {key or 'anything'}"
        for name, key in wanted
        if name not in secrets or (key and key not in secrets[name])
    )


def test_every_setting_in_a_file_has_its_file(
    manifests: list[Manifest], secrets: dict[str, dict[str, str]]
) -> None:
    for name, pod in pods(manifests).items():
        mounted = {key for secret, one in secrets_of(pod) for key in ([one] if one else secrets[secret])}
        given = {item["name"]: item.get("value") for item in pod["spec"]["containers"][0]["env"]}
        files = {Path(value).name for key, value in given.items() if key.endswith("_FILE") and value}
        assert files == mounted, name


def test_only_migrations_are_given_the_owner_of_a_database(manifests: list[Manifest]) -> None:
    given = {
        name for name, pod in pods(manifests).items() if any("owner" in key for key, _ in secrets_of(pod))
    }
    assert given == {f"{service}-migrate" for service in SERVICES}


def test_each_user_of_the_broker_may_do_what_the_composition_lets_it(
    manifests: list[Manifest], installation: Path
) -> None:
    defined = json.loads((installation / "secrets" / "rabbitmq_definitions.json").read_text())
    for kind, key in (("Permission", "permissions"), ("TopicPermission", "topic_permissions")):
        found = of_kind(manifests, kind)
        for right in defined[key]:
            wanted = {name: value for name, value in right.items() if name not in ("user", "vhost")}
            assert found[right["user"]]["spec"]["permissions"] == wanted
        assert set(found) == {right["user"] for right in defined[key]}


def test_the_passwords_in_kubernetes_are_those_of_the_addresses(secrets: dict[str, dict[str, str]]) -> None:
    for service in SERVICES:
        for name, key in (("postgresql", "database_url"), ("rabbitmq", "rabbitmq_url")):
            known = secrets[f"{name}-{service}"]
            assert f"//{service}:{known['password']}@" in secrets[service][key]


def test_every_pod_is_restricted(manifests: list[Manifest]) -> None:
    (space,) = of_kind(manifests, "Namespace").values()
    assert space["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    for pod in pods(manifests).values():
        spec = pod["spec"]
        assert spec["securityContext"]["runAsNonRoot"]
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert spec["automountServiceAccountToken"] is False
        for part in [*spec["containers"], *spec.get("initContainers", ())]:
            assert part["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert "memory" in part["resources"]["limits"]


def test_nothing_is_reached_that_no_policy_names(manifests: list[Manifest]) -> None:
    everything = of_kind(manifests, "NetworkPolicy")["denied"]["spec"]
    assert everything == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@pytest.mark.parametrize(
    ("policy", "meant"),
    [
        ("web", [f"{service}-web" for service in SERVICES]),
        ("to-rabbitmq", [*(f"{service}-worker" for service in SERVICES), "topology"]),
        ("mail", ["notifications-worker"]),
        ("provider", ["registration-web"]),
    ],
)
def test_a_policy_is_about_the_pods_it_says(manifests: list[Manifest], policy: str, meant: list[str]) -> None:
    selector: dict[str, Any] = of_kind(manifests, "NetworkPolicy")[policy]["spec"]["podSelector"]
    found = {
        name for name, pod in pods(manifests).items() if is_selected(pod["metadata"]["labels"], selector)
    }
    assert found == set(meant)
