"""The office's forms about several participants at once."""

from marshmallow import Schema, fields, validate

from services.registration.inputs import Line, Paragraphs
from services.registration.schemas.office_lists import MOST_CHOSEN


class ChosenForm(Schema):
    """Whom it is about."""

    chosen = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_CHOSEN))


class BulkNoteForm(ChosenForm):
    """The note that all of them get."""

    note = Paragraphs(5_000, required=True)


class AttendForm(ChosenForm):
    """At which session they were."""

    session_id = fields.UUID(required=True)
    reason = Line(500, load_default=None)
