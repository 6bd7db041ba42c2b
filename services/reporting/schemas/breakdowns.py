"""The figures broken down by one dimension, as they are asked for and told."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.reporting.measures.measure import Row
from services.reporting.queries.breakdown import Dimension
from services.reporting.schemas.figures import figures_of


class BreakdownQuestion(Schema):
    """What to break the figures down by; the filters stand beside it."""

    by = fields.String(
        required=True,
        validate=validate.OneOf([by.value for by in Dimension]),
        metadata={"description": "The dimension whose values get a row each.", "example": "role"},
    )

    @post_load
    def as_dimension(self, data: dict[str, str], **_: Any) -> Dimension:
        """The dimension itself."""
        return Dimension(data["by"])


BreakdownRow: type[Schema] = Schema.from_dict(
    {
        "value": fields.String(
            allow_none=True,
            metadata={"description": "As the filter has it; a district with its municipality: 0180/farsta."},
        ),
        "name": fields.String(),
        **figures_of(Row.PLACE),
    },
    name="BreakdownRow",
)


class Breakdown(Schema):
    """A row for each value, and the whole in one row."""

    by = fields.Enum(Dimension, by_value=True)
    items = fields.List(fields.Nested(BreakdownRow))
    total = fields.Nested(BreakdownRow)
    overlapping = fields.List(
        fields.String(),
        metadata={
            "description": "The measures whose parts overlap, so that they do not add up to the whole: "
            "who works in two roles is one participant in each, and one in all."
        },
    )
