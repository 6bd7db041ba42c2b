"""`docker compose up` as Docker has it: in order, waiting for health, and anew when an image is new.

podman-compose does not wait for health (podman leaves health checks to systemd, which is not everywhere), and
does not see that an image has changed; so it starts one service at a time from here.
"""

import argparse
import json
import os
import subprocess
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import yaml

from tests.servers.guardian import wait_until

EVERY = 0.5  # seconds
PATIENCE = 300.0  # seconds
GRACE = "40"  # seconds to stop in, as docker-compose.yml has it


def bring_up(words: list[str]) -> int:
    """Start what is asked for; without -d wait until it has ended. Returns the exit code."""
    asked = _read(words)
    named = asked.services or [name for name, part in _composition().items() if "profiles" not in part]
    for name in _in_order(named, alone=asked.no_deps):
        if not asked.no_deps:
            _wait_for_dependencies(name)
        _remove_outdated(name, anew=asked.force_recreate and name in named)
        scale = [f"--scale={wanted}" for wanted in asked.scale if wanted.startswith(f"{name}=")]
        _compose("up", "-d", "--no-deps", "--no-build", *scale, name)
    if asked.wait:
        for name in named:
            _wait_for_health(name)
    return 0 if asked.detach else max(_ended(name) for name in named)


def _read(words: list[str]) -> argparse.Namespace:
    reader = argparse.ArgumentParser()
    reader.add_argument("-d", "--detach", action="store_true")
    for flag in ("--no-deps", "--wait", "--force-recreate", "--no-recreate"):
        reader.add_argument(flag, action="store_true")
    reader.add_argument("--scale", action="append", default=[])
    reader.add_argument("services", nargs="*")
    return reader.parse_intermixed_args(words)


@cache
def _composition() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(Path("docker-compose.yml").read_text(encoding="utf-8"))["services"]
    return read


def _in_order(named: list[str], *, alone: bool) -> list[str]:
    """Dependencies before those that need them."""
    needs = {name: set(part.get("depends_on", ())) for name, part in _composition().items()}
    wanted = set(named)
    while not alone and (more := {need for name in wanted for need in needs[name]} - wanted):
        wanted |= more
    return [name for name in TopologicalSorter(needs).static_order() if name in wanted]


def _wait_for_dependencies(name: str) -> None:
    for need, rule in _composition()[name].get("depends_on", {}).items():
        if rule["condition"] == "service_healthy":
            _wait_for_health(need)
        elif _ended(need):
            raise SystemExit(f"{need} has failed, for which {name} waits")


def _wait_for_health(name: str) -> None:
    """Until every container of a service that has a health check passes it."""
    if "healthcheck" not in _composition()[name]:
        return

    def is_healthy() -> bool:
        return not any(_podman("healthcheck", "run", one).returncode for one in _containers(name))

    if not wait_until(is_healthy, PATIENCE, every=EVERY):
        raise SystemExit(f"{name} is not healthy")


def _ended(name: str) -> int:
    """The exit code of a job, once it has ended."""
    return max(int(_podman("wait", one).stdout.split()[-1]) for one in _containers(name))


def _remove_outdated(name: str, *, anew: bool) -> None:
    """Remove the containers of a service whose image is not what its name means now, or all of them."""
    for one in _containers(name):
        (seen,) = json.loads(_podman("container", "inspect", one).stdout)
        (image,) = json.loads(_podman("image", "inspect", seen["ImageName"]).stdout)
        if anew or seen["Image"] != image["Id"]:
            _podman("stop", "-t", GRACE, one)
            _podman("rm", one)


def _containers(name: str) -> list[str]:
    labels = (f"project={os.environ['COMPOSE_PROJECT_NAME']}", f"service={name}")
    chosen = [word for label in labels for word in ("--filter", f"label=com.docker.compose.{label}")]
    return _podman("ps", "-a", *chosen, "--format", "{{.Names}}").stdout.split()


def _compose(*words: str) -> None:
    done = subprocess.run([os.environ["PODMAN_COMPOSE"], *words], stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def _podman(*words: str) -> subprocess.CompletedProcess[str]:
    """A command of podman's; it must not take what was meant for the one that is looked after."""
    return subprocess.run(
        ["podman", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
