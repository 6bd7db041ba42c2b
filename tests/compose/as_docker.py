"""`docker` and `docker compose` by podman, as far as the operator's guide needs them.

A program of its own. podman leaves health checks to systemd, which is not everywhere: they are run from here
for as long as podman-compose runs, which waits for health.
"""

import os
import subprocess
import sys
import threading
from time import monotonic

NOT_YET = ("(starting)", "(unhealthy)")
EVERY = 1.0  # seconds
PATIENCE = 300.0  # seconds


def podman(*words: str) -> str:
    """What a command prints; it must not take what was meant for the one that is looked after."""
    done = subprocess.run(
        ["podman", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return done.stdout


def not_yet_healthy(project: str) -> list[str]:
    """The containers of a project that have a health check which has not succeeded."""
    chosen = ("--filter", f"label=com.docker.compose.project={project}")
    listed = podman("ps", *chosen, "--format", "{{.Names}} {{.Status}}").splitlines()
    return [line.split()[0] for line in listed if line.endswith(NOT_YET)]


def look_after(project: str, done: threading.Event) -> None:
    """Run the health checks of those that are not known to be healthy."""
    while not done.wait(EVERY):
        for name in not_yet_healthy(project):
            podman("healthcheck", "run", name)


def main(words: list[str]) -> int:
    """Run the command; its exit code is ours."""
    if words[:1] != ["compose"]:
        return subprocess.run(["podman", *words], check=False).returncode
    done, project = threading.Event(), os.environ["COMPOSE_PROJECT_NAME"]
    watcher = threading.Thread(target=look_after, args=(project, done))
    watcher.start()
    try:
        asked = [word for word in words[1:] if word != "--wait"]  # which podman-compose cannot do everywhere
        code = subprocess.run([os.environ["PODMAN_COMPOSE"], *asked], check=False).returncode
        deadline = monotonic() + PATIENCE
        while "--wait" in words and not_yet_healthy(project) and monotonic() < deadline:
            watcher.join(EVERY)
        return code
    finally:
        done.set()
        watcher.join()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
