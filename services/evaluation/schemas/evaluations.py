"""What the API takes and gives."""

from marshmallow import Schema, fields, validate

from services.evaluation.schemas.surveys import Day
from shared.vocabulary import FORMS, KINDS
from shared.web import Paging

STATES = ("planned", "open", "closed")
PURPOSES = ("occasion", "follow_up", "survey")
NOBODY_ASKED = ("nobody_present", "nobody_drawn", "nobody_left")
PERIOD = validate.Regexp(r"^[0-9]{4}(-T[123])?$")


class ActivityQuery(Paging):
    """Which courses to list results of."""

    kind = fields.String(validate=validate.OneOf([*KINDS]))
    period = fields.String(
        validate=PERIOD, metadata={"description": "A year or a tertial, by the last day of the occasion."}
    )
    q = fields.String(
        validate=validate.Length(max=200), metadata={"description": "Text in the course's title."}
    )


class EvaluationQuery(ActivityQuery):
    """Which evaluations to list."""

    occasion = fields.UUID(metadata={"description": "Only this occasion's."})
    activity = fields.UUID(metadata={"description": "Only this course's."})
    lecturer = fields.UUID(metadata={"description": "Only this lecturer's or supplier's, by contact."})
    state = fields.String(
        validate=validate.OneOf(STATES),
        metadata={"description": "Planned ones are those that nobody has been asked for yet."},
    )


class QuestionResults(Schema):
    """The figures of one question."""

    code = fields.String(required=True)
    answered = fields.Integer(
        required=True, metadata={"description": "Answers to this question, five or more."}
    )
    mean = fields.Float(
        required=True, allow_none=True, metadata={"description": "Null where answers are no figures."}
    )
    satisfied = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Answers of 4 or 5; null on other scales."}
    )
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many gave each figure, yes or no, option, or band by its lower end."},
    )


class Results(Schema):
    """The results of one evaluation."""

    questions = fields.List(fields.Nested(QuestionResults), required=True)


class EvaluationView(Schema):
    """One evaluation."""

    id = fields.UUID(required=True, attribute="evaluation.id")
    purpose = fields.String(required=True, attribute="evaluation.purpose", validate=validate.OneOf(PURPOSES))
    occasion = fields.UUID(
        required=True,
        attribute="evaluation.occasion_id",
        allow_none=True,
        metadata={"description": "Null for a survey, which has none."},
    )
    activity = fields.UUID(required=True, attribute="evaluation.activity_id", allow_none=True)
    title = fields.String(required=True, attribute="evaluation.title")
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    held_on = fields.Date(
        required=True,
        attribute="evaluation.held_on",
        metadata={"description": "The occasion's last day; for a survey the day it opens."},
    )
    due_at = fields.AwareDateTime(
        required=True,
        attribute="evaluation.due_at",
        metadata={"description": "When the first are asked."},
    )
    closes_on = fields.Date(required=True, attribute="evaluation.closes_on")
    present = fields.Integer(
        required=True,
        attribute="evaluation.present",
        allow_none=True,
        metadata={"description": "How many were there; null for a survey, and where it is not known."},
    )
    invited = fields.Integer(required=True, attribute="evaluation.invited")
    nobody_asked = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(NOBODY_ASKED),
        metadata={
            "description": "Why nobody was asked: nobody was there, the sample passed over all who were, or"
            " none of them can be asked any more. Null where somebody was."
        },
    )
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


class MovedLastDay(Schema):
    """Another last day for an evaluation that can still be answered."""

    closes_on = Day(required=True, metadata={"description": "The last day to answer; today at the earliest."})
    remind_again = fields.Boolean(
        load_default=False,
        metadata={"description": "Remind those who have not answered once more, three days before it."},
    )


class UnaskedOccasion(Schema):
    """A completed occasion whose rule asked nobody."""

    occasion = fields.UUID(required=True, attribute="occasion_id")
    activity = fields.UUID(required=True, attribute="activity_id")
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([*KINDS]))
    form = fields.String(required=True, validate=validate.OneOf([*FORMS]))
    held_on = fields.Date(required=True)
    present = fields.Integer(required=True)


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
