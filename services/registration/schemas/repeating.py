"""Copies and dates that recur, as the API and the forms take them."""

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.registration.inputs import Day, Line
from services.registration.recurrence import MOST_DATES, Recurrence
from services.registration.schemas.catalogue import OccasionReceipt
from shared.i18n import gettext as _

PATTERNS = ("weekly", "monthly")
AS = ("occasions", "sessions")


class Copy(Schema):
    """On which day the copy of an occasion begins."""

    first_day = Day(required=True)


class Dates(Schema):
    """When something recurs: the first day, how it goes on, and when it ends."""

    first_day = Day(required=True)
    pattern = fields.String(
        load_default="weekly",
        validate=validate.OneOf(PATTERNS),
        metadata={"description": "Every so many weeks, or the same weekday of its month."},
    )
    every_weeks = fields.Integer(load_default=1, validate=validate.Range(1, 26))
    count = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, MOST_DATES),
        metadata={"description": "How many dates; null where `until` is given."},
    )
    until = Day(load_default=None, allow_none=True)
    skip_holidays = fields.Boolean(load_default=False)
    skip_july = fields.Boolean(load_default=False)

    @validates_schema
    def ends_some_day(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse dates without an end, or that end before they begin."""
        if data["count"] is None and data["until"] is None:
            raise ValidationError(_("Say how many dates, or the last day."), "count")
        if data["until"] and data["until"] < data["first_day"]:
            raise ValidationError(_("The last day comes before the first."), "until")

    @post_load
    def as_days(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """The dates, and what else was given."""
        names = Recurrence.__dataclass_fields__
        days = Recurrence(**{name: data.pop(name) for name in names}).days
        return {"days": days, **data}


class Repetition(Dates):
    """Dates that recur, with a time and a venue."""

    starts = fields.Time(required=True, metadata={"description": "By the Swedish clock."})
    ends = fields.Time(required=True)
    venue = Line(200, required=True)
    as_ = fields.String(
        data_key="as",
        load_default="occasions",
        validate=validate.OneOf(AS),
        metadata={"description": "Occasions of their own, or sessions of the occasion."},
    )

    @validates_schema
    def ends_after_its_start(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a meeting that ends before it starts."""
        if data["ends"].replace(tzinfo=None) <= data["starts"].replace(tzinfo=None):
            raise ValidationError(_("The session must end after it starts."), "ends")


class DatesView(Schema):
    """The dates that a rule gives."""

    days = fields.List(fields.Date(), required=True)


class RepetitionReceipt(Schema):
    """The occasions that were made or changed."""

    occasions = fields.List(fields.Nested(OccasionReceipt), required=True)


def shown_days(text: str) -> list[date]:
    """The dates that a page showed before, as it sent them back; empty where they make no sense."""
    try:
        return [date.fromisoformat(day) for day in text.split()]
    except ValueError:
        return []
