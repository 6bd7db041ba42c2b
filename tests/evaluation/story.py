"""What happens to the evaluation service in a test: occasions are completed, people answer, time passes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask

from services.evaluation import operations, schedule
from services.evaluation.models import Evaluation, QuestionnaireVersion, StoredQuestionnaire
from services.evaluation.operations.surveys import create_survey
from shared import clock, events
from shared.auth.tokens import fingerprint
from shared.envelope import Event
from shared.service import EXTENSION, transaction
from tests.events import emitted, handed
from tests.servers.guardian import wait_until

PATIENCE = 30.0  # seconds: as long as another test may keep a transaction open
HELD = datetime(2026, 3, 12, 14, tzinfo=UTC)
Person = dict[str, Any]


def person(**facts: Any) -> Person:
    """Somebody who was present."""
    ordinary = {
        "municipality": "0114",
        "district": None,
        "employer": "municipal",
        "side": "provider",
        "role": "nurse",
    }
    return {"registration_id": uuid4(), "contact_id": uuid4(), **ordinary, **facts}


def people(count: int, **facts: Any) -> list[Person]:
    """So many, all with the same facts."""
    return [person(**facts) for _ in range(count)]


def completed(
    present: Sequence[Person],
    *,
    occasion_id: UUID | None = None,
    version: int = 5,
    ends_at: datetime = HELD,
    **state: Any,
) -> Event:
    """An occasion was held, with these people."""
    given = {
        "activity_id": uuid4(),
        "title": "Lågaffektivt bemötande",
        "kind": "course",
        "form": "procured",
        "area": None,
        "is_new_activity": False,
        "lecturer_contact_id": None,
        "places": 30,
        "state": "completed",
        "closes_at": None,
        "sessions": [
            {
                "id": uuid4(),
                "starts_at": ends_at - timedelta(hours=6),
                "ends_at": ends_at,
                "venue": "Forum Carpe",
            }
        ],
    }
    return events.OccasionCompleted(
        occasion_id or uuid4(), version=version, **given | state, present=list(present)
    )


class Story:
    """One service, and the world around it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.database = app.extensions[EXTENSION].database

    @contextmanager
    def at(self, moment: datetime = HELD) -> Iterator[None]:
        """Work at another moment."""
        with clock.at(moment), self.app.app_context():
            yield

    def hold(self, present: Sequence[Person], *, ends_at: datetime = HELD, **state: Any) -> UUID:
        """An occasion is completed and its invitations go out; returns its evaluation."""
        event = completed(present, ends_at=ends_at, **state)
        with clock.at(ends_at):
            handed(self.app, event)
        with self.at(ends_at):
            schedule.issue_invitations()
        return self.evaluation(UUID(event.subject)).id

    def wipe(self) -> bool:
        """What was deleted is overwritten, once no transaction of another test stands in the way."""
        with self.at():
            return wait_until(lambda: bool(schedule.wipe()), PATIENCE)

    def evaluation(self, occasion_id: UUID) -> Evaluation:
        """The evaluation of an occasion."""
        with self.database.read() as session:
            mine = Evaluation.occasion_id == occasion_id, Evaluation.purpose == "occasion"
            return session.scalars(sa.select(Evaluation).where(*mine)).one()

    def evaluation_by_id(self, evaluation_id: UUID) -> Evaluation:
        """An evaluation as it stands."""
        with self.database.read() as session:
            return session.get_one(Evaluation, evaluation_id)

    def told(self, kind: Any) -> list[Event]:
        """Every event of a type that the service emitted."""
        return [event for event in emitted(self.app) if event.type is kind]

    def tokens(self, evaluation_id: UUID | None = None) -> dict[UUID, str]:
        """The links that went out, by contact."""
        return {
            event["contact_id"]: event["token"]
            for event in self.told(events.InvitationIssued)
            if evaluation_id in (None, event["evaluation_id"])
        }

    def answer(self, token: str, moment: datetime = HELD, **answers: Any) -> None:
        """Somebody answers."""
        with self.at(moment), transaction() as session:
            operations.answer(session, token, {"overall": 5} | answers)

    def answer_all(
        self, evaluation_id: UUID, present: Sequence[Person], answers: Sequence[Mapping[str, Any]]
    ) -> None:
        """The first of those present answer, in this order; there may be fewer answers than people."""
        tokens = self.tokens(evaluation_id)
        for one, given in zip(present, answers, strict=False):
            self.answer(tokens[one["contact_id"]], self._while_open(evaluation_id), **given)

    def close(self, evaluation_id: UUID) -> Evaluation:
        """A coordinator closes an evaluation."""
        with self.at(self._while_open(evaluation_id)), transaction() as session:
            return operations.close_evaluation(session, evaluation_id)

    def held_and_closed(
        self, present: Sequence[Person], answers: Sequence[Mapping[str, Any]], **state: Any
    ) -> UUID:
        """An occasion is held, answered by the first of those present, and its evaluation closed."""
        evaluation_id = self.hold(present, **state)
        self.answer_all(evaluation_id, present, answers)
        self.close(evaluation_id)
        return evaluation_id

    def publish(self, tertial: str, moment: datetime) -> list[dict[str, Any]]:
        """A coordinator publishes a tertial; returns its cuts."""
        with self.at(moment), transaction() as session:
            return operations.publish_tertial(session, tertial).cuts

    def rows(self, model: Any) -> list[dict[str, Any]]:
        """Every row of a table, in the order in which the database holds them."""
        table = model.__table__
        order = sa.text("rowid" if self.database.is_sqlite else "ctid")
        with self.database.read() as session:
            return [dict(row) for row in session.execute(sa.select(table).order_by(order)).mappings()]

    def _while_open(self, evaluation_id: UUID) -> datetime:
        return self.evaluation_by_id(evaluation_id).due_at

    def asks(self, code: str, content: Mapping[str, Any], evaluation_id: UUID, **state: Any) -> None:
        """An evaluation asks these questions rather than those of its rule."""
        with self.at(), transaction() as session:
            questionnaire = StoredQuestionnaire(code=code, name=code, purpose="occasion", is_retired=False)
            session.add(questionnaire)
            session.flush()
            session.add(
                QuestionnaireVersion(code=code, version=1, content=dict(content), published_on=clock.today())
            )
            evaluation = session.get_one(Evaluation, evaluation_id)
            evaluation.questionnaire, evaluation.questionnaire_version = code, 1
            for name, value in state.items():
                setattr(evaluation, name, value)

    @staticmethod
    def hashed(token: str) -> str:
        """As the service stores a token."""
        return fingerprint(token)

    def survey(self, *, moment: datetime = HELD, **given: Any) -> UUID:
        """The office makes a survey that is open for two weeks, at once unless said otherwise."""
        ordinary = {
            "title": "Årets enkät",
            "questionnaire": "year",
            "closes_on": (moment + timedelta(days=14)).date(),
        }
        with self.at(moment), transaction() as session:
            return create_survey(session, ordinary | given).id

    def add_recipients(self, survey_id: UUID, count: int, moment: datetime = HELD) -> list[UUID]:
        """So many new contacts are to get a survey; those of an open one are asked."""
        contacts = [uuid4() for _ in range(count)]
        self.hears_of_recipients(survey_id, contacts, moment)
        with self.at(moment):
            schedule.issue_invitations()
        return contacts

    def hears_of_recipients(
        self, survey_id: UUID, contacts: Sequence[UUID], moment: datetime = HELD
    ) -> Event:
        """The office chose these contacts; returns what was told of it."""
        places = {"municipality": "0126", "district": None, "source": "representative"}
        added = events.RecipientsAdded(
            uuid4(),
            version=1,
            survey_id=survey_id,
            recipients=[{"contact_id": contact, **places} for contact in contacts],
        )
        with clock.at(moment):
            handed(self.app, added)
        return added

    def survey_answered(self, answers: Sequence[Mapping[str, Any]], asked: int = 12, **given: Any) -> UUID:
        """A survey to so many, answered by the first of them, and closed."""
        survey_id = self.survey(**given)
        contacts = self.add_recipients(survey_id, asked)
        tokens = self.tokens(survey_id)
        for contact, answer in zip(contacts, answers, strict=False):
            with self.at(), transaction() as session:
                operations.answer(session, tokens[contact], dict(answer))
        self.close(survey_id)
        return survey_id

    def rows_of(self, table: sa.Table) -> list[dict[str, Any]]:
        """Every row of a table of the backbone."""
        with self.database.read() as session:
            return [dict(row) for row in session.execute(sa.select(table)).mappings()]
