"""Questionnaires as the API takes and gives them."""

from collections.abc import Mapping
from typing import Any, cast

from marshmallow import Schema, fields, post_load, validate

from services.evaluation.questionnaires import KINDS, PURPOSES, Question, questions_of
from services.evaluation.questionnaires.checking import MOST_OPTIONS, MOST_QUESTIONS
from shared.i18n import lazy as _

CODE = validate.Regexp(
    r"[a-z][a-z0-9_]{0,39}\Z",
    error=cast(str, _("Write a code of small letters a–z, digits and underscores, forty at most.")),
)
LONGEST_TEXT, LONGEST_NAME = 500, 120
_ANSWER = validate.Regexp(r"[a-z0-9_]{1,40}\Z", error=cast(str, _("Write the code of an answer.")))


class _Plain(fields.String):
    """Text without what no reader sees around it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).replace("\0", "").strip()


class TextsContent(Schema):
    """One text in Swedish, and perhaps in easy Swedish and English."""

    sv = _Plain(validate=validate.Length(max=LONGEST_TEXT))
    easy = _Plain(validate=validate.Length(max=LONGEST_TEXT))
    en = _Plain(validate=validate.Length(max=LONGEST_TEXT))


class OptionContent(Schema):
    """One of the answers to choose from."""

    code = fields.String(required=True, validate=CODE)
    text = fields.Nested(TextsContent, required=True)


class ConditionContent(Schema):
    """Only those are asked who gave one of these answers to an earlier question."""

    question = fields.String(required=True, validate=CODE)
    values = fields.List(
        fields.String(validate=_ANSWER), required=True, validate=validate.Length(min=1, max=MOST_OPTIONS)
    )


class QuestionContent(Schema):
    """One question."""

    code = fields.String(required=True, validate=CODE, metadata={"description": "It has one kind for ever."})
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    text = fields.Nested(TextsContent, required=True)
    help = fields.Nested(TextsContent)
    lowest = fields.Nested(TextsContent, metadata={"description": "What 1, or 0, means; for scales."})
    highest = fields.Nested(TextsContent)
    options = fields.List(fields.Nested(OptionContent), validate=validate.Length(max=MOST_OPTIONS))
    bands = fields.List(
        fields.Integer(strict=True, validate=validate.Range(0, 1_000_000)),
        validate=validate.Length(max=MOST_OPTIONS),
        metadata={"description": "Where each band of a number begins, the first at 0."},
    )
    is_required = fields.Boolean()
    shown_if = fields.Nested(ConditionContent)


class DraftContent(Schema):
    """All that a draft asks; it takes the place of what it asked."""

    name = _Plain(validate=validate.Length(min=1, max=LONGEST_NAME))
    questions = fields.List(
        fields.Nested(QuestionContent), required=True, validate=validate.Length(max=MOST_QUESTIONS)
    )
    revision = fields.String(metadata={"description": "What was read; another's change is then not lost."})

    @post_load
    def read(self, loaded: Mapping[str, Any], **_options: Any) -> dict[str, Any]:
        """The questions as such."""
        questions: tuple[Question, ...] = questions_of(loaded)
        return {**loaded, "questions": questions}


class DraftRevision(Schema):
    """Which content is meant."""

    revision = fields.String()


class NewQuestionnaire(Schema):
    """A questionnaire to begin, empty or as a copy."""

    name = _Plain(required=True, validate=validate.Length(min=1, max=LONGEST_NAME))
    purpose = fields.String(
        load_default="survey",
        validate=validate.OneOf(PURPOSES),
        metadata={"description": "A copy has that of what it copies."},
    )
    copy_of = fields.String(validate=CODE)
    code = fields.String(validate=CODE, metadata={"description": "Made of the name where it is left out."})


class QuestionnaireChange(Schema):
    """What may be said anew of a questionnaire; what is left out stays."""

    name = _Plain(validate=validate.Length(min=1, max=LONGEST_NAME))
    is_retired = fields.Boolean()


class ListedQuestionnaire(Schema):
    """A questionnaire in the list."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES))
    is_retired = fields.Boolean(required=True)
    version = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Null where nothing was published yet."}
    )
    published_on = fields.Date(required=True, allow_none=True)
    questions = fields.Integer(required=True, metadata={"description": "How many it asks."})
    has_draft = fields.Boolean(required=True)
    rules = fields.Integer(required=True, metadata={"description": "How many rules send it."})


class VersionQuery(Schema):
    """Which version to give."""

    version = fields.Integer(strict=False, validate=validate.Range(1, 100_000))


class QuestionnaireVersionView(Schema):
    """A version of a questionnaire, or its draft."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES))
    is_retired = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    published_on = fields.Date(required=True, allow_none=True, metadata={"description": "Null for a draft."})
    revision = fields.String(required=True)
    questions = fields.List(fields.Nested(QuestionContent), required=True, attribute="content.questions")


class AskedView(Schema):
    """What an invitation asks."""

    title = fields.String(required=True, attribute="evaluation.title")
    purpose = fields.String(required=True, attribute="evaluation.purpose")
    closes_on = fields.Date(required=True, attribute="evaluation.closes_on")
    questions = fields.List(fields.Nested(QuestionContent), required=True)
