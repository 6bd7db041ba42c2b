"""The operator's guide: its commands, which are run as they stand there."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.compose.installation import Installation
from tests.house_rules.sources import ROOT

GUIDE = ROOT / "docs" / "guides" / "operating.md"
EXAMPLE_DAY = "2026-03-12"
AS_DOCKER = Path(__file__).parent / "as_docker.py"


def commands(section: str) -> str:
    """The first commands of a section, of today where it names a day."""
    text = GUIDE.read_text(encoding="utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    found = text.partition("```sh\n")[2].partition("```")[0]
    assert found, f"{GUIDE} has no commands under {section}"
    return found.replace(EXAMPLE_DAY, f"{date.today():%Y-%m-%d}")  # noqa: DTZ011 - as `date` does in the shell


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
    docker.write_text(f'#!/bin/sh\nexec {sys.executable} {AS_DOCKER} "$@"\n')
    docker.chmod(0o755)
    return programs
