"""A question as a form, and the form as a question."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.evaluation.operations.describing import free_code
from services.evaluation.questionnaires import LANGUAGES, Question, Texts
from services.evaluation.questionnaires.checking import MOST_OPTIONS, may_decide
from services.evaluation.questionnaires.problems import DraftIsWrong
from services.evaluation.questionnaires.questions import CHOICES, Condition, Option
from services.evaluation.questionnaires.texts import NOTHING
from services.evaluation.schemas.question_forms import QuestionForm
from shared.i18n import gettext as _
from shared.web import Form

_TEXTS = ("text", "help", "lowest", "highest")
_EMPTY_ROWS = 3


def form_of(question: Question) -> Form:
    """The form of a question as it stands, or as it was sent."""
    given: dict[str, Any] = {"kind": question.kind, "code": question.code}
    for name in _TEXTS:
        given |= _texts(name, getattr(question, name))
    for row, option in enumerate(question.options):
        given |= {f"options.{row}.code": option.code, **_texts(f"options.{row}", option.text)}
    given["bands"] = ", ".join(map(str, question.bands))
    given["is_required"] = "true" if question.is_required else ""
    if question.shown_if:
        given["shown_if"] = [f"{question.shown_if.question}:{value}" for value in question.shown_if.values]
    return Form(QuestionForm, given)


def rows_of(form: Form) -> int:
    """How many rows of alternatives to show: those that are filled in, and some more."""
    filled = {name.split(".")[1] for name, value in form.values.items() if value and _is_row(name)}
    last = max((int(row) for row in filled if row.isdecimal()), default=-1)
    return min(max(last + 1 + _EMPTY_ROWS, 5), MOST_OPTIONS)


def question_from(form: Form, code: str | None, taken: set[str]) -> Question:
    """The question that was written; a new one, without a code, gets one made of its text.

    Raises DraftIsWrong.
    """
    data = form.data
    text = Texts(data.get("text", {}))
    return Question(
        code=code or data.get("code") or free_code(text.said_in("sv"), taken),
        kind=data["kind"],
        text=text,
        help=_given(data, "help"),
        lowest=_given(data, "lowest"),
        highest=_given(data, "highest"),
        options=_options(data) if data["kind"] in CHOICES else (),
        bands=tuple(int(number) for number in data["bands"].split(",")) if data.get("bands") else (),
        is_required=data.get("is_required", False),
        shown_if=_condition(data.get("shown_if", ())),
    )


def add_faults(form: Form, problem: DraftIsWrong, place: int) -> None:
    """Show the faults of the question at this place beside its fields, and others on top."""
    mine = f"questions.{place}."
    rows = _rows(form)
    moved: dict[str, list[str]] = {}
    for path, texts in problem.errors.items():
        name = "" if path.startswith("questions") else path
        if path.startswith(mine):
            name = _field_of(path.removeprefix(mine), rows)
        moved.setdefault(name, []).extend(texts)
    form.add_problem(DraftIsWrong(errors=moved))


def deciding(questions: Sequence[Question]) -> list[Question]:
    """The questions that a later one may hang on."""
    return [item for item in questions if may_decide(item)]


def _texts(name: str, texts: Texts) -> dict[str, str]:
    return {f"{name}.{language}": texts.by_language.get(language, "") for language in LANGUAGES}


def _given(data: Mapping[str, Any], name: str) -> Texts:
    return Texts(data[name]) if data.get(name) else NOTHING


def _options(data: Mapping[str, Any]) -> tuple[Option, ...]:
    """The alternatives that have a text; a row that was emptied is taken away."""
    rows = [row for row in data.get("options", ()) if _says_something(row)]
    taken = {row["code"] for row in rows if "code" in row}
    found = []
    for row in rows:
        code = row.get("code") or free_code(row.get("sv", ""), taken)
        taken.add(code)
        words = {language: row[language] for language in LANGUAGES if language in row}
        found.append(Option(code, Texts(words)))
    return tuple(found)


def _says_something(row: Mapping[str, Any]) -> bool:
    return any(row.get(language) for language in LANGUAGES)


def _condition(chosen: Sequence[str]) -> Condition | None:
    if not chosen:
        return None
    questions = {choice.partition(":")[0] for choice in chosen}
    if len(questions) > 1:
        text = _("Choose answers to one and the same question.")
        raise DraftIsWrong(errors={"shown_if": [text]})
    return Condition(questions.pop(), frozenset(choice.partition(":")[2] for choice in chosen))


def _rows(form: Form) -> list[int]:
    """The rows of the form that have become alternatives, in order."""
    said = {
        int(name.split(".")[1])
        for name, value in form.values.items()
        if value and _is_row(name) and not name.endswith(".code") and name.split(".")[1].isdecimal()
    }
    return sorted(said)


def _is_row(name: str) -> bool:
    return name.startswith("options.") and name.count(".") == 2


def _field_of(path: str, rows: Sequence[int]) -> str:
    """The name that the form has for a part of a question."""
    head, _dot, rest = path.partition(".")
    if head == "options" and rest:
        number, _dot, leaf = rest.partition(".")
        row = rows[int(number)] if int(number) < len(rows) else int(number)
        return f"options.{row}.{leaf.removeprefix('text.') if leaf != 'code' else 'sv'}"
    if head == "shown_if":
        return head
    return f"{head}.sv" if head in _TEXTS else path
