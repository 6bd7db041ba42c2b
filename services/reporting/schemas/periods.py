"""Periods, as the API tells them."""

from marshmallow import Schema, fields


class PeriodRow(Schema):
    """A year or a tertial with something to report."""

    period = fields.String()
    name = fields.String()
    first_on = fields.Date()
    last_on = fields.Date()
    is_over = fields.Boolean()
    published_tertials = fields.List(fields.String())
    frozen_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When its report was published; null while it is not."}
    )
