"""What reporting is asked and answers; the fields of the figures come from the measures themselves."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate

from services.reporting import periods
from services.reporting.goals import Comparison, Status
from services.reporting.measure import Row, Unit
from services.reporting.measures import measures_of
from services.reporting.published import Withheld
from services.reporting.selection import Selection
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
    municipality = fields.String(validate=validate.Length(max=10))
    employer = _one_of(EMPLOYERS)
    side = _one_of(SIDES)
    role = _one_of(ROLES)
    kind = _one_of(KINDS)
    form = _one_of(FORMS)

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


_TYPES: dict[Unit, type[fields.Field[Any]]] = {
    Unit.COUNT: fields.Integer,
    Unit.HOURS: fields.Float,
    Unit.SHARE: fields.Float,
    Unit.MEAN: fields.Float,
}
_WITHHELD = fields.Enum(
    Withheld,
    by_value=True,
    allow_none=True,
    metadata={"description": "Why there are no evaluation results; null where there are."},
)


def _figures(row: Row) -> dict[str, Any]:
    return {
        measure.code: _TYPES[measure.unit](allow_none=True, metadata={"description": measure.sentence})
        for measure in measures_of(row)
    } | {"withheld": _WITHHELD}


MunicipalityRow: type[Schema] = Schema.from_dict(
    {
        "municipality": fields.String(),
        "district": fields.String(allow_none=True),
        "name": fields.String(),
        "staff": fields.Integer(allow_none=True),
        **_figures(Row.PLACE),
    },
    name="MunicipalityRow",
)

Totals: type[Schema] = Schema.from_dict(
    {
        "period": fields.String(),
        "first_on": fields.Date(),
        "last_on": fields.Date(),
        "name": fields.String(),
        "published_tertials": fields.List(fields.String()),
        "staff": fields.Integer(allow_none=True),
        **_figures(Row.REGION),
    },
    name="Totals",
)

OccasionRow: type[Schema] = Schema.from_dict(
    {
        "id": fields.UUID(),
        "title": fields.String(),
        "kind": fields.String(),
        "form": fields.String(),
        "state": fields.String(),
        "first_on": fields.Date(allow_none=True),
        "last_on": fields.Date(),
        "places": fields.Integer(),
        **_figures(Row.OCCASION),
    },
    name="OccasionRow",
)


class GoalRow(Schema):
    """A goal with its outcome in a period."""

    code = fields.String()
    sentence = fields.String()
    measure = fields.String()
    cut = fields.Dict(keys=fields.String(), values=fields.String())
    comparison = fields.Enum(Comparison, by_value=True)
    target = fields.Float(allow_none=True)
    value = fields.Float(allow_none=True)
    of = fields.Integer(allow_none=True, metadata={"description": "How many answers or places it rests on."})
    status = fields.Enum(Status, by_value=True)
    missing = fields.List(fields.String(), metadata={"description": "The places that have not taken part."})


class PeriodRow(Schema):
    """A year or a tertial with something to report."""

    period = fields.String()
    name = fields.String()
    first_on = fields.Date()
    last_on = fields.Date()
    is_over = fields.Boolean()
    published_tertials = fields.List(fields.String())
