"""Surveys as programs and forms send them, and as they are shown."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from shared import clock
from shared.i18n import gettext as _
from shared.web import Paging

STATES = ("planned", "open", "closed")
MOST_REMINDERS = 4
MOST_ROWS = 2_000
_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)
_LARGEST = 10_000_000


class Title(fields.String):
    """One line that can be read."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = " ".join(super()._deserialize(value, attr, data, **options).split())
        if not text.isprintable():
            raise ValidationError(_("The text has characters that cannot be kept."))
        return text


class Day(fields.Date):
    """A date within this century: its midnight is a moment in every time zone."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> date:
        day: date = super()._deserialize(value, attr, data, **options)
        if not _EARLIEST <= day <= _LATEST:
            raise ValidationError(_("Write a date between 2000 and 2099."))
        return day


class Moment(fields.AwareDateTime):
    """A moment with its offset, within this century."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **options)
        if not _EARLIEST <= moment.date() <= _LATEST:
            raise ValidationError(_("Write a date between 2000 and 2099."))
        return moment.astimezone(UTC)


def _title(*, required: bool = False) -> Title:
    return Title(required=required, validate=validate.Length(min=1, max=200))


def _questionnaire(*, required: bool = False) -> fields.String:
    meant = "The code of a questionnaire of purpose `survey`, which is asked in its newest version."
    return fields.String(required=required, validate=validate.Length(max=40), metadata={"description": meant})


class _Said(Schema):
    """What may be left out both of a new survey and of a change."""

    opens_at = Moment(
        allow_none=True,
        metadata={"description": "When its recipients are asked; at once where a new survey leaves it out."},
    )
    reminder_days = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, 365)),
        validate=validate.Length(max=MOST_REMINDERS),
        metadata={"description": "Days after the opening on which those who have not answered are reminded."},
    )
    compared_with = fields.UUID(allow_none=True, metadata={"description": "An earlier survey."})


class NewSurvey(_Said):
    """A survey that is not tied to an occasion."""

    title = _title(required=True)
    questionnaire = _questionnaire(required=True)
    closes_on = Day(required=True, metadata={"description": "The last day to answer."})


class SurveyChange(_Said):
    """What is to be otherwise; what is left out stays."""

    title = _title()
    questionnaire = _questionnaire()
    closes_on = Day()


class SurveyQuery(Paging):
    """Which surveys to list."""

    state = fields.String(validate=validate.OneOf(STATES))


class SurveyView(Schema):
    """A survey; answers are shown once it is closed, if there are five."""

    id = fields.UUID(required=True, attribute="survey.id")
    title = fields.String(required=True, attribute="survey.title")
    questionnaire = fields.String(required=True, attribute="survey.questionnaire")
    questionnaire_version = fields.Integer(required=True, attribute="survey.questionnaire_version")
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    opens_at = fields.AwareDateTime(required=True, attribute="survey.due_at")
    closes_on = fields.Date(required=True, attribute="survey.closes_on")
    reminder_days = fields.List(fields.Integer(), required=True, attribute="survey.reminder_days")
    compared_with = fields.UUID(required=True, allow_none=True, attribute="survey.compared_with")
    is_imported = fields.Boolean(
        required=True, metadata={"description": "Only the published results of an earlier survey are known."}
    )
    invited = fields.Integer(required=True, attribute="survey.invited")
    answered = fields.Integer(required=True)
    response_rate = fields.Float(required=True, allow_none=True)
    has_results = fields.Boolean(required=True, attribute="has_results")
    is_small = fields.Boolean(
        required=True, metadata={"description": "So few are asked that their answers may be guessed."}
    )


class FormerRow(Schema):
    """How many gave one answer to one question."""

    question = fields.String(required=True, validate=validate.Length(max=40))
    value = fields.String(
        required=True,
        validate=validate.Length(max=40),
        metadata={"description": "A value of the question, or * for how many answered it."},
    )
    count = fields.Integer(required=True, strict=True, validate=validate.Range(0, _LARGEST))


class FormerSurvey(Schema):
    """What was published of an earlier survey: a year, and sums."""

    title = _title(required=True)
    year = fields.Integer(required=True, strict=True, validate=validate.Range(1990, 2099))
    questionnaire = _questionnaire(required=True)
    invited = fields.Integer(allow_none=True, strict=True, validate=validate.Range(0, _LARGEST))
    rows = fields.List(
        fields.Nested(FormerRow), required=True, validate=validate.Length(min=1, max=MOST_ROWS)
    )


class ComparisonQuery(Schema):
    """Which two surveys to compare."""

    a = fields.UUID(required=True, metadata={"description": "The earlier one."})
    b = fields.UUID(required=True, metadata={"description": "The later one."})


class SurveyForm(Schema):
    """The form of a survey: a day and a time, and up to two reminders."""

    title = _title(required=True)
    questionnaire = fields.String(required=True)
    opens_on = Day(required=True)
    opens_time = fields.Time(load_default=None, format="%H:%M")
    closes_on = Day(required=True)
    first_reminder = fields.Integer(validate=validate.Range(1, 365))
    second_reminder = fields.Integer(validate=validate.Range(1, 365))
    compared_with = fields.UUID(load_default=None)

    @post_load
    def as_survey(self, data: Mapping[str, Any], **_options: Any) -> dict[str, Any]:
        """What the form says, as programs say it."""
        names = ("title", "questionnaire", "closes_on", "compared_with")
        days = [data[name] for name in ("first_reminder", "second_reminder") if name in data]
        opens_at = clock.local_moment(data["opens_on"], data["opens_time"] or datetime.min.time())
        return {name: data[name] for name in names} | {"reminder_days": days, "opens_at": opens_at}


class FormerSurveyForm(Schema):
    """The form of an earlier survey; its rows come in a file or a field of their own."""

    title = _title(required=True)
    year = fields.Integer(required=True, validate=validate.Range(1990, 2099))
    questionnaire = fields.String(required=True)
    invited = fields.Integer(validate=validate.Range(0, _LARGEST))
