"""What goes wrong in a seed, and at which of the journey's steps: the same seed gives the same plan."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from services.names import SERVICES

Arguments = tuple[Any, ...]

# Who passes each point, and how often at the most before it strikes: those who pass it seldom, sooner.
_RELAY = ("events_selected", "events_published", "events_confirmed")
_CONSUMER = ("handler_called", "batch_handled", "batch_committed")
ARMED: tuple[tuple[tuple[str, str], tuple[str, ...], int], ...] = (
    (("web", "registration"), ("change_committed",), 120),
    (("web", "evaluation"), ("change_committed",), 40),
    (("worker", "registration"), _RELAY, 15),
    (("worker", "registration"), _RELAY, 3),
    (("worker", "evaluation"), (*_RELAY, *_CONSUMER), 3),
    (("worker", "notifications"), _CONSUMER, 15),
    (("worker", "notifications"), ("letter_taken",), 60),
    (("worker", "reporting"), _CONSUMER, 10),
)


@dataclass(frozen=True)
class Fault:
    """What happens when the journey has come to a step."""

    step: int
    name: str
    arguments: Arguments = ()

    def __str__(self) -> str:
        return f"{self.step:5} {self.name}{self.arguments or ''}"


@dataclass(frozen=True)
class Plan:
    """A seed's faults in their order, and the services that have two workers."""

    seed: int
    twice: tuple[str, ...]
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        return "\n".join([f"seed {self.seed}, two workers: {', '.join(self.twice)}", *map(str, self.faults)])


def make_plan(seed: int, steps: int) -> Plan:
    """From nine to fourteen faults over a journey of so many steps."""
    random = Random(seed)
    twice = tuple(sorted({"registration", random.choice(SERVICES)}))
    kinds = [name for name, (_, often) in _KINDS.items() for _ in range(often)]
    chosen = [random.choice(kinds) for _ in range(random.randint(9, 14))]
    for name in _SELDOM:  # they cost seconds each
        for extra in [place for place, kind in enumerate(chosen) if kind == name][1:]:
            chosen[extra] = "kill"
    # In a third of all seeds everything happens at two moments, as when a machine goes.
    moments = [random.randrange(1, steps) for _ in range(2 if random.random() < 1 / 3 else steps)]
    faults = [Fault(random.choice(moments), name, _KINDS[name][0](random, twice)) for name in chosen]
    return Plan(seed, twice, tuple(sorted(faults, key=lambda fault: fault.step)))


def _anybody(random: Random, twice: tuple[str, ...]) -> Arguments:
    return (random.choice([("web", random.choice(SERVICES), 1), _worker(random, twice)]),)


def _worker(random: Random, twice: tuple[str, ...]) -> tuple[str, str, int]:
    service = random.choice(SERVICES)
    return "worker", service, random.randint(1, 2 if service in twice else 1)


def _armed(random: Random, twice: tuple[str, ...]) -> Arguments:
    (kind, service), points, most = random.choice(ARMED)
    number = random.randint(1, 2) if kind == "worker" and service in twice else 1
    return (kind, service, number), f"{random.choice(points)}:{random.randint(1, most)}"


def _away(longest: float) -> Callable[[Random, tuple[str, ...]], Arguments]:
    return lambda random, _: (round(random.uniform(0.1, longest), 1),)


def _ended(longest: float) -> Callable[[Random, tuple[str, ...]], Arguments]:
    return lambda random, _: (random.choice(("stop", "kill")), round(random.uniform(0.1, longest), 1))


def _service(random: Random, _twice: tuple[str, ...]) -> Arguments:
    return (random.choice(SERVICES),)


def _frozen(random: Random, _twice: tuple[str, ...]) -> Arguments:
    return random.choice(SERVICES), round(random.uniform(0.5, 3.0), 1), random.random() < 0.5


def _drawn(random: Random, _twice: tuple[str, ...]) -> Arguments:
    return (random.randrange(2**32),)


# How each fault's arguments are drawn, and how often it is chosen.
_KINDS: dict[str, tuple[Callable[[Random, tuple[str, ...]], Arguments], int]] = {
    "kill": (_anybody, 6),
    "kill_everybody": (lambda *_: (), 1),
    "kill_child": (lambda *_: (("web", "registration", 1),), 1),
    "arm": (_armed, 7),
    "terminate": (_anybody, 1),
    "end_broker": (_ended(2.0), 2),
    "cut_broker": (lambda *_: (), 2),
    "end_database": (_ended(1.5), 2),
    "cut_database": (_service, 3),
    "mail_away": (_away(2.5), 2),
    "mail_put_off": (_away(1.5), 1),
    "freeze_leader": (_frozen, 3),
    "drop_binding": (_away(2.0), 1),
    "poison": (_drawn, 2),
    "five_times": (_drawn, 3),
}
_SELDOM = ("end_broker", "end_database", "mail_away", "drop_binding")
