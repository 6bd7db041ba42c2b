"""Reporting between its neighbours, whose archives have what a test says that happened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask

from services.names import SERVICES
from services.replaying import Replay
from services.reporting.counting.selection import Selection
from services.reporting.counting.tallies import Grouping, tallies
from services.reporting.models import (
    Attendance,
    AttendanceSheet,
    Base,
    EvaluationCount,
    Occasion,
    OccasionResult,
    OccasionSession,
    Registration,
    TertialResult,
)
from services.reporting.periods import parse
from shared import events
from shared.asking import Asked, InThisProcess
from shared.backbone import backbone
from shared.bus.in_process import InProcessBus
from shared.envelope import Event
from shared.events import PAGE
from shared.outbox import emit
from shared.rebuilding import rebuilds
from shared.relay import Relay
from shared.service import EXTENSION, reading, transaction
from tests.events import handed, inbox_of
from tests.reporting import stories

TOLD = (
    Occasion, OccasionSession, Registration, AttendanceSheet, Attendance, EvaluationCount, OccasionResult,
    TertialResult,
)  # fmt: skip
YEAR = parse("2026")


@dataclass
class Watched:
    """A neighbour that does something each time before it lends a slice, which may be to fail."""

    asked: Asked
    before: Callable[[int], None] = lambda _: None
    twice: bool = False  # each slice is lent again, as to a reader who was killed before noting it
    slices: int = 0

    def get(self, path: str, **query: Any) -> Any:
        """As the neighbour answers; the slices of its archive are short."""
        if path != "facts":
            return self.asked.get(path, **query)
        self.slices += 1
        self.before(self.slices)
        found = self.asked.get(path, **query | {"limit": 3})
        if self.twice and self.slices % 2:
            found["read_to"] = query["after"]
        return found


@dataclass
class Region:
    """Reporting and its two neighbours; `asked` is how a command asks them."""

    apps: Mapping[str, Flask]
    asked: dict[str, Asked] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.asked = {name: InThisProcess(app) for name, app in self.apps.items()}

    @property
    def reporting(self) -> Flask:
        """The service whose read models are rebuilt."""
        return self.apps["reporting"]

    def happened(self, *told: Event) -> None:
        """Put facts into the archives of those who tell them, and nowhere else."""
        for name in ("registration", "evaluation"):
            with self.apps[name].app_context(), transaction() as session:
                emit(session, *[event for event in told if event.type.source == name])

    def heard(self, *told: Event) -> None:
        """Hand facts to reporting, as the bus would."""
        handed(self.reporting, *told)

    def deliver(self) -> None:
        """Publish all that waits in the neighbours' outboxes; reporting hears what is meant for it."""
        receivers = dict.fromkeys(SERVICES, lambda _: None) | {"reporting": self._receive}
        for name in ("registration", "evaluation"):
            relay = Relay(self.apps[name].extensions[EXTENSION].database, InProcessBus(PAGE, receivers))
            while relay.step():
                pass
            relay.close()

    def _receive(self, bodies: Sequence[bytes]) -> None:
        with self.reporting.app_context():
            inbox_of(self.reporting).take(bodies)

    def replay(self, *, anew: bool = False) -> Replay:
        """A replay that is begun, or goes on."""
        return Replay(self.reporting, self.asked, anew=anew)

    def watch(self, before: Callable[[int], None] = lambda _: None, twice: bool = False) -> None:
        """Let something happen before each slice of registration's archive."""
        self.asked["registration"] = Watched(InThisProcess(self.apps["registration"]), before, twice)

    def contents(self) -> Mapping[str, Any]:
        """All that reporting keeps of what it was told, and the figures that come of it."""
        with self.reporting.app_context(), reading() as session:
            rows = {
                model.__tablename__: sorted(map(repr, session.execute(sa.select(model.__table__))))
                for model in TOLD
            }
            figures = tallies(session, Selection(period=YEAR), Grouping.DISTRICT)
        return rows | {"figures": dict(figures)}

    def spoil(self, statement: Any) -> None:
        """Change reporting's database past its code."""
        with self.reporting.app_context(), transaction() as session:
            session.execute(statement)

    def states(self) -> Sequence[str]:
        """What became of each rebuild, in order."""
        with self.reporting.extensions[EXTENSION].database.read() as session:
            return list(session.scalars(sa.select(rebuilds.c.state).order_by(rebuilds.c.started_at)))

    def empty(self) -> None:
        """Forget everything, for the next example."""
        for name, app in self.apps.items():
            with app.app_context(), transaction() as session:
                own = reversed(Base.metadata.sorted_tables) if name == "reporting" else ()
                for table in (*own, *backbone.sorted_tables):
                    session.execute(sa.delete(table))


def told() -> list[Event]:
    """Enough to fill several short slices of both archives: two occasions, corrected, cancelled, answered."""
    first, second = stories.meeting("a1", "2026-03-12"), stories.meeting("b1", "2026-09-02", 2)
    names = [f"r{number}" for number in range(6)]
    return [
        stories.occasion("a", [first], events.OccasionPublished, 1),
        stories.occasion("b", [second], events.OccasionPublished, 1),
        *(stories.registration(name, "a" if number % 2 else "b") for number, name in enumerate(names)),
        stories.registration("r1", "a", "r1", events.RegistrationCancelled, 2),
        stories.registration("r2", "b", "r2", events.RegistrationChanged, 2, **stories.FARSTA),
        stories.attendance("a", first, ["r3"]),
        stories.attendance("a", first, ["r3", "r5"], 2),
        stories.occasion("a", [first]),
        stories.responses("a", "open", 2, 1),
        stories.responses("a", "closed", 2, 2, 2),
        stories.results("a", 0, 0, 1, 2, 3),
        stories.tertial("2026-T1", stories.cut("total", "", 0, 0, 1, 2, 3)),
    ]
