"""The office at work: the operations by short names, each in a transaction of its own."""

from typing import Any
from uuid import UUID

from flask import Flask

from services.registration import operations, queries
from services.registration.models import Occasion
from services.registration.operations import GroupReceipt, Receipt
from services.registration.queries.enrolments import list_enrolments
from shared.envelope import Event, EventType
from shared.service import reading, transaction
from tests.events import emitted
from tests.registration.samples import sample_activity, sample_group, sample_occasion, sample_participant


class Office:
    """Does what coordinators and participants do."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def does(self, name: str, *arguments: Any, **options: Any) -> Any:
        """Run an operation by its name."""
        with self.app.app_context(), transaction() as session:
            return getattr(operations, name)(session, *arguments, **options)

    def draft(self, activity: UUID | None = None, **given: Any) -> Occasion:
        """A draft, of a new activity unless one is given."""
        activity = activity or self.does("create_activity", sample_activity()).id
        occasion: Occasion = self.does("create_occasion", activity, sample_occasion(**given))
        return occasion

    def open_occasion(self, activity: UUID | None = None, **given: Any) -> Occasion:
        """A published occasion."""
        occasion = self.draft(activity, **given)
        self.does("publish_occasion", occasion.id)
        return occasion

    def register(self, occasion: Occasion, name: str = "Anna", **given: Any) -> Receipt:
        """Register somebody of that name."""
        receipt: Receipt = self.does("register_participant", occasion.id, sample_participant(name, **given))
        return receipt

    def fill(self, occasion: Occasion, *names: str) -> list[Receipt]:
        """Register several people, in that order."""
        return [self.register(occasion, name) for name in names]

    def register_group(self, occasion: Occasion, *names: str | None, **given: Any) -> GroupReceipt:
        """Register people of these names as a group; None is a place to be named."""
        people = [sample_participant(name) if name else {} for name in names]
        receipt: GroupReceipt = self.does("register_group", occasion.id, sample_group(*people, **given))
        return receipt

    def cancel(self, receipt: Receipt, by: str = "participant") -> None:
        """Cancel a registration."""
        self.does("cancel_registration", receipt.id, by)

    def attend(self, occasion: Occasion, *receipts: Receipt, session: int = 0) -> None:
        """Record those present at one of the sessions."""
        session_id = self.now(occasion).sessions[session].id
        self.does("record_attendance", session_id, [receipt.id for receipt in receipts])

    def now(self, occasion: Occasion) -> Occasion:
        """The occasion as it is in the database."""
        with self.app.app_context(), reading() as session:
            return queries.find_occasion(session, occasion.id)

    def standing(self, occasion: Occasion) -> dict[str, tuple[str, int | None]]:
        """Each participant's status and position."""
        with self.app.app_context(), reading() as session:
            found = list_enrolments(session, occasion.id)
        return {item.given_name: (item.status, item.position) for item in found}

    def events(self, kind: EventType) -> list[Event]:
        """What was emitted of one type."""
        return [event for event in emitted(self.app) if event.type is kind]
