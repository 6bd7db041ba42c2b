"""Two surveys compared, as the API shows them."""

from marshmallow import Schema, fields


class ComparedSurvey(Schema):
    """One of the two."""

    id = fields.UUID(required=True, attribute="survey.id")
    title = fields.String(required=True, attribute="survey.title")
    held_on = fields.Date(required=True, attribute="survey.held_on")
    answered = fields.Integer(required=True)
    invited = fields.Integer(required=True, attribute="survey.invited")


class LineView(Schema):
    """How many gave one answer, and their share."""

    count = fields.Integer(required=True)
    share = fields.Float(required=True)


class ComparedValueView(Schema):
    """One answer to choose, in each survey; the difference is that of the shares."""

    value = fields.String(required=True, attribute="first.value")
    name = fields.String(required=True, attribute="first.name")
    a = fields.Nested(LineView, required=True, attribute="first")
    b = fields.Nested(LineView, required=True, attribute="second")
    difference = fields.Float(required=True)


class MeasuredView(Schema):
    """One survey's answers to one question."""

    answered = fields.Integer(required=True)
    mean = fields.Float(required=True, allow_none=True)
    satisfied_share = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "The share of 4 and 5; null on other scales."},
    )


class AskedQuestion(Schema):
    """A question in the reader's language, as the second survey put it where both asked."""

    code = fields.String(required=True)
    kind = fields.String(required=True)
    text = fields.Function(lambda question: str(question.text), metadata={"type": "string"})


class ComparedQuestionView(Schema):
    """A question that both asked."""

    question = fields.Nested(AskedQuestion, required=True)
    a = fields.Nested(MeasuredView, required=True, attribute="first")
    b = fields.Nested(MeasuredView, required=True, attribute="second")
    mean_difference = fields.Float(
        required=True, allow_none=True, metadata={"description": "b less a; null where there is no mean."}
    )
    satisfied_share_difference = fields.Float(
        required=True, allow_none=True, attribute="satisfied_difference"
    )
    values = fields.List(fields.Nested(ComparedValueView), required=True)


class ComparisonView(Schema):
    """What two surveys tell together, question by question; those that only one has stand apart."""

    a = fields.Nested(ComparedSurvey, required=True, attribute="first")
    b = fields.Nested(ComparedSurvey, required=True, attribute="second")
    questions = fields.List(fields.Nested(ComparedQuestionView), required=True, attribute="comparison.both")
    only_a = fields.List(fields.Nested(AskedQuestion), required=True, attribute="comparison.only_first")
    only_b = fields.List(fields.Nested(AskedQuestion), required=True, attribute="comparison.only_second")
