"""Playing a plan through the four services, hour by hour on a clock of its own."""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.demo.activities import Activities
from services.demo.askings import Asking, Askings
from services.demo.coming import Coming
from services.demo.comments import Comments
from services.demo.held import Entry, Held
from services.demo.ledger import Ledger
from services.demo.letters import Letters
from services.demo.office import open_office
from services.demo.plan import Plan
from services.demo.running import Running
from services.demo.surveys import Surveys
from services.embedded import Embedded
from services.registration import queries
from shared import clock
from shared.service import transaction

MORNING, EVENING = time(8, 30, tzinfo=UTC), time(22, tzinfo=UTC)
QUIET_DAYS = 3  # where nobody does anything, the services settle their own at this distance


@dataclass(frozen=True)
class Step:
    """Something that happens at a moment; steps of one moment go by their number."""

    at: datetime
    number: int
    act: Callable[[], None]


class Play:
    """One playing of a plan on an installation; `ledger` tells afterwards what went in."""

    def __init__(self, embedded: Embedded, plan: Plan) -> None:
        self._embedded = embedded
        self._letters = Letters(embedded.data / "mailbox")
        self._approvals: dict[UUID, str] = {}
        self.askings = Askings(self.at)
        self.plan = plan
        self.ledger = Ledger()
        self.activities = Activities()
        self.lecturers: list[UUID] = []
        self.running = [Running(self, planned) for planned in plan.occasions]

    def steps(self, until: datetime) -> list[Step]:
        """Everything that happens before `until`, in its order.

        In the evening the services settle their own, and each morning people answer their mail.
        """
        own = (Surveys(self, self.plan.start).steps(), Comments(self, self.plan.start).steps())
        acts = chain(*(running.steps() for running in self.running), *own)
        due = [Step(at, number, act) for number, (at, act) in enumerate(acts) if at < until]
        first = min(step.at for step in due)
        due.append(Step(first - timedelta(hours=1), 0, self._open_office))
        busy, day = {step.at.date() for step in due}, first.date()
        while datetime.combine(day, EVENING) < until:
            due.append(Step(datetime.combine(day, MORNING), 0, self._read_mail))
            if day in busy or day.toordinal() % QUIET_DAYS == 0:
                due.append(Step(datetime.combine(day, EVENING), 0, self._settle))
            day += timedelta(days=1)
        due = [step for step in due if step.at < until]
        due.append(Step(until, 0, self._settle))
        return sorted(due, key=lambda step: (step.at, step.number))

    def run(self, steps: Iterable[Step]) -> None:
        """Play these steps, each at its time: mails, closings and publications among them."""
        for step in steps:
            with clock.at(step.at):
                step.act()

    @contextmanager
    def at(self, service: str) -> Iterator[Session]:
        """A transaction of a service."""
        with self._embedded.apps[service].app_context(), transaction() as session:
            yield session

    def person(self, number: int) -> dict[str, Any]:
        """What a person writes of themself in a form."""
        return dict(vars(self.plan.people[number]))

    def approval_token(self, entry: Entry) -> str | None:
        """The secret of the link that the manager was sent for a place."""
        return self._approvals.get(entry.id)

    def answer(self, coming: Coming, occasion: Held) -> None:
        """Answer an evaluation by the link in the mail; those who got no mail cannot."""
        person = self.plan.people[coming.person]
        asking = occasion.asking
        asked = asking.people.get(person.email) if asking else None
        if asking and asked and (len(asked.tokens) > 1 or not coming.needs_reminder):
            self.askings.answer(asking, asked, random.Random(person.email), coming.answers)
            occasion.answered += 1

    def _open_office(self) -> None:
        with self.at("registration") as session:
            self.lecturers = open_office(session, self.plan)

    def _settle(self) -> None:
        for held in self.ledger.occasions:
            held.end_the_day()
        self._embedded.settle()
        self._letters.open_new()
        for asking in self.askings.take(self._letters.take_questions()):
            self._note(asking)
        with self.at("registration") as session:
            for token in self._letters.take_approvals():
                self._approvals[queries.find_approval(session, token).registration.id] = token

    def _note(self, asking: Asking) -> None:
        for held in self.ledger.occasions:
            if asking.purpose == "occasion" and held.id == asking.occasion_id:
                held.asking = asking

    def _read_mail(self) -> None:
        for running in self.running:
            running.read_mail()
        self.askings.read_mail()
