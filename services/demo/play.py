"""Playing a plan through the four services, hour by hour on a clock of its own."""

import email
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from email.utils import parseaddr
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from services.demo.ledger import Attended, Held, Ledger
from services.demo.plan import Plan, PlannedOccasion, PlannedRegistration
from services.embedded import Embedded
from services.evaluation import operations as evaluation
from services.registration import operations as registration
from shared import clock
from shared.service import transaction
from shared.web import Problem

_LINK = re.compile(r"/evaluation/answer/([\w-]+)")


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
        self._plan = plan
        self._activities: dict[str, UUID] = {}
        self._letters = _Letters(embedded.data / "mailbox")
        self.ledger = Ledger([(person.municipality, person.district) for person in plan.people])

    def steps(self, until: datetime) -> list[Step]:
        """Everything that happens before `until`, in its order; each evening the services settle their own."""
        due = [step for step in self._acts() if step.at < until]
        evening = min(step.at for step in due).replace(hour=22, minute=0)
        while evening < until:
            due.append(Step(evening, 0, self._settle))
            evening += timedelta(days=1)
        due.append(Step(until, 0, self._settle))
        return sorted(due, key=lambda step: (step.at, step.number))

    def run(self, steps: Iterable[Step]) -> None:
        """Play these steps, each at its time: mails, closings and publications among them."""
        for step in steps:
            with clock.at(step.at):
                step.act()

    def _settle(self) -> None:
        self._embedded.settle()
        self._letters.open_new()

    def _acts(self) -> Iterator[Step]:
        number = 0
        for planned in self._plan.occasions:
            running = _Running(self, planned)
            for at, act in running.steps():
                number += 1
                yield Step(at, number, act)

    def registering(self) -> "_At":
        """A transaction of the registration service."""
        return _At(self._embedded.apps["registration"])

    def activity(self, planned: PlannedOccasion) -> UUID:
        """The activity of an occasion, made when it is first held."""
        offer = planned.offer
        if offer.title not in self._activities:
            new = {
                name: getattr(offer, name)
                for name in ("title", "kind", "form", "area", "audience", "description", "fee")
            }
            with self.registering() as session:
                self._activities[offer.title] = registration.create_activity(session, new).id
        return self._activities[offer.title]

    def participant(self, number: int) -> dict[str, Any]:
        """What a person writes in the form."""
        return dict(vars(self._plan.people[number]))

    def answer(self, number: int, occasion: Held, answers: dict[str, object]) -> None:
        """Answer an evaluation by the link in the mail; those who got no mail cannot."""
        for token in self._letters.tokens(self._plan.people[number].email):
            with _At(self._embedded.apps["evaluation"]) as session:
                if _asks_about(session, token, occasion.id):
                    evaluation.answer(session, token, answers)
                    occasion.answered += 1


class _Running:
    """One occasion on its way through the year."""

    def __init__(self, play: Play, planned: PlannedOccasion) -> None:
        self._play = play
        self._planned = planned
        self._held: Held
        self._session_ids: list[UUID] = []

    def steps(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        planned = self._planned
        yield planned.published_at, self._publish
        if planned.is_called_off:
            called_off_at = planned.sessions[0][0] - timedelta(days=9)
            for coming in planned.registrations:
                if coming.at < called_off_at:
                    yield coming.at, partial(self._register, coming)
            yield called_off_at, self._call_off
            return
        for coming in planned.registrations:
            yield coming.at, partial(self._register, coming)
            if coming.cancels_at:
                yield coming.cancels_at, partial(self._cancel, coming)
        for number, (_, ends_at, _) in enumerate(planned.sessions):
            yield ends_at, partial(self._take_attendance, number)
        completed = planned.sessions[-1][1] + timedelta(hours=1)
        yield completed, self._complete
        for coming in planned.registrations:
            if coming.answers_after:
                yield completed + coming.answers_after, partial(self._answer, coming)

    def _publish(self) -> None:
        activity = self._play.activity(self._planned)
        sessions = [
            {"starts_at": starts, "ends_at": ends, "venue": venue}
            for starts, ends, venue in self._planned.sessions
        ]
        closes = self._planned.sessions[0][0] - timedelta(days=1)
        new = {"places": self._planned.places, "closes_at": closes, "sessions": sessions}
        with self._play.registering() as session:
            occasion = registration.create_occasion(session, activity, new)
            registration.publish_occasion(session, occasion.id)
            self._held = Held(occasion.id, self._planned.offer.title, self._planned.sessions[-1][1])
            self._session_ids = [
                item.id for item in sorted(occasion.sessions, key=lambda item: item.starts_at)
            ]
        self._play.ledger.occasions.append(self._held)

    def _register(self, coming: PlannedRegistration) -> None:
        with self._play.registering() as session:
            receipt = registration.register_participant(
                session, self._held.id, self._play.participant(coming.person)
            )
        has_place = len(self._held.confirmed) < self._planned.places and not self._held.waiting
        seats = self._held.confirmed if has_place else self._held.waiting
        seats[coming.person] = receipt.id

    def _cancel(self, coming: PlannedRegistration) -> None:
        held = self._held
        was_confirmed = coming.person in held.confirmed
        registration_id = (held.confirmed if was_confirmed else held.waiting).pop(coming.person)
        with self._play.registering() as session:
            registration.cancel_registration(session, registration_id, "participant")
        held.cancelled.append(coming.person)
        if was_confirmed and held.waiting:
            head = next(iter(held.waiting))
            held.confirmed[head] = held.waiting.pop(head)

    def _call_off(self) -> None:
        with self._play.registering() as session:
            registration.cancel_occasion(session, self._held.id, "Föreläsaren är sjuk.")
        self._held.state = "cancelled"

    def _take_attendance(self, number: int) -> None:
        starts, ends, _ = self._planned.sessions[number]
        absent = {item.person for item in self._planned.registrations if number in item.absent_from}
        here = [person for person in self._held.confirmed if person not in absent]
        present = [self._held.confirmed[person] for person in here]
        with self._play.registering() as session:
            registration.record_attendance(session, self._session_ids[number], present)
        hours = (ends - starts).total_seconds() / 3600
        places = self._play.ledger.places
        self._held.attended += [Attended(person, places[person], starts, hours) for person in here]

    def _complete(self) -> None:
        with self._play.registering() as session:
            registration.complete_occasion(session, self._held.id)
        self._held.state = "completed"

    def _answer(self, coming: PlannedRegistration) -> None:
        if coming.person in self._held.present:
            self._play.answer(coming.person, self._held, coming.answers)


class _At:
    """A transaction in the application context of one service."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stack = ExitStack()

    def __enter__(self) -> Any:
        self._stack.enter_context(self._app.app_context())
        return self._stack.enter_context(transaction())

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)


class _Letters:
    """The answer links that lie in the mailbox, by address: each letter is opened once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: set[str] = set()
        self._tokens: dict[str, list[str]] = defaultdict(list)

    def open_new(self) -> None:
        """Read what has come since the last time."""
        for name in sorted(set(os.listdir(self._folder)) - self._read):
            self._read.add(name)
            letter = email.message_from_bytes((self._folder / name).read_bytes())
            if link := _LINK.search(_plain_text(letter)):
                self._tokens[parseaddr(letter["To"])[1]].append(link[1])

    def tokens(self, address: str) -> list[str]:
        """Every token that an address was sent."""
        return self._tokens[address]


def _asks_about(session: Session, token: str, occasion_id: UUID) -> bool:
    try:
        return evaluation.open_invitation(session, token).occasion_id == occasion_id
    except Problem:
        return False  # used or closed: an invitation to an earlier occasion


def _plain_text(letter: Message) -> str:
    part = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    return bytes(part.get_payload(decode=True)).decode()
