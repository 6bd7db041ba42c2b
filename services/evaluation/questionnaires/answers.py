"""Answers as people give them: read, tidied, and refused where the questionnaire does not have them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load
from marshmallow.validate import ContainsOnly, Length, OneOf, Range

from services.evaluation.questionnaires.questions import NO, YES, Question, Questionnaire
from shared.i18n import lazy as _

LONGEST_TEXT, LONGEST_LINE = 4000, 200
LARGEST_NUMBER = 1_000_000


def answers_schema(questionnaire: Questionnaire, given: Mapping[str, Any]) -> type[Schema]:
    """The answers by code; what is left blank is not answered, and what is not asked is passed over.

    Whether a question is asked depends on what is given to those before it.
    """
    asked = {item.code: _field(item) for item in shown(questionnaire, given)}
    hidden = {item.code for item in questionnaire.questions} - asked.keys()
    name = f"Answers{questionnaire.code.title()}{questionnaire.version}"
    return type(name, (_Answers,), {**asked, "hidden": frozenset(hidden)})


def read_answers(questionnaire: Questionnaire, given: Any) -> dict[str, Any]:
    """The answers as they are kept. Raises ValidationError, by question."""
    if not isinstance(given, dict):
        raise ValidationError({"answers": [_("This must be an object.")]})
    answers: dict[str, Any] = answers_schema(questionnaire, given)().load(given)
    return {code: _tidy(value) for code, value in answers.items()}


def shown(questionnaire: Questionnaire, given: Mapping[str, Any]) -> list[Question]:
    """The questions that are asked of somebody who has given these answers."""
    asked: dict[str, Question] = {}
    for item in questionnaire.questions:
        condition = item.shown_if
        if condition is None or (
            condition.question in asked and condition.values & _values(given.get(condition.question))
        ):
            asked[item.code] = item
    return list(asked.values())


class _Answers(Schema):
    hidden: frozenset[str] = frozenset()

    @pre_load
    def leave_out(self, given: Any, **_options: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {
            code: value for code, value in given.items() if code not in self.hidden and not _is_blank(value)
        }


class _Figure(fields.Integer):
    """A whole number, from JSON as such, from a form in digits: never 4.5, true or a list."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, str) and not (value.isascii() and value.isdigit()):
            raise self.make_error("invalid", input=value)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class _Chosen(fields.List[str]):
    """Several of many, each once; a form that sends one sends it alone."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        chosen = super()._deserialize([value] if isinstance(value, str) else value, attr, data, **kwargs)
        return sorted(set(chosen))


def _field(question: Question) -> fields.Field[Any]:
    field = _field_of_kind(question)
    field.error_messages["required"] = str(_("Answer this question."))
    return field


def _field_of_kind(question: Question) -> fields.Field[Any]:
    required = question.is_required
    match question.kind:
        case "scale" | "recommendation":
            ends = Range(min=question.figures[0], max=question.figures[-1])
            return _Figure(required=required, validate=ends)
        case "yes_no":
            return fields.String(required=required, validate=OneOf((YES, NO)))
        case "one_of":
            return fields.String(required=required, validate=OneOf(question.values))
        case "many_of":
            return _Chosen(fields.String(), required=required, validate=ContainsOnly(question.values))
        case "number":
            return _Figure(required=required, validate=Range(min=0, max=LARGEST_NUMBER))
        case "short_text":
            return fields.String(required=required, validate=Length(max=LONGEST_LINE))
        case "text":
            return fields.String(required=required, validate=Length(max=LONGEST_TEXT))


def _values(answer: Any) -> set[str]:
    """What an answer as it was sent says, to compare a condition with."""
    if isinstance(answer, list):
        return {item for item in answer if isinstance(item, str)}
    return {str(answer)} if isinstance(answer, str | int) and not isinstance(answer, bool) else set()


def _is_blank(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not _tidy(value))


def _tidy(value: Any) -> Any:
    # Databases refuse the null character, and nobody means it.
    return value.replace("\x00", "").strip() if isinstance(value, str) else value
