"""What is asked: questions, and questionnaires made of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from services.evaluation.questionnaires.texts import NOTHING, Texts

Kind = Literal["scale", "recommendation", "yes_no", "one_of", "many_of", "number", "short_text", "text"]
Purpose = Literal["occasion", "follow_up", "lecturer", "survey"]

KINDS: tuple[Kind, ...] = (
    "scale",
    "recommendation",
    "yes_no",
    "one_of",
    "many_of",
    "number",
    "short_text",
    "text",
)
PURPOSES: tuple[Purpose, ...] = ("occasion", "follow_up", "lecturer", "survey")
SATISFACTION = "overall"  # the question whose 4 and 5 are "satisfied"
YES, NO = "yes", "no"
EITHER = {YES: Texts({"sv": "Ja", "en": "Yes"}), NO: Texts({"sv": "Nej", "en": "No"})}

# Seconds that an answer takes: to read and press, to think of a number or a line, to write if one likes.
_SECONDS: Mapping[str, int] = {"number": 10, "short_text": 10, "text": 15}
_FIGURES: Mapping[str, range] = {"scale": range(1, 6), "recommendation": range(11)}
CHOICES = ("one_of", "many_of")


class QuestionIsUnknown(LookupError):
    """No questionnaire asks, or asked, a question of that code."""


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from."""

    code: str
    text: Texts


@dataclass(frozen=True)
class Condition:
    """A question is asked only of those who gave one of these answers to an earlier one."""

    question: str
    values: frozenset[str]


@dataclass(frozen=True)
class Question:
    """One question; its code and kind are the same in every version, so that years can be compared."""

    code: str
    kind: Kind
    text: Texts
    help: Texts = NOTHING
    lowest: Texts = NOTHING
    highest: Texts = NOTHING
    options: tuple[Option, ...] = ()
    bands: tuple[int, ...] = ()
    is_required: bool = False
    shown_if: Condition | None = None

    @property
    def is_text(self) -> bool:
        """Whether it is answered in the person's own words."""
        return self.kind in ("short_text", "text")

    @property
    def figures(self) -> range:
        """The figures that answer it; none where it is no scale."""
        return _FIGURES.get(self.kind, range(0))

    @property
    def values(self) -> tuple[str, ...]:
        """What its answers are counted by: figures, yes and no, options, or the lower ends of bands."""
        if self.kind == "yes_no":
            return (YES, NO)
        if self.kind in CHOICES:
            return tuple(option.code for option in self.options)
        return tuple(str(value) for value in self.figures or self.bands)

    def said(self, value: str) -> Texts:
        """One of its values in words: yes and no, an option, a band such as 5–9, or the figure itself."""
        for option in self.options:
            if option.code == value:
                return option.text
        if self.bands and value in self.values:
            return Texts({"sv": self._band(value)})
        return EITHER.get(value) or Texts({"sv": value})

    def _band(self, value: str) -> str:
        place = self.values.index(value)
        if place + 1 == len(self.bands):
            return f"{value}–"
        last = self.bands[place + 1] - 1
        return value if str(last) == value else f"{value}–{last}"

    @property
    def is_tallied(self) -> bool:
        """Whether it is counted by place: each answer to it is one of few values, and one alone."""
        return self.kind in ("scale", "recommendation", "yes_no", "one_of")

    @property
    def satisfied_from(self) -> int | None:
        """The lowest figure that counts as satisfied: 4 on the scale to 5."""
        return 4 if self.kind == "scale" else None

    def with_options_of(self, other: "Question") -> "Question":
        """This question with the other's further options after its own."""
        added = [option for option in other.options if option.code not in self.values]
        return replace(self, options=(*self.options, *added)) if added else self

    def counted_as(self, answer: Any) -> tuple[str, ...]:
        """The values that an answer counts for; several where several may be chosen."""
        if self.kind == "many_of":
            return tuple(answer)
        if self.kind == "number":
            return tuple(str(band) for band in self.bands if band <= answer)[-1:]
        return () if self.is_text else (str(answer),)


@dataclass(frozen=True)
class Questionnaire:
    """A version of a questionnaire, which never changes once it was published."""

    code: str
    version: int
    name: str
    purpose: Purpose
    questions: tuple[Question, ...]

    @property
    def minutes(self) -> int:
        """About how long it takes to answer; what few are asked is not counted."""
        asked = [question for question in self.questions if question.shown_if is None]
        return max(1, round(sum(_SECONDS.get(question.kind, 7) for question in asked) / 60))

    @property
    def texts(self) -> tuple[Question, ...]:
        """The questions answered in the person's own words."""
        return tuple(question for question in self.questions if question.is_text)


@dataclass(frozen=True)
class Library:
    """Every question that was ever asked, by its code, in its newest wording."""

    questions: Mapping[str, Question] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Question:
        """The question of a code. Raises QuestionIsUnknown."""
        try:
            return self.questions[code]
        except KeyError:
            raise QuestionIsUnknown(code) from None

    def in_order(self, codes: Iterable[str]) -> Sequence[Question]:
        """The questions of these codes, in the order in which they are asked."""
        wanted = set(codes)
        return [question for code, question in self.questions.items() if code in wanted]
