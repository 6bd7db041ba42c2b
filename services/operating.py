"""`replay` and `reconcile` as an operator sees them: where the services are, progress, and what was found."""

import sys
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from flask import Flask

from services.names import SERVICES, module
from services.reconciling import differences, differing_groups, still
from services.replaying import Progress, Replay
from shared import clock
from shared.asking import Asked, InThisProcess, NoAnswer, neighbours_of
from shared.rebuilding.beginning import SchemaIsOld
from shared.rebuilding.swap import RebuildHasEnded
from shared.settings import load

# Seconds between two looks at what differed: it may only be on its way.
PAUSE = 1.0
_SHOWN = 50


class Operated:
    """The services as they run here: the applications of a data folder, or addresses behind HTTP."""

    def __init__(self, reported: Flask, asked: Mapping[str, Asked]) -> None:
        self.app = reported
        self.asked = asked

    @classmethod
    def at(cls, data: Path | None) -> "Operated":
        """Those of a data folder, beside whose server a command may run, or those of the environment."""
        if data is not None:
            apps = {name: application(name, data) for name in SERVICES}
            return cls(apps["reporting"], {name: InThisProcess(app) for name, app in apps.items()})
        app = application("reporting", None)
        return cls(app, neighbours_of(app, *SERVICES))


def replay(data: Path | None, anew: bool) -> None:
    """Rebuild reporting's read models, and tell what that changed; exits with 1 if anything still differs."""
    operated = Operated.at(data)
    try:
        before = len(_differences(operated, timedelta()))
        rebuild = Replay(operated.app, operated.asked, anew=anew)
        if rebuild.is_resumed:
            click.echo("Going on with the replay that was begun earlier.", err=True)
        facts = rebuild.run(_Shown())
        after = _differences(operated, timedelta(seconds=15))
    except NoAnswer as error:
        sys.exit(f"{error}. What readers have is as it was; start again to go on.")
    except SchemaIsOld:
        sys.exit("The database is older than this program: run `migrate reporting` first.")
    except RebuildHasEnded:
        sys.exit("Another replay took over, or this one was given up: see reporting's log.")
    click.echo(f"{facts} facts read, {before} differences before, {len(after)} after.")
    _tell(after)


def reconcile(data: Path | None, patience: int) -> None:
    """Name every difference; exits with 1 where there is one, with 2 where a service does not answer."""
    try:
        found = _differences(Operated.at(data), timedelta(seconds=patience))
    except NoAnswer as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(
        f"{len(found)} differences." if found else "Reporting agrees with registration and evaluation."
    )
    _tell(found)


def _differences(operated: Operated, patience: timedelta) -> list[Any]:
    """The differences that are left when what was on its way has arrived, or patience ends."""
    groups, until = differing_groups(operated.asked), clock.now() + patience
    while groups and clock.now() < until:
        threading.Event().wait(PAUSE)
        groups = still(operated.asked, groups)
    return differences(operated.asked, groups)


def _tell(found: list[Any]) -> None:
    for difference in found[:_SHOWN]:
        click.echo(f"  {difference}")
    if len(found) > _SHOWN:
        click.echo(f"  and {len(found) - _SHOWN} more.")
    if found:
        sys.exit(1)


class _Shown:
    """Progress bars, one for each archive."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._of: str | None = None

    def __call__(self, progress: Progress) -> None:
        if progress.neighbour != self._of:
            label = f"Reading the facts of {progress.neighbour}"
            self._bar = click.progressbar(length=max(progress.last, 1), label=label, file=sys.stderr)
            self._of = progress.neighbour
        self._bar.update(progress.read_to - self._bar.pos)
        if progress.read_to >= progress.last:
            self._bar.render_finish()


def application(name: str, data: Path | None) -> Flask:
    """One service's application, on a data folder or with the settings of the environment."""
    given = _in_folder(name, data) if data else {}
    # What a command says stands on standard output too, where a line for each question would tear it apart.
    settings = load(module(name, "settings").Settings, **given, log_level="warning")
    made: Flask = module(name, "app").create_app(settings)
    return made


def _in_folder(name: str, data: Path) -> Mapping[str, Any]:
    return {
        "database_url": f"sqlite:///{data / name}.sqlite",
        "secret_key": (data / "secret").read_text(),
        "log_format": "console",
    }
