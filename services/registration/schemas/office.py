"""The coordinator's forms: days and times as people write them, by the Swedish clock."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema

from services.registration.inputs import Day, Line, Paragraphs, known_area
from services.registration.models import Occasion
from services.registration.schemas.catalogue import MOST_PLACES, MOST_SESSIONS
from shared import clock
from shared.i18n import gettext as _
from shared.vocabulary import FORMS, KINDS

# The deadline is a day, and the day counts to its end.
_LAST_MINUTE = time(23, 59)
_ROW = re.compile(r"sessions\.(\d{1,3})\.(\w+)")


def _some_days(sessions: list[Any]) -> None:
    if not 1 <= sum(item is not None for item in sessions) <= MOST_SESSIONS:
        raise ValidationError(_("Give at least one course day, and at most %(most)s.", most=MOST_SESSIONS))


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
            "starts_at": _moment(data["day"], data["starts"]),
            "ends_at": _moment(data["day"], data["ends"]),
            "venue": data["venue"],
        }
        return session | ({"id": data["id"]} if "id" in data else {})


class Row(fields.Nested):
    """A row of the form; one that was emptied gives None, even where it was a day before."""

    def _deserialize(self, value: Any, *rest: Any, **options: Any) -> Any:
        return super()._deserialize(value, *rest, **options) if _is_filled(value) else None


class OccasionForm(Schema):
    """Places, deadline and days of an occasion."""

    places = fields.Integer(required=True, validate=validate.Range(1, MOST_PLACES))
    waiting_places = fields.Integer(load_default=None, validate=validate.Range(0, MOST_PLACES))
    closes_on = Day(load_default=None)
    sessions = fields.List(Row(SessionForm), required=True, validate=_some_days)

    @pre_load
    def even_without_days(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """A form without any day is told so as one whose rows are empty."""
        return {"sessions": [], **data}

    @post_load
    def as_occasion(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """The deadline as a moment, and the days without the rows left empty."""
        closes_on = data.pop("closes_on")
        data["sessions"] = [item for item in data["sessions"] if item]
        return data | {"closes_at": _moment(closes_on, _LAST_MINUTE) if closes_on else None}


class ActivityForm(OccasionForm):
    """A new activity together with its first occasion."""

    title = Line(200, required=True)
    kind = fields.String(required=True, validate=validate.OneOf([*KINDS]))
    form = fields.String(required=True, validate=validate.OneOf([*FORMS]))
    area = fields.String(load_default=None, validate=known_area)
    audience = Line(300, shortest=0, load_default="")
    description = Paragraphs(10_000, shortest=0, load_default="")
    fee = fields.Integer(load_default=None, validate=validate.Range(0, 1_000_000))


def values_of(occasion: Occasion) -> dict[str, str]:
    """The raw texts by which the form shows an occasion as it is."""
    values = {
        "places": str(occasion.places),
        "waiting_places": "" if occasion.waiting_places is None else str(occasion.waiting_places),
        "closes_on": f"{clock.local(occasion.closes_at):%Y-%m-%d}" if occasion.closes_at else "",
    }
    for row, item in enumerate(occasion.sessions):
        starts_at, ends_at = clock.local(item.starts_at), clock.local(item.ends_at)
        values |= {
            f"sessions.{row}.id": str(item.id),
            f"sessions.{row}.day": f"{starts_at:%Y-%m-%d}",
            f"sessions.{row}.starts": f"{starts_at:%H:%M}",
            f"sessions.{row}.ends": f"{ends_at:%H:%M}",
            f"sessions.{row}.venue": item.venue,
        }
    return values


def rows_of(values: Mapping[str, Any]) -> int:
    """How many rows of days the form has: up to the last one with something in it."""
    filled = [found[1] for name, text in values.items() if text and (found := _ROW.fullmatch(name))]
    return max((int(number) + 1 for number in filled), default=0)


def _is_filled(row: Mapping[str, Any]) -> bool:
    return any(text for name, text in row.items() if name != "id")


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at.replace(tzinfo=None), clock.STOCKHOLM).astimezone(UTC)
