"""From the previous image to this one, with its migrations, while people go on registering."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compose.conftest import prepared, running
from tests.compose.engine import Engine
from tests.compose.guide import commands, follow
from tests.compose.installation import OURS, Installation
from tests.compose.load import People, everything_arrived
from tests.house_rules.sources import ROOT
from tests.journeys.stage import Stage
from tests.journeys.test_main_journey import publish_an_occasion

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]


def previous_tree(folder: Path) -> Path:
    """The sources from which an upgrade begins: a revision, or a folder that has them."""
    wanted = os.environ.get("COMPOSE_PREVIOUS") or "HEAD~1"
    if Path(wanted).is_dir():
        return Path(wanted)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    packed = subprocess.run(["git", "archive", wanted], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=packed, check=True)
    return folder


@pytest.fixture(scope="module")
def installation(engine: Engine) -> Iterator[Installation]:
    """One of its own, which begins with the previous image."""
    engine.build(previous_tree(engine.scratch / "previous"), "previous")
    with prepared(engine, "upgraded") as made:
        yield made


@pytest.fixture(scope="module")
def stage(installation: Installation) -> Iterator[Stage]:
    """The same, running."""
    with running(installation, "previous") as found:
        yield found


def test_an_upgrade_loses_nobody_who_registers_meanwhile(installation: Installation, stage: Stage) -> None:
    occasion = publish_an_occasion(stage, places=1500)
    with People(stage, occasion["id"], "upgrade") as people:
        installation.use("new")
        follow(installation, commands("Upgrade", 2))
        installation.wait_until_healthy(*OURS, "gateway")
        installation.wait_for_page()
        people.wait_for_more(20)
    installation.note(f"answers during the upgrade: {people}")
    everything_arrived(stage, people)
