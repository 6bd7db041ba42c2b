"""Trying one seed: its journey under its faults, and what became of it."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import psycopg

from services.names import SERVICES
from tests.faults.breaking import Breaker
from tests.faults.client import Client
from tests.faults.findings import Findings
from tests.faults.journey import Journey
from tests.faults.ledger import Ledger
from tests.faults.oracle import broken
from tests.faults.plan import Fault, Plan, make_plan
from tests.faults.script import Script
from tests.faults.settling import Settling
from tests.faults.supervisor import Supervisor, processes
from tests.faults.world import World
from tests.servers.guardian import wait_until

SETTLED_WITHIN, LONGEST = 60.0, 240.0  # seconds


@dataclass
class Outcome:
    """What became of one seed."""

    plan: Plan
    seconds: float = 0.0
    steps: int = 0
    deaths: int = 0
    unburnt: int = 0
    letters: int = 0
    uncertain: int = 0
    parts: dict[str, float] = field(default_factory=dict)
    troubles: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    not_made: list[str] = field(default_factory=list)

    def lasted(self, what: str, began: float) -> None:
        """Note how long something took, after all that came before."""
        self.parts[what] = monotonic() - began - sum(self.parts.values())

    def __str__(self) -> str:
        """One line; and of one that failed, all there is to know."""
        line = (
            f"seed {self.plan.seed}: {'RED' if self.wrong else 'green'}, {self.seconds:.1f} s"
            f" ({', '.join(f'{what} {part:.1f}' for what, part in self.parts.items())}), {self.steps} steps,"
            f" {len(self.plan.faults)} faults, {self.deaths} deaths, {self.unburnt} points not reached,"
            f" {self.letters} letters, {self.uncertain} of them taken and not noted"
        )
        more = [f"  not made: {what}" for what in self.not_made]
        more.append(f"  logged: {', '.join(f'{what} {count}' for what, count in self.troubles.items())}")
        if self.wrong:
            more += [str(self.plan), *(f"  {what}" for what in self.wrong)]
        return "\n".join([line, *more])


def try_seed(servers: World, seed: int, people: int, folder: Path) -> Outcome:
    """Play one journey under the faults of its seed, and judge it."""
    script = Script(seed, people)
    outcome, began = Outcome(make_plan(seed, script.steps)), monotonic()
    try:
        _try(servers, script, outcome, folder)
    except Exception as error:
        outcome.wrong.append(f"came to no end: {type(error).__name__}: {error}")
    outcome.seconds = monotonic() - began
    return outcome


def _try(servers: World, script: Script, outcome: Outcome, folder: Path) -> None:
    began = monotonic()
    servers.letters.begin()
    with processes(servers, folder, outcome.plan.twice) as supervisor:
        outcome.lasted("start", began)
        client = Client({name: supervisor.url(name) for name in SERVICES}, supervisor.staff_token())
        journey, breaker = Journey(client, servers.letters, script), Breaker(supervisor)
        _wait_for_access(client)
        journey.prepare()
        outcome.lasted("opening", began)
        _play(supervisor, journey, breaker, outcome.plan)
        outcome.lasted("journey", began)
        outcome.wrong, outcome.uncertain = _judge(supervisor, journey, breaker, script)
        outcome.lasted("judging", began)
        outcome.troubles = dict(supervisor.troubles().most_common())
        outcome.steps, outcome.deaths, outcome.unburnt = journey.step, supervisor.deaths, supervisor.unburnt()
    outcome.letters = len(servers.letters.taken)
    if outcome.uncertain and not any(map(_interrupts_mail, outcome.plan.faults)):
        outcome.wrong.append("letters were taken and not noted, though nothing stopped their sender")
    outcome.not_made = breaker.failed


def _interrupts_mail(fault: Fault) -> bool:
    """Whether a fault may come between a mail server's yes and the commit of it."""
    if fault.name in ("kill", "arm"):
        return fault.arguments[0][:2] == ("worker", "notifications")
    return fault.name in ("mail_away", "kill_everybody")


def _wait_for_access(client: Client) -> None:
    """The token is known everywhere once its event has arrived."""
    paths = [f"/{name}/api/" + path for name, path in (("evaluation", "evaluations"), ("reporting", "goals"))]
    assert wait_until(lambda: all(client.ask("GET", it, as_staff=True).ok for it in paths), 20, every=0.1)


def _play(supervisor: Supervisor, journey: Journey, breaker: Breaker, plan: Plan) -> None:
    """The journey and its faults, side by side; nobody waits the minutes after which a letter goes again."""
    playing = threading.Thread(target=journey.play, daemon=True)
    playing.start()
    waiting = lambda step: journey.wait_for_step(step, lambda: not playing.is_alive())  # noqa: E731
    breaking = threading.Thread(target=breaker.carry_out, args=[plan.faults, waiting], daemon=True)
    breaking.start()
    settling, until = Settling(supervisor.databases), monotonic() + LONGEST
    while (playing.is_alive() or breaking.is_alive()) and monotonic() < until:
        with suppress(psycopg.Error):
            settling.hasten_letters()
        playing.join(1.0)
        breaking.join(0.1)
    if playing.is_alive() or breaking.is_alive():
        journey.wrong.append("the journey never ended")


def _judge(
    supervisor: Supervisor, journey: Journey, breaker: Breaker, script: Script
) -> tuple[list[str], int]:
    settling = Settling(supervisor.databases)
    is_calm = settling.wait(SETTLED_WITHIN)
    wrong = [*journey.wrong, *supervisor.wrong()]
    if not is_calm:
        wrong.append(f"not at rest after {SETTLED_WITHIN:.0f} s: {settling.left or 'events on their way'}")
    found = Findings(
        Ledger.read(supervisor.databases),
        journey.accepted,
        journey.occasions,
        script.places,
        supervisor.world.letters,
        breaker.poison,
        journey.client,
        supervisor.settings["RABBITMQ_URL"],
    )
    return wrong + broken(found), found.uncertain()
