"""The manifests, and the composition that they must agree with."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.manifests import Manifest, built
from tests.house_rules.sources import ROOT


@pytest.fixture(scope="session")
def manifests() -> list[Manifest]:
    """What `kubectl kustomize` makes of the example."""
    return built()


@pytest.fixture(scope="session")
def composition() -> dict[str, Any]:
    """docker-compose.yml, its variables not put in."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `make secrets` has been run."""
    folder = tmp_path_factory.mktemp("installation")
    subprocess.run(["sh", ROOT / "scripts" / "secrets.sh"], cwd=folder, check=True, capture_output=True)
    return folder
