"""Rules as programs and forms send them, and as they are shown."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.vocabulary import FORMS, KINDS

REMINDERS = ("first", "second", "third")
_LONGEST_CODE = 40
_HOURS = validate.Range(0, 720)
_DAYS = validate.Range(1, 90)
_MONTHS = validate.Range(1, 24)
_SIZE = validate.Range(1, 10_000)
_REMINDER = validate.Range(1, 90)
_SAMPLE_BY = ("share", "number")
_LECTURER_WHEN = ("never", "new", "always")


class AnyOr(fields.String):
    """A code of a list; null for any of them."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value or None


class RuleFields(Schema):
    """Whom a rule is for, and what it says; what is null is not done, or as the settings have it."""

    kind = AnyOr(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(list(KINDS)),
        metadata={"description": "The kind of activity; null for any."},
    )
    form = AnyOr(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(list(FORMS)),
        metadata={"description": "The form of the activity; null for any."},
    )
    questionnaire = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, _LONGEST_CODE),
        metadata={"description": "What participants are asked; null if nobody is asked."},
    )
    delay_hours = fields.Integer(strict=True, load_default=None, allow_none=True, validate=_HOURS)
    open_days = fields.Integer(strict=True, load_default=None, allow_none=True, validate=_DAYS)
    reminder_days = fields.List(
        fields.Integer(strict=True, validate=_REMINDER),
        load_default=list,
        validate=validate.Length(max=len(REMINDERS)),
        metadata={"description": "Days from the invitation to each reminder, in order."},
    )
    sample_by = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(_SAMPLE_BY))
    sample_size = fields.Integer(
        strict=True,
        load_default=None,
        allow_none=True,
        validate=_SIZE,
        metadata={"description": "Percent of those present, or a number of them, as `sample_by` says."},
    )
    lecturer_when = fields.String(
        load_default="never",
        validate=validate.OneOf(_LECTURER_WHEN),
        metadata={"description": "`new`: where the activity is held for the first time, or procured."},
    )
    lecturer_questionnaire = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(1, _LONGEST_CODE)
    )
    follow_up_months = fields.Integer(strict=True, load_default=None, allow_none=True, validate=_MONTHS)
    follow_up_questionnaire = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(1, _LONGEST_CODE)
    )


class RuleView(RuleFields):
    """One rule as it holds now."""

    id = fields.UUID(required=True)


class RuleList(Schema):
    """All the rules that are to be, in any order; those that are left out are removed."""

    rules = fields.List(fields.Nested(RuleFields), required=True, validate=validate.Length(1, 40))


class RuleForm(RuleFields):
    """A rule from a form, which has a field for each reminder."""

    delay_hours = fields.Integer(validate=_HOURS)
    open_days = fields.Integer(validate=_DAYS)
    sample_size = fields.Integer(validate=_SIZE)
    follow_up_months = fields.Integer(validate=_MONTHS)
    first_reminder = fields.Integer(validate=_REMINDER)
    second_reminder = fields.Integer(validate=_REMINDER)
    third_reminder = fields.Integer(validate=_REMINDER)

    @post_load
    def gather_reminders(self, data: Mapping[str, Any], **_options: Any) -> dict[str, Any]:
        """The days of the reminders that were filled in, as one list."""
        given = dict(data)
        days = [given.pop(f"{place}_reminder", None) for place in REMINDERS]
        return {**given, "reminder_days": [day for day in days if day is not None]}
