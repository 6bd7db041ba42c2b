"""What is asked: questionnaires by name and version, and how their answers are read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from marshmallow import Schema, ValidationError, fields, pre_load
from marshmallow.validate import Length, Range

from shared.i18n import LazyString
from shared.i18n import lazy as _

Kind = Literal["scale", "recommendation", "text"]

LONGEST_TEXT = 4000
SATISFACTION = "overall"  # the question whose 4 and 5 are "satisfied"
_VALUES = {"scale": range(1, 6), "recommendation": range(11), "text": range(0)}


class QuestionIsUnknown(LookupError):
    """No questionnaire asks, or asked, a question of that code."""


@dataclass(frozen=True)
class Question:
    """One question; its code is the same in every version, so that years can be compared."""

    code: str
    kind: Kind
    text: LazyString
    lowest: LazyString | None = None
    highest: LazyString | None = None
    is_required: bool = False

    @property
    def values(self) -> range:
        """The figures that answer it; none for a text."""
        return _VALUES[self.kind]

    @property
    def satisfied_from(self) -> int | None:
        """The lowest figure that counts as satisfied: 4 on the scale to 5."""
        return 4 if self.kind == "scale" else None


@dataclass(frozen=True)
class Questionnaire:
    """A version of a questionnaire, which never changes once somebody was asked."""

    name: str
    version: int
    questions: tuple[Question, ...]

    @property
    def figures(self) -> tuple[Question, ...]:
        """The questions answered by a figure."""
        return tuple(question for question in self.questions if question.values)

    @property
    def texts(self) -> tuple[Question, ...]:
        """The questions answered in the person's own words."""
        return tuple(question for question in self.questions if not question.values)

    @cached_property
    def schema(self) -> type[Schema]:
        """The answers as a person gives them, by code; what is left blank is not answered."""
        asked = {question.code: _field(question) for question in self.questions}
        return _Answers.from_dict(asked, name=f"Answers{self.name.title()}{self.version}")


class _Answers(Schema):
    @pre_load
    def leave_out_blanks(self, given: Any, **_options: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {code: value for code, value in given.items() if not _is_blank(value)}


class _Figure(fields.Integer):
    """A whole number, from JSON as such, from a form in digits: never 4.5, true or a list."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, str) and not (value.isascii() and value.isdigit()):
            raise self.make_error("invalid", input=value)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


def _field(question: Question) -> fields.Field[Any]:
    if not question.values:
        return fields.String(required=question.is_required, validate=Length(max=LONGEST_TEXT))
    return _Figure(
        required=question.is_required,
        validate=Range(min=question.values[0], max=question.values[-1]),
    )


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


STANDARD = Questionnaire(
    "standard",
    1,
    (
        Question(
            "overall",
            "scale",
            _("How satisfied are you with the course as a whole?"),
            _("Not at all satisfied"),
            _("Very satisfied"),
            is_required=True,
        ),
        Question(
            "enough_knowledge",
            "scale",
            _("I got the knowledge I need."),
            _("Do not agree at all"),
            _("Agree completely"),
        ),
        Question(
            "relevance",
            "scale",
            _("The content was relevant to my work."),
            _("Do not agree at all"),
            _("Agree completely"),
        ),
        Question(
            "use_at_work",
            "scale",
            _("I will use what I learned in my work."),
            _("Do not agree at all"),
            _("Agree completely"),
        ),
        Question(
            "lecturer",
            "scale",
            _("How good was the lecturer or course leader?"),
            _("Very poor"),
            _("Very good"),
        ),
        Question(
            "arrangement",
            "scale",
            _("How well did the practical side work: venue, times and information?"),
            _("Very badly"),
            _("Very well"),
        ),
        Question(
            "recommend",
            "recommendation",
            _("How likely are you to recommend the course to a colleague?"),
            _("Not at all likely"),
            _("Very likely"),
        ),
        Question("good", "text", _("What was good?")),
        Question("improve", "text", _("What could we do better?")),
    ),
)

QUESTIONNAIRES = {(item.name, item.version): item for item in (STANDARD,)}


def asked(name: str, version: int) -> Questionnaire:
    """The questionnaire exactly as it was asked."""
    return QUESTIONNAIRES[name, version]


def question(code: str) -> Question:
    """The newest wording of a question. Raises QuestionIsUnknown."""
    for item in reversed(QUESTIONNAIRES.values()):
        for candidate in item.questions:
            if candidate.code == code:
                return candidate
    raise QuestionIsUnknown(code)


def read_answers(questionnaire: Questionnaire, given: Any) -> dict[str, Any]:
    """The answers as they are kept. Raises ValidationError, by question."""
    if not isinstance(given, dict):
        raise ValidationError({"answers": [_("This must be an object.")]})
    answers: dict[str, Any] = questionnaire.schema().load(given)
    return {code: _tidy(value) for code, value in answers.items()}


def _tidy(value: Any) -> Any:
    # Databases refuse the null character, and nobody means it.
    return value.replace("\x00", "").strip() if isinstance(value, str) else value
