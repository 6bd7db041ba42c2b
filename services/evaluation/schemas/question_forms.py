"""The forms by which coordinators write questionnaires."""

from typing import cast

from marshmallow import Schema, fields, validate

from services.evaluation.questionnaires import KINDS, PURPOSES
from services.evaluation.questionnaires.checking import MOST_OPTIONS
from services.evaluation.schemas.questionnaires import (
    CODE,
    LONGEST_NAME,
    LONGEST_TEXT,
    TextsContent,
)
from shared.i18n import lazy as _

_BANDS = validate.Regexp(
    r"[0-9]{1,7}(\s*,\s*[0-9]{1,7})*\Z", error=cast(str, _("Write numbers with commas: 0, 5, 20."))
)


class OptionRow(Schema):
    """One alternative; its code is made of its text the first time."""

    code = fields.String(validate=CODE)
    sv = fields.String(validate=validate.Length(max=LONGEST_TEXT))
    easy = fields.String(validate=validate.Length(max=LONGEST_TEXT))
    en = fields.String(validate=validate.Length(max=LONGEST_TEXT))


class QuestionForm(Schema):
    """One question."""

    seen = fields.String()
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    code = fields.String(validate=CODE)
    text = fields.Nested(TextsContent)
    help = fields.Nested(TextsContent)
    lowest = fields.Nested(TextsContent)
    highest = fields.Nested(TextsContent)
    options = fields.List(fields.Nested(OptionRow), validate=validate.Length(max=MOST_OPTIONS))
    bands = fields.String(validate=_BANDS)
    is_required = fields.Boolean()
    shown_if = fields.List(fields.String(validate=validate.Regexp(r"[a-z0-9_]+:[a-z0-9_]+\Z")))


class KnownQuestionForm(Schema):
    """A question that another questionnaire asks already."""

    seen = fields.String()
    known = fields.String(required=True, validate=CODE)


class SeenForm(Schema):
    """An act upon a draft as it was shown."""

    seen = fields.String()


class MoveForm(SeenForm):
    """Which way a question goes."""

    direction = fields.String(required=True, validate=validate.OneOf(("up", "down")))


class NewQuestionnaireForm(Schema):
    """A questionnaire to begin: a copy of another, or empty for a purpose."""

    name = fields.String(required=True, validate=validate.Length(max=LONGEST_NAME))
    copy_of = fields.String(validate=CODE)
    purpose = fields.String(load_default="survey", validate=validate.OneOf(PURPOSES))


class NameForm(Schema):
    """The name of a questionnaire."""

    name = fields.String(required=True, validate=validate.Length(max=LONGEST_NAME))
