"""The coordinator's forms: days and times as people write them, by the Swedish clock."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema

from services.registration.inputs import Day, Line, Paragraphs, known_area, known_municipality
from services.registration.schemas.activities import TARGET_RULES
from services.registration.schemas.catalogue import (
    MOST_HOURS,
    MOST_PLACES,
    MOST_SESSIONS,
    MOST_TO_BRING,
    QUEUE_POLICIES,
)
from shared import clock
from shared.i18n import gettext as _
from shared.service import service
from shared.vocabulary import FORMS, KINDS, ROLES

# The deadline is a day, and the day counts to its end.
_LAST_MINUTE = time(23, 59)
# By the form a day, in the database the last minute of it.
_DAYS = {"closes_on": "closes_at", "share_until_on": "share_until"}


def _some_days(sessions: list[Any]) -> None:
    if not 1 <= sum(item is not None for item in sessions) <= MOST_SESSIONS:
        raise ValidationError(_("Give at least one course day, and at most %(most)s.", most=MOST_SESSIONS))


def _whole(least: int, most: int, default: int | None = None) -> "fields.Integer":
    return fields.Integer(load_default=default, validate=validate.Range(least, most))


def _area_once_known(name: str) -> None:
    if name not in service().region.closed_areas:
        known_area(name)


class SessionForm(Schema):
    """One row of the days; gives a session as the operations take it."""

    id = fields.UUID()
    day = Day(required=True)
    starts = fields.Time(required=True)
    ends = fields.Time(required=True)
    venue = Line(200, required=True)

    @validates_schema
    def ends_after_its_start(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a session that ends before it starts."""
        if data["ends"].replace(tzinfo=None) <= data["starts"].replace(tzinfo=None):
            raise ValidationError(_("The session must end after it starts."), "ends")

    @post_load
    def as_session(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """The day and its times as two moments."""
        session = {
            "starts_at": clock.local_moment(data["day"], data["starts"]),
            "ends_at": clock.local_moment(data["day"], data["ends"]),
            "venue": data["venue"],
        }
        return session | ({"id": data["id"]} if "id" in data else {})


class Row(fields.Nested):
    """A row of the form; one that was emptied gives None, even where it was a day before."""

    def _deserialize(self, value: Any, *rest: Any, **options: Any) -> Any:
        return super()._deserialize(value, *rest, **options) if _is_filled(value) else None


class OccasionForm(Schema):
    """The days of an occasion, its places and queue, and the rules that hold there."""

    sessions = fields.List(Row(SessionForm), required=True, validate=_some_days)
    municipality = fields.String(load_default=None, validate=known_municipality)
    lecturer_contact_id = fields.UUID(load_default=None)
    places = fields.Integer(required=True, validate=validate.Range(1, MOST_PLACES))
    waiting_places = _whole(0, MOST_PLACES)
    closes_on = Day(load_default=None)
    queue_policy = fields.String(load_default="move_up", validate=validate.OneOf(QUEUE_POLICIES))
    offer_hours = _whole(1, MOST_HOURS, 48)
    allow_passing = fields.Boolean(load_default=False)
    needs_approval = fields.Boolean(load_default=False)
    approval_hours = _whole(1, MOST_HOURS, 72)
    share_limit = _whole(1, MOST_PLACES)
    share_until_on = Day(load_default=None)
    completes_after_hours = _whole(0, 24 * 365)
    bring = Paragraphs(MOST_TO_BRING, shortest=0, load_default="")
    note = Paragraphs(5_000, shortest=0, load_default="")

    @pre_load
    def even_without_days(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """A form without any day is told so as one whose rows are empty."""
        return {"sessions": [], **data}

    @validates_schema
    def release_belongs_to_a_share(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a release of shares where there are none."""
        if data["share_until_on"] and not data["share_limit"]:
            text = _("Say how many places each municipality may have until then.")
            raise ValidationError(text, "share_limit")

    @post_load
    def as_occasion(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """The deadlines as moments, and the days without the rows left empty."""
        data["sessions"] = [item for item in data["sessions"] if item]
        for name, column in _DAYS.items():
            day: date | None = data.pop(name)
            data[column] = clock.local_moment(day, _LAST_MINUTE) if day else None
        return data


class ActivityFields(Schema):
    """What is offered, for whom, and what it costs."""

    title = Line(200, required=True)
    kind = fields.String(required=True, validate=validate.OneOf([*KINDS]))
    form = fields.String(required=True, validate=validate.OneOf([*FORMS]))
    area = fields.String(load_default=None, validate=known_area)
    audience = Line(300, shortest=0, load_default="")
    description = Paragraphs(10_000, shortest=0, load_default="")
    target_roles = fields.List(fields.String(validate=validate.OneOf([*ROLES])), load_default=list)
    target_rule = fields.String(load_default="none", validate=validate.OneOf(TARGET_RULES))
    prerequisite_id = fields.UUID(load_default=None)
    certificate_percent = _whole(1, 100)
    fee = _whole(0, 1_000_000)
    late_cancellation_days = _whole(0, 365)
    late_cancellation_percent = _whole(0, 100, 0)
    absence_percent = _whole(0, 100, 100)

    @validates_schema
    def rule_has_its_roles(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a rule about roles where none is chosen."""
        if data["target_rule"] != "none" and not data["target_roles"]:
            raise ValidationError(_("Choose the roles that it is meant for."), "target_roles")

    @post_load
    def lists_each_role_once(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Roles in the order of the controlled list."""
        data["target_roles"] = tuple(role for role in ROLES if role in data["target_roles"])
        return data


class ActivityChangeForm(ActivityFields):
    """An activity that exists; the area that it has may have been closed since."""

    area = fields.String(load_default=None, validate=_area_once_known)


class ActivityForm(ActivityFields, OccasionForm):
    """A new activity together with its first occasion."""


def _is_filled(row: Mapping[str, Any]) -> bool:
    return any(text for name, text in row.items() if name != "id")
