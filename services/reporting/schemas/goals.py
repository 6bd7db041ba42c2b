"""Goals and their outcome, as the API tells them."""

from marshmallow import Schema, fields

from services.reporting.goals.outcome import Comparison, Counted, Status
from services.reporting.measures.measure import Unit


class GoalComment(Schema):
    """What the office says of a goal in a tertial."""

    period = fields.String(metadata={"example": "2026-T1"})
    text = fields.String()
    written_on = fields.String(metadata={"format": "date"})


class CommentView(Schema):
    """A comment as it stands now."""

    period = fields.String()
    text = fields.String()
    revision = fields.Integer(metadata={"description": "0 while nobody has written anything."})


class GoalRow(Schema):
    """A goal with its outcome in a period."""

    code = fields.String()
    area = fields.String()
    sentence = fields.String()
    measure = fields.String()
    cut = fields.Dict(keys=fields.String(), values=fields.String())
    comparison = fields.Enum(Comparison, by_value=True)
    responsible = fields.String()
    unit = fields.Enum(Unit, by_value=True)
    target = fields.Float(allow_none=True)
    value = fields.Float(allow_none=True)
    of = fields.Integer(allow_none=True, metadata={"description": "What the value rests on a number of."})
    counted = fields.Enum(Counted, by_value=True, allow_none=True)
    low = fields.Float(
        allow_none=True, metadata={"description": "The 95 % interval of a share of answers or persons."}
    )
    high = fields.Float(allow_none=True)
    status = fields.Enum(Status, by_value=True)
    compared_with = fields.String(
        allow_none=True, metadata={"description": "The period whose value is the target."}
    )
    missing = fields.List(
        fields.String(),
        metadata={"description": "The places or activities that are lacking; for coordinators alone."},
    )
    comments = fields.List(fields.Nested(GoalComment))
    revised = fields.Dict(
        keys=fields.String(),
        metadata={"description": "Of a frozen period: today's figures that differ from those published."},
    )


class GoalStep(Schema):
    """The outcome of an earlier period."""

    period = fields.String()
    name = fields.String()
    value = fields.Float()
    of = fields.Integer(allow_none=True)
    status = fields.Enum(Status, by_value=True)


class GoalView(GoalRow):
    """A goal with its outcome and those of the three periods before, oldest first."""

    revision = fields.Integer()
    position = fields.Integer()
    valid_from = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)
    trend = fields.List(fields.Nested(GoalStep))
    # The goal's own, also where the outcome is held against a year before.
    goal_target = fields.Float(allow_none=True)
