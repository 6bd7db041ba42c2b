"""What somebody should know before they register, and what keeps them out: role, earlier course, clash."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from services.registration.models import Activity, Attendance, CourseSession, Occasion, Registration
from services.registration.operations.shares import SEATED
from services.registration.problems import NeedsConfirmation, NotForThisRole, PrerequisiteIsMissing
from shared.i18n import gettext as _


@dataclass(frozen=True)
class Caveat:
    """A warning: its code, its text in the reader's language, and in a group the row that it is about."""

    code: str
    text: str
    row: int | None = None


@dataclass(frozen=True)
class Candidate:
    """Somebody who is to take part; of a new person nothing needs to be looked up."""

    contact_id: UUID | None  # None: a place that is yet to be named
    is_new: bool
    role: str
    row: int | None = None


@dataclass(frozen=True)
class Rules:
    """What an activity asks of those who take part in an occasion of it."""

    occasion_id: UUID
    target_roles: tuple[str, ...]
    target_rule: str
    prerequisite_id: UUID | None

    @classmethod
    def of(cls, occasion: Occasion) -> "Rules":
        """The rules of an occasion's activity."""
        activity = occasion.activity
        return cls(occasion.id, activity.target_roles, activity.target_rule, activity.prerequisite_id)


def check_candidates(
    session: Session,
    rules: Rules,
    candidates: Sequence[Candidate],
    *,
    accept_warnings: bool,
    by_office: bool = False,
    noticed: Sequence[Caveat] = (),
) -> tuple[Caveat, ...]:
    """The warnings that were accepted, after those noticed before; for the office a refusal is a warning too.

    Raises NotForThisRole, PrerequisiteIsMissing, NeedsConfirmation.
    """
    found = (caveat for item in candidates for caveat in _caveats(session, rules, item, by_office))
    caveats = (*noticed, *found)
    if caveats and not accept_warnings:
        raise NeedsConfirmation([(item.code, item.text, item.row) for item in caveats])
    return caveats


def field_of(name: str, row: int | None) -> str:
    """A field's name as forms and answers have it, in a group within its row."""
    return name if row is None else f"members.{row}.{name}"


def _caveats(session: Session, rules: Rules, item: Candidate, by_office: bool) -> Iterator[Caveat]:
    if rules.target_rule != "none" and rules.target_roles and item.role not in rules.target_roles:
        if rules.target_rule == "refuse" and not by_office:
            raise NotForThisRole(errors={field_of("role", item.row): [NotForThisRole.title]})
        yield Caveat("role", _("The course is meant for others than this role."), item.row)
    if item.contact_id is None:
        return
    if rules.prerequisite_id and (item.is_new or not _has_prerequisite(session, rules, item.contact_id)):
        reason = _missing(session, rules.prerequisite_id)
        if not by_office:
            rows = {} if item.row is None else {field_of("email", item.row): [reason]}
            raise PrerequisiteIsMissing(detail=reason, errors=rows)
        yield Caveat("prerequisite", reason, item.row)
    if not item.is_new and _clashes(session, rules.occasion_id, item.contact_id):
        yield Caveat("clash", _("The participant has a place on another course at the same time."), item.row)


def _has_prerequisite(session: Session, rules: Rules, contact_id: UUID) -> bool:
    attended = (
        sa.select(Attendance.session_id)
        .join(Registration, Registration.id == Attendance.registration_id)
        .join(Occasion, Occasion.id == Registration.occasion_id)
        .where(
            Registration.participant_id == contact_id,
            Occasion.activity_id == rules.prerequisite_id,
            Occasion.state == "completed",
        )
    )
    return bool(session.scalar(sa.select(attended.exists())))


def _missing(session: Session, prerequisite_id: UUID) -> str:
    title = session.scalar(sa.select(Activity.title).where(Activity.id == prerequisite_id))
    return _("This course builds on %(title)s, which must have been attended first.", title=title)


def _clashes(session: Session, occasion_id: UUID, contact_id: Any) -> bool:
    """Whether the person has a place elsewhere while a session of the occasion is held."""
    theirs, ours = aliased(CourseSession), aliased(CourseSession)
    at_once = (
        sa.select(Registration.id)
        .join(Occasion, Occasion.id == Registration.occasion_id)
        .join(theirs, theirs.occasion_id == Registration.occasion_id)
        .join(ours, sa.and_(ours.starts_at < theirs.ends_at, ours.ends_at > theirs.starts_at))
        .where(
            Registration.participant_id == contact_id,
            Registration.status.in_(SEATED),
            Registration.occasion_id != occasion_id,
            Occasion.state == "published",
            ours.occasion_id == occasion_id,
        )
    )
    return bool(session.scalar(sa.select(at_once.exists())))
