"""The office's lists and notes, as the API takes and gives them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from services.registration.inputs import Day, Line, Paragraphs
from services.registration.queries.office import SORTS
from services.registration.schemas.catalogue import OccasionView
from shared.vocabulary import KINDS

STATES = ("draft", "published", "completed", "cancelled")
MOST_CHOSEN = 500


def sort_by(names: Mapping[str, Any], default: str) -> "fields.String":
    """What a list is sorted by: one of these, with a minus before it in the other order."""
    return fields.String(
        load_default=default,
        validate=validate.OneOf([*names, *(f"-{name}" for name in names)]),
        metadata={"description": "What to sort by; a leading minus turns the order."},
    )


class OfficeQuery(Schema):
    """Filters of the office's list; days are Swedish ones, and both are included."""

    state = fields.String(validate=validate.OneOf(STATES))
    q = Line(100, shortest=0)
    kind = fields.String(validate=validate.OneOf([*KINDS]))
    area = Line(100)
    from_ = Day(data_key="from")
    to = Day()
    lecturer = fields.UUID(metadata={"description": "The contact of the lecturer."})
    series = fields.UUID(metadata={"description": "Dates that recur have it in common."})
    has_places = fields.Boolean(metadata={"description": "Only those with free places."})
    sort = sort_by(SORTS, "starts_at")
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class OfficeOccasionView(OccasionView):
    """An occasion as the office sees it."""

    confirmed = fields.Integer(required=True, attribute="confirmed_count")
    held = fields.Integer(
        required=True,
        attribute="held_count",
        metadata={"description": "Places offered, or waiting for the manager's approval."},
    )
    lecturer_contact_id = fields.UUID(required=True, allow_none=True)
    completes_after_hours = fields.Integer(required=True, allow_none=True)
    series_id = fields.UUID(required=True, allow_none=True)
    note = fields.String(required=True)


class NoteText(Schema):
    """What the office should remember; an empty text takes the note away."""

    note = Paragraphs(5_000, shortest=0, required=True)


class Chosen(Schema):
    """Registrations of one occasion that the same is done with."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_CHOSEN))


class ChosenNote(Chosen, NoteText):
    """The same note for several registrations."""


class ChosenAnswer(Schema):
    """How many registrations something was done with."""

    count = fields.Integer(required=True)
