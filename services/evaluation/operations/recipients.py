"""Who gets a survey: the contacts that the office chose in registration, each once however often chosen."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation
from services.evaluation.operations.counting import count_invited
from services.evaluation.operations.issuing import WAKE
from shared import clock
from shared.db import insert
from shared.envelope import Event
from shared.erasure import erased_among
from shared.ids import random_id
from shared.wake import wake

log = structlog.get_logger(__name__)

FEW = 10
"""With so few recipients their answers may be guessed, which the office is told before it asks."""


def invite_recipients(session: Session, added: Event) -> None:
    """Ask those who were chosen and are new; a survey that is closed, or was called off, asks nobody."""
    survey = _survey(session, added["survey_id"])
    if survey is None:
        log.info("recipients_of_no_survey", survey=str(added["survey_id"]))
        return
    if survey.state == "closed" or survey.closes_at <= clock.now():
        log.info("recipients_of_closed_survey", survey=str(survey.id))
        return
    chosen: dict[UUID, dict[str, Any]] = {item["contact_id"]: item for item in added["recipients"]}
    for contact_id in erased_among(session, chosen):
        del chosen[contact_id]
    if chosen:
        _invite(session, survey.id, chosen)
    survey.invited = count_invited(session, survey)
    wake(session, WAKE)


def _survey(session: Session, survey_id: UUID) -> Evaluation | None:
    """The survey, locked until the end of the transaction."""
    mine = sa.select(Evaluation).where(Evaluation.id == survey_id, Evaluation.purpose == "survey")
    return session.scalars(mine.with_for_update()).one_or_none()


def _invite(session: Session, survey_id: UUID, chosen: dict[UUID, dict[str, Any]]) -> None:
    rows = [
        {
            "id": random_id(),
            "evaluation_id": survey_id,
            "respondent_id": contact_id,
            "contact_id": contact_id,
            "state": "waiting",
            "municipality": item["municipality"],
            "district": item["district"],
            "source": item["source"],
        }
        for contact_id, item in chosen.items()
    ]
    once = insert(session, Invitation).on_conflict_do_nothing(
        index_elements=[Invitation.evaluation_id, Invitation.respondent_id]
    )
    session.execute(once, rows)
