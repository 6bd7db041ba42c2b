"""The operator's guide: its commands, which are run as they stand there."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.compose.installation import Installation
from tests.house_rules.sources import ROOT

GUIDE = ROOT / "docs" / "guides" / "operating.md"
EXAMPLE_DAY = "2026-03-12"
AS_DOCKER = f'PYTHONPATH={ROOT} exec {sys.executable} -m tests.compose.as_docker "$@"'


def commands(section: str, part: int = 1) -> str:
    """The first commands of a section, or a later part of them, of today where they name a day."""
    text = GUIDE.read_text(encoding="utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    found = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    assert len(found) >= part, f"{GUIDE} has no commands {part} under {section}"
    today = f"{date.today():%Y-%m-%d}"  # noqa: DTZ011 - as `date` does in the shell
    return str(found[part - 1]).replace(EXAMPLE_DAY, today)


def rotation(of: str) -> str:
    """The commands by which a secret is changed, from their row of the table."""
    row = re.search(rf"^\| {of} \| (.*?) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert row, f"{GUIDE} has no row for {of}"
    return "\n".join(re.findall(r"`([^`]+)`", row[1]))


def follow(installation: Installation, script: str) -> str:
    """Run commands of the guide in the installation's folder; returns what they print."""
    engine = installation.engine
    given = {**engine.environment, "COMPOSE_PROJECT_NAME": installation.project}
    if not engine.pulls:
        given |= {"PATH": f"{_with_docker(installation.folder)}{os.pathsep}{os.environ['PATH']}"}
        given |= {"PODMAN_COMPOSE": engine.compose[0]}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=installation.folder,
        env=given,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, f"{script}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


def _with_docker(folder: Path) -> Path:
    """A folder with a `docker` that is podman."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    docker = programs / "docker"
    docker.write_text(f"#!/bin/sh\n{AS_DOCKER}\n")
    docker.chmod(0o755)
    return programs
