"""What the API takes and gives."""

from marshmallow import Schema, fields, validate

from shared.web import Paging

STATES = ("open", "closed")


class EvaluationQuery(Paging):
    """Which evaluations to list."""

    occasion = fields.UUID(metadata={"description": "Only this occasion's."})
    state = fields.String(validate=validate.OneOf(STATES))


class QuestionResults(Schema):
    """The figures of one question."""

    code = fields.String(required=True)
    answered = fields.Integer(
        required=True, metadata={"description": "Answers to this question, five or more."}
    )
    mean = fields.Float(required=True)
    satisfied = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Answers of 4 or 5; null on other scales."}
    )
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many gave each figure."},
    )


class Results(Schema):
    """The results of one evaluation."""

    questions = fields.List(fields.Nested(QuestionResults), required=True)


class EvaluationView(Schema):
    """One evaluation."""

    id = fields.UUID(required=True, attribute="evaluation.id")
    occasion = fields.UUID(required=True, attribute="evaluation.occasion_id")
    title = fields.String(required=True, attribute="evaluation.title")
    state = fields.String(
        required=True,
        attribute="evaluation.state",
        validate=validate.OneOf(STATES),
    )
    held_on = fields.Date(required=True, attribute="evaluation.held_on")
    closes_on = fields.Date(required=True, attribute="evaluation.closes_on")
    invited = fields.Integer(required=True, attribute="evaluation.invited")
    answered = fields.Integer(required=True)
    response_rate = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "answered / invited; null when nobody was asked."},
    )
    results = fields.Nested(Results, required=True, allow_none=True)
    results_withheld = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(("open", "too_few")),
        metadata={"description": "Why `results` is null."},
    )


class NewAnswers(Schema):
    """The answers of one invitation, by question code."""

    answers = fields.Dict(keys=fields.String(), required=True)


class CutView(Schema):
    """One value of one dimension; `others` gathers what is too few to show by itself."""

    dimension = fields.String(required=True)
    value = fields.String(required=True)
    invited = fields.Integer(
        allow_none=True,
        metadata={"description": "How many were asked; null where answers to `overall` are withheld."},
    )
    questions = fields.List(fields.Nested(QuestionResults), required=True)


class TertialView(Schema):
    """The published results of a tertial."""

    tertial = fields.String(required=True)
    published_on = fields.Date(required=True)
    cuts = fields.List(fields.Nested(CutView), required=True)
