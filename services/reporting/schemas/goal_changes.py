"""Goals and comments as programs and forms send them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.reporting.goals.outcome import Comparison
from services.reporting.goals.ways import BY_WAY, LISTS
from shared.i18n import gettext as _

CODE = r"[a-z][a-z0-9_]{1,39}"
_MOST = 1_000_000_000  # far more than any measure gets
_TEXT = 2000


class Line(fields.String):
    """A text on one line that is not blank."""

    def _deserialize(self, value: Any, *given: Any, **named: Any) -> Any:
        return " ".join(str(super()._deserialize(value, *given, **named)).split())


class Post(Line):
    """Who answers for something: a post, for no names are kept in this service."""

    def _deserialize(self, value: Any, *given: Any, **named: Any) -> Any:
        text = super()._deserialize(value, *given, **named)
        if "@" in text:
            raise ValidationError(_("Write a post, such as the office, and no name or address."))
        return text


class Cut(Schema):
    """What is counted of all; what is left out is not filtered."""

    form = fields.String(validate=validate.OneOf(list(LISTS["form"])))
    kind = fields.String(validate=validate.OneOf(list(LISTS["kind"])))
    area = fields.String(validate=validate.Length(1, 100))
    role = fields.String(validate=validate.OneOf(list(LISTS["role"])))
    employer = fields.String(validate=validate.OneOf(list(LISTS["employer"])))
    side = fields.String(validate=validate.OneOf(list(LISTS["side"])))


class GoalFields(Schema):
    """What a goal says: its measure, the cut it is measured in, and what it must reach."""

    area = Line(required=True, validate=validate.Length(1, 60), metadata={"example": "Deltagande"})
    sentence = Line(required=True, validate=validate.Length(1, 200))
    measure = fields.String(required=True, validate=validate.OneOf(list(BY_WAY)))
    cut = fields.Nested(Cut, load_default=dict)
    comparison = fields.Enum(Comparison, by_value=True, load_default=Comparison.AT_LEAST)
    target = fields.Float(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, _MOST),
        metadata={"description": "A share is between 0 and 1; null where a year before is the target."},
    )
    responsible = Post(load_default="", validate=validate.Length(max=80))
    position = fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(0, 10_000)
    )
    valid_from = fields.Date(load_default=None, allow_none=True)
    valid_to = fields.Date(
        load_default=None, allow_none=True, metadata={"description": "Its last day; with it the goal ends."}
    )


class NewGoal(GoalFields):
    """A goal that is added; its code is made where none is given."""

    code = fields.String(validate=[validate.Regexp(f"^{CODE}$"), validate.NoneOf(["new"])])


class GoalChange(GoalFields):
    """A goal as it is to be, whole."""

    seen = fields.Integer(
        strict=True,
        metadata={"description": "The revision that was read; another one now answers goal_is_stale."},
    )


class NewComment(Schema):
    """What is to be said of a goal in a tertial; empty takes the comment away."""

    text = fields.String(required=True, validate=validate.Length(max=_TEXT))
    seen = fields.Integer(strict=True, metadata={"description": "The revision that was read."})


class GoalForm(Schema):
    """A goal from a form: a field for each cut, and a share's target in percent."""

    area = Line(required=True, validate=validate.Length(1, 60))
    sentence = Line(required=True, validate=validate.Length(1, 200))
    responsible = Post(load_default="", validate=validate.Length(max=80))
    measure = fields.String(required=True, validate=validate.OneOf(list(BY_WAY)))
    comparison = fields.Enum(Comparison, by_value=True, required=True)
    target = fields.String(load_default="", validate=validate.Length(max=20))
    cut = fields.Nested(Cut, load_default=dict)
    position = fields.Integer(load_default=None, validate=validate.Range(0, 10_000))
    valid_from = fields.Date(load_default=None)
    valid_to = fields.Date(load_default=None)
    seen = fields.Integer(load_default=None)


class EndForm(Schema):
    """The last day of a goal."""

    valid_to = fields.Date(required=True)
    seen = fields.Integer(load_default=None)


class CommentForm(Schema):
    """A comment from a form, where an empty text is sent as none."""

    text = fields.String(load_default="", validate=validate.Length(max=_TEXT))
    seen = fields.Integer(load_default=None)
