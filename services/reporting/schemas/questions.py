"""What reporting is asked and answers; the fields of the figures come from the measures themselves."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate

from services.reporting import periods
from services.reporting.counting.selection import Selection
from shared.vocabulary import EMPLOYERS, FORMS, KINDS, ROLES, SIDES


class PeriodField(fields.String):
    """A period as people write it; its trouble is told in the reader's language."""

    def _deserialize(self, value: Any, *given: Any, **named: Any) -> Any:
        try:
            return periods.parse(super()._deserialize(value, *given, **named).strip())
        except periods.PeriodIsWrong as error:
            raise ValidationError(str(error.reason)) from error


def _one_of(codes: Mapping[str, object]) -> fields.String:
    return fields.String(validate=validate.OneOf(list(codes)))


class Question(Schema):
    """The part of an address that says what is asked for; an empty filter is none."""

    period = PeriodField(
        metadata={
            "description": "2026, 2026-H1, 2026-T1, 2026-03 or 2026-01-01..2026-03-31; the year that runs.",
            "example": "2026-T1",
        }
    )
    municipality = fields.String(
        validate=validate.Length(max=10), metadata={"description": "The four-digit code.", "example": "0180"}
    )
    district = fields.String(
        validate=validate.Length(max=60),
        metadata={"description": "A city district of the municipality that is named.", "example": "farsta"},
    )
    employer = _one_of(EMPLOYERS)
    side = _one_of(SIDES)
    role = _one_of(ROLES)
    kind = _one_of(KINDS)
    form = _one_of(FORMS)
    area = fields.String(validate=validate.Length(max=100), metadata={"description": "As the region has it."})
    activity = fields.UUID(metadata={"description": "The occasions of one activity."})
    lecturer = fields.UUID(metadata={"description": "The contact that an occasion names as its lecturer."})

    @pre_load
    def without_blanks(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Forms send every filter, chosen or not."""
        return {name: value for name, value in data.items() if value != ""}

    @post_load
    def selected(self, data: dict[str, Any], **_: Any) -> Selection:
        """What was asked, as one value."""
        return Selection(**{"period": periods.this_year(), **data})


class PeriodQuestion(Schema):
    """A question about a period alone."""

    period = PeriodField(load_default=periods.this_year)
