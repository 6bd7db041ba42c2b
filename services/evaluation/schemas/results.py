"""What the API gives of results, and takes to mask a text."""

from marshmallow import Schema, fields, validate

from services.evaluation.schemas.evaluations import EvaluationView, QuestionResults

_LONGEST_TEXT = 4000


class MaskedText(Schema):
    """A text as it is to be read from now on."""

    text = fields.String(
        required=True,
        validate=validate.Length(1, _LONGEST_TEXT),
        metadata={"description": "The text with pieces replaced by […], and nothing else changed."},
    )


class TextView(Schema):
    """What one person wrote in answer to one question; the order of a list says nothing."""

    id = fields.UUID(required=True)
    question = fields.String(required=True)
    text = fields.String(required=True)
    is_masked = fields.Boolean(required=True)


class NowAndThen(Schema):
    """One question that was asked right after and months later again, with the same code."""

    code = fields.String(required=True)
    then = fields.Nested(QuestionResults, required=True)
    later = fields.Nested(QuestionResults, required=True)


class SummedResults(Schema):
    """Results of several published units together; each is shown by itself as well."""

    title = fields.String(required=True)
    occasions = fields.Integer(required=True, metadata={"description": "Evaluations that are closed."})
    invited = fields.Integer(required=True, metadata={"description": "How many the closed ones asked."})
    answered = fields.Integer(required=True)
    response_rate = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "answered / invited; null when nobody was asked."},
    )
    questions = fields.List(fields.Nested(QuestionResults), required=True)
    followed_up = fields.List(fields.Nested(NowAndThen), required=True)
    later = fields.List(
        fields.Nested(QuestionResults),
        required=True,
        metadata={"description": "What was asked months later alone."},
    )


class ActivityRow(SummedResults):
    """A course in the list of results."""

    activity = fields.UUID(required=True)


class ResultsView(SummedResults):
    """Results over several evaluations."""

    evaluations = fields.List(
        fields.Nested(EvaluationView),
        required=True,
        metadata={"description": "The evaluations themselves, the latest held first."},
    )


class EvaluationDetail(Schema):
    """One evaluation with all that is shown of it."""

    evaluation = fields.Nested(EvaluationView, required=True)
    together_with = fields.Integer(
        required=True,
        metadata={
            "description": "How many other evaluations of the course `questions` and `texts` are of as well: "
            "small ones are shown together."
        },
    )
    questions = fields.List(fields.Nested(QuestionResults), required=True)
    texts = fields.List(fields.Nested(TextView), required=True)
    followed_up = fields.List(fields.Nested(NowAndThen), required=True)
    follow_up = fields.Nested(
        EvaluationView,
        required=True,
        allow_none=True,
        metadata={"description": "The follow-up, if there is one."},
    )
