"""Two sizes of the same: a small year around today for a first look, and a whole one as a region has it."""

import sys
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import click

from services.demo.compare import Line, Report, compare
from services.demo.plan import plan_year
from services.demo.play import Play, Step
from services.demo.today import happen_today
from services.embedded import Embedded
from services.registration.staff.tokens import create_token
from shared import clock
from shared.region import Region
from shared.service import EXTENSION, Service, transaction

SEED = 2550
OCCASIONS, PERSONS = 120, 2550


def play_sample_year(embedded: Embedded) -> None:
    """Fill an empty installation with some occasions, eight months behind today and four ahead."""
    start = clock.today() - timedelta(days=250)
    plan = plan_year(
        _region(embedded), start, SEED, persons=260, occasions=24, places=16, lately=_last_weekday()
    )
    play, now = Play(embedded, plan), clock.now()
    latest = Step(now - timedelta(minutes=40), 0, partial(happen_today, play))
    _run(play, sorted([*play.steps(now), latest], key=lambda step: step.at), "A small year is played")


def play_whole_year(embedded: Embedded, year: int, seed: int) -> None:
    """Play a region's whole year, then hold the report against what went in.

    Ends the command with exit code 1 on any difference.
    """
    plan = plan_year(_region(embedded), date(year, 1, 1), seed, persons=PERSONS, occasions=OCCASIONS)
    play = Play(embedded, plan)
    _run(play, play.steps(min(clock.now(), plan.ends_at)), f"The year {year} is played")
    periods = [str(year), *(f"{year}-T{number}" for number in (1, 2, 3))]
    lines = list(compare(play.ledger, Report(embedded.apps["reporting"], _token(embedded)), periods))
    _tell(lines)
    if any(line.differs for line in lines):
        sys.exit(1)


def _last_weekday() -> date:
    """Some days ago: whoever was at a course then is being asked about it, and some have answered."""
    day = clock.today() - timedelta(days=6)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _run(play: Play, steps: Sequence[Step], title: str) -> None:
    with click.progressbar(steps, label=title, file=sys.stderr, show_pos=True) as progress:
        play.run(progress)


def _tell(lines: list[Line]) -> None:
    click.echo(f"{'Period':9}{'Row':34}{'Measure':16}{'Went in':>10}{'Reported':>10}")
    for line in lines:
        sign = click.style("  differs", fg="red") if line.differs else ""
        figures = f"{line.went_in:10g}{line.reported:10g}"
        click.echo(f"{line.period:9}{line.row[:33]:34}{line.measure:16}{figures}{sign}")
    different = sum(line.differs for line in lines)
    click.echo(f"{len(lines)} figures compared, {different} differ.")


def _region(embedded: Embedded) -> Region:
    service: Service = embedded.apps["registration"].extensions[EXTENSION]
    return service.region


def _token(embedded: Embedded) -> str:
    with embedded.apps["registration"].app_context(), transaction() as session:
        token = create_token(session, "admin", "Demo year")
    embedded.settle()
    return token
