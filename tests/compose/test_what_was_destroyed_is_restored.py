"""A backup, everything gone, and back again: as docs/guides/operating.md says."""

import subprocess
from pathlib import Path

import pytest

from services.names import SERVICES
from tests.compose.installation import JOBS, OURS, SERVERS, Installation
from tests.compose.load import figures_agree
from tests.journeys.stage import Stage
from tests.journeys.test_main_journey import publish_an_occasion, register

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

# Listeners before those they hear of: what a listener's copy lacks is published once more, but what a
# source's copy lacked nobody could tell.
ORDER = ("reporting", "notifications", "evaluation", "registration")


def test_after_a_restore_the_services_agree_and_nobody_gets_a_letter_twice(
    installation: Installation, stage: Stage, tmp_path: Path
) -> None:
    occasion = publish_an_occasion(stage)
    register(stage, occasion["id"], 1)
    stage.letter_to("deltagare1@", "Du har en plats")
    before = stage.eventually(
        "/reporting/api/totals", lambda seen: seen["registrations"] > 0, period=occasion["period"]
    )
    back_up(installation, tmp_path)
    letters = len(stage.letters())
    installation.down(with_volumes=True)
    restore(installation, tmp_path)
    assert "agrees" in figures_agree(installation)
    after = stage.staff("GET", "/reporting/api/totals", params={"period": occasion["period"]})
    assert after == before
    assert len(stage.letters()) == letters
    register(stage, occasion["id"], 2)
    stage.eventually(
        "/reporting/api/totals",
        lambda seen: seen["registrations"] == before["registrations"] + 1,
        period=occasion["period"],
    )


def back_up(installation: Installation, folder: Path) -> None:
    """A dump of each database, while everything goes on."""
    for service in ORDER:
        dump = ("pg_dump", "--username", "postgres", "--format", "custom", service)
        with (folder / f"{service}.dump").open("wb") as file:
            pipe(installation, dump, stdout=file)


def restore(installation: Installation, folder: Path) -> None:
    """New servers, the dumps, then everything else; what may have been under way is published again."""
    installation.up(*SERVERS)
    installation.wait_until_healthy(*SERVERS)
    for service in ORDER:
        load = ("pg_restore", "--username", "postgres", "--exit-on-error", "--dbname", service)
        with (folder / f"{service}.dump").open("rb") as file:
            pipe(installation, load, stdin=file)
    installation.up(*JOBS[:-1])
    installation.wait_until_done(*JOBS[:-1])
    for service in SERVICES:
        installation.once(f"{service}-web", "republish", service)
    installation.up(*OURS, "gateway")
    installation.wait_until_healthy(*OURS)
    installation.wait_for_page()


def pipe(installation: Installation, command: tuple[str, ...], **streams: object) -> None:
    """Run a command in the database's container, with a file at one of its ends."""
    (name,) = installation.containers("postgresql")
    words = [installation.engine.program, "exec", "-i", name, *command]
    subprocess.run(words, env=installation.engine.environment, check=True, timeout=300, **streams)  # type: ignore[call-overload]
