"""What drives one occasion on behalf of the state machine, and reads what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine

from services.registration.models import Occasion, Registration
from shared import clock
from shared.envelope import decode
from shared.events import PAGE
from shared.outbox import outbox
from shared.service import reading
from shared.web import Problem
from tests.registration.office import Office
from tests.registration.places_model import TAKEN, PlacesModel
from tests.registration.samples import sample_participant

STARTS = 240  # hours


class PlacesDriver(RuleBasedStateMachine):
    """The office, the model, and all that was told of the occasion."""

    model: PlacesModel
    occasion: Occasion
    seen: int

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.office = Office(app)
        self.begins = clock.now()
        self.named = 0
        self.told: dict[str, dict[str, Any]] = {}
        self.versions: dict[str, int] = {}

    def teardown(self) -> None:
        """Call the occasion off, so that nothing of it is left to expire in the next example."""
        if hasattr(self, "occasion"):
            self._does("cancel_occasion", self.occasion.id, "Kursledaren är sjuk.")

    def _does(self, name: str, *arguments: Any) -> Any:
        with self._now():
            return self.office.does(name, *arguments)

    def _refused(self, late: type[Problem], full: Any, name: str, new: dict[str, Any]) -> None:
        with pytest.raises(late if self.model.hour >= STARTS else full):
            self._does(name, self.occasion.id, new)

    @contextmanager
    def _now(self) -> Iterator[datetime]:
        moment = self.begins + timedelta(hours=(getattr(self, "model", None) and self.model.hour) or 0)
        with clock.at(moment):
            yield moment

    def _person(self, **given: Any) -> dict[str, Any]:
        self.named += 1
        unique = f"person{self.named}.{id(self)}"
        return sample_participant(unique, manager=self._manager(), **given)

    def _manager(self) -> dict[str, str] | None:
        if not self.model.approval:
            return None
        return {"given_name": "Maria", "family_name": "Chef", "email": "maria.chef@huddinge.example"}

    def _one_of(self, pick: int, *statuses: str) -> UUID:
        found = self.model.are(*statuses)
        return found[pick % len(found)]

    def _in_groups(self, *statuses: str) -> list[UUID]:
        people = self.model.people
        return [key for key in self.model.are(*statuses) if people[key].party not in people]

    def _unnamed(self) -> list[UUID]:
        living = self.model.are("waiting", *TAKEN)
        return [key for key in living if self.told[str(key)]["contact_id"] is None]

    def _to_approve(self) -> list[UUID]:
        return [key for key in self.model.are("held") if key not in self._unnamed()]

    def _position(self, key: UUID) -> int | None:
        waiting = self.model.are("waiting")
        return waiting.index(key) + 1 if key in waiting else None

    def _rows(self) -> list[Registration]:
        query = sa.select(Registration).where(Registration.occasion_id == self.occasion.id)
        with self.office.app.app_context(), reading() as session:
            return list(session.scalars(query.order_by(Registration.queue_number)))

    def _last_sequence(self) -> int:
        with self.office.app.app_context(), reading() as session:
            return session.scalar(sa.select(sa.func.max(outbox.c.sequence))) or 0

    def _new_events(self) -> Iterator[Any]:
        query = sa.select(outbox.c.sequence, outbox.c.body).where(outbox.c.sequence > self.seen)
        with self.office.app.app_context(), reading() as session:
            rows = session.execute(query.order_by(outbox.c.sequence)).all()
        for row in rows:
            self.seen = row.sequence
            yield decode(bytes(row.body), PAGE)
