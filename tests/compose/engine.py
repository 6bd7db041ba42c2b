"""The engine that builds images and runs containers: Docker where it is, else podman on images made here."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.house_rules.sources import ROOT
from tests.servers.missing import ServerIsMissing

BASES = Path(__file__).parent / "bases"
NEEDED = ("podman", "runc", "netavark", "aardvark-dns", "iptables", "catatonit", "debootstrap")
IMAGE = "kursforum"
BUILDER = "python:3.11-slim-bookworm"


@dataclass(frozen=True)
class Engine:
    """How images and containers are asked for here; all that podman keeps is below the scratch folder."""

    program: str
    compose: Sequence[str]
    scratch: Path
    environment: Mapping[str, str]

    @property
    def pulls(self) -> bool:
        """Whether it takes public images from a registry and watches over health by itself."""
        return self.program == "docker"

    def run(self, *words: str, cwd: Path | None = None, check: bool = True, timeout: int = 600) -> str:
        """What a command of the engine prints; fails with what it had to say."""
        return self._run([self.program, *words], cwd, check, timeout)

    def composed(self, project: str, *words: str, cwd: Path, check: bool = True, timeout: int = 600) -> str:
        """The same for a command of compose."""
        return self._run([*self.compose, "-p", project, *words], cwd, check, timeout)

    def succeeds(self, *words: str) -> bool:
        """Whether a command of the engine ends well."""
        done = subprocess.run([self.program, *words], env=self.environment, capture_output=True, check=False)
        return done.returncode == 0

    def make_bases(self, images: Sequence[str]) -> None:
        """Stand-ins for images that cannot be pulled; made once in a scratch folder."""
        if not self.pulls:
            self._run([str(BASES / "make.sh"), str(self.scratch), *images], None, True, 1200)

    def build(self, source: Path, tag: str) -> None:
        """Build our image of an unmodified tree."""
        options = [] if self.pulls else [*self._wheels(source), "--pull=never", "--network=none"]
        self.run("build", "-q", *options, "-t", f"{IMAGE}:{tag}", ".", cwd=source, timeout=1200)

    def _wheels(self, source: Path) -> list[str]:
        """The packages of the lock, fetched here: a build has no network."""
        wheels, lock = self.scratch / "wheels", self.scratch / "runtime.txt"
        lock.write_text((source / "requirements.lock").read_text().partition("\n# For tests")[0])
        fetch = [sys.executable, "-m", "pip", "download", "-q", "-d", str(wheels), "--require-hashes"]
        self._run([*fetch, "-r", str(lock)], None, True, 600)
        settings = self.scratch / "pip.conf"
        settings.write_text("[global]\nno-index = true\nfind-links = /wheels\n")
        return ["-v", f"{wheels}:/wheels:ro", "-v", f"{settings}:/etc/pip.conf:ro"]

    def _run(self, words: Sequence[str], cwd: Path | None, check: bool, timeout: int) -> str:
        done = subprocess.run(
            words, cwd=cwd, env=self.environment, capture_output=True, text=True, check=False, timeout=timeout
        )
        assert not check or done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout.strip()


def find_engine(scratch: Path) -> Engine:
    """Docker with its compose plugin, or podman with podman-compose; raises ServerIsMissing."""
    if _answers("docker", "info") and _answers("docker", "compose", "version"):
        return Engine("docker", ("docker", "compose"), scratch, dict(os.environ))
    missing = [name for name in NEEDED if not _is_there(name)]
    if missing or os.geteuid() != 0:
        raise ServerIsMissing(f"there is no Docker engine; podman needs root and {' '.join(missing)}")
    venv = scratch / "venv"
    if not (venv / "bin" / "podman-compose").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "install", "-q", "podman-compose"], check=True)
    return Engine("podman", (str(venv / "bin" / "podman-compose"),), scratch, _podman(scratch))


def _podman(scratch: Path) -> dict[str, str]:
    """The environment of a podman that touches nothing of this machine's own."""
    networks = scratch / "networks"
    networks.mkdir(parents=True, exist_ok=True)
    containers = {
        "engine": {"runtime": "runc", "cgroup_manager": "cgroupfs", "events_logger": "file"},
        "network": {"network_backend": "netavark", "network_config_dir": str(networks)},
        "containers": {"default_ulimits": ["nofile=20000:20000", "nproc=8192:8192"]},
    }
    containers["engine"] |= {"tmp_dir": str(scratch / "tmp"), "image_default_transport": "docker://"}
    storage = {"driver": "overlay", "graphroot": str(scratch / "storage"), "runroot": str(scratch / "run")}
    written = {
        "CONTAINERS_CONF": _toml(scratch / "containers.conf", containers),
        "CONTAINERS_STORAGE_CONF": _toml(scratch / "storage.conf", {"storage": storage}),
        "CONTAINERS_REGISTRIES_CONF": _toml(
            scratch / "registries.conf",
            {"": {"unqualified-search-registries": ["docker.io"], "short-name-mode": "disabled"}},
        ),
    }
    return dict(os.environ) | written | {"BUILDAH_FORMAT": "docker"}


def _toml(path: Path, tables: Mapping[str, Mapping[str, Any]]) -> str:
    lines = []
    for table, values in tables.items():
        lines += [f"[{table}]"] if table else []
        lines += [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def _answers(*words: str) -> bool:
    try:
        return subprocess.run(words, capture_output=True, check=False, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _is_there(name: str) -> bool:
    return bool(shutil.which(name) or shutil.which(name, path="/usr/lib/podman:/usr/sbin:/sbin"))


def base_images() -> list[str]:
    """The public images that the Dockerfile and the composition name, apart from the mail catcher's."""
    named = []
    for line in (ROOT / "docker-compose.yml").read_text().splitlines():
        word, _, image = line.strip().partition(": ")
        if word == "image" and image.partition(":")[0] in ("caddy", "postgres", "rabbitmq"):
            named.append(image)
    return [BUILDER, *named]
