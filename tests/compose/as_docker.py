"""`docker` and `docker compose` by podman, as far as the operator's guide needs them.

A program of its own, as `python -m tests.compose.as_docker`.
"""

import os
import subprocess
import sys

from tests.compose.bring_up import bring_up

BY_HAND = "operator"  # the profile of what `run` starts, which Docker finds by the service


def main(words: list[str]) -> int:
    """Run the command; its exit code is ours."""
    if words[:1] != ["compose"]:
        return subprocess.run(["podman", *words], check=False).returncode
    if words[1:2] == ["up"]:
        return bring_up(words[2:])
    given = os.environ | ({"COMPOSE_PROFILES": BY_HAND} if words[1:2] == ["run"] else {})
    return subprocess.run([os.environ["PODMAN_COMPOSE"], *words[1:]], env=given, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
