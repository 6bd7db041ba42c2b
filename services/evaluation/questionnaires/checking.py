"""What a questionnaire must be: for each question by itself, beside what was asked before, and as a whole."""

from collections.abc import Iterable, Iterator, Sequence

from services.evaluation.questionnaires.questions import (
    CHOICES,
    SATISFACTION,
    Library,
    Purpose,
    Question,
)
from services.evaluation.questionnaires.texts import Texts
from shared.i18n import LazyString
from shared.i18n import lazy as _

MOST_QUESTIONS = 40
MOST_OPTIONS = 20
Fault = tuple[str, LazyString]  # where, as questions.2.options.0.text.sv, and what
Faults = dict[str, list[LazyString]]


def faults_of_questions(questions: Sequence[Question], library: Library) -> Faults:
    """What no draft may have, by path."""
    return _by_path(
        (f"questions.{place}.{path}", text)
        for place, question in enumerate(questions)
        for path, text in _faults(question, questions[:place], questions, library)
    )


def faults_in_publishing(purpose: Purpose, questions: Sequence[Question], library: Library) -> Faults:
    """What stands in the way of asking this, by path."""
    whole = _by_path(("questions", text) for text in _faults_of_whole(purpose, questions))
    return whole | faults_of_questions(questions, library)


def hanging_on(code: str, questions: Sequence[Question]) -> list[Question]:
    """The questions asked only of those who gave certain answers to this one."""
    return [item for item in questions if item.shown_if and item.shown_if.question == code]


def may_decide(question: Question) -> bool:
    """Whether other questions may hang on its answer: it has few, and each is known beforehand."""
    return bool(question.values) and question.kind != "number"


def _faults_of_whole(purpose: Purpose, questions: Sequence[Question]) -> Iterator[LazyString]:
    if not questions:
        yield _("Add at least one question.")
    if len(questions) > MOST_QUESTIONS:
        yield _("At most %(most)s questions: nobody answers more.", most=MOST_QUESTIONS)
    if purpose == "occasion" and not any(map(_measures_satisfaction, questions)):
        yield _(
            "The question with the code overall is missing. It must be there, on the scale from 1 to 5,"
            " be required and be asked of everybody: satisfaction is measured by it."
        )


def _measures_satisfaction(question: Question) -> bool:
    is_right = question.code == SATISFACTION and question.kind == "scale"
    return is_right and question.is_required and question.shown_if is None


def _faults(
    question: Question, earlier: Sequence[Question], all_of_them: Sequence[Question], library: Library
) -> Iterator[Fault]:
    if any(item.code == question.code for item in earlier):
        yield "code", _("Two questions have the same code.")
    yield from _faults_of_texts(question)
    yield from _faults_of_kind(question)
    yield from _faults_of_condition(question, earlier, all_of_them)
    if question.code in library.questions:
        yield from _faults_beside(question, library[question.code])


def _faults_of_texts(question: Question) -> Iterator[Fault]:
    missing = _("Write the text in Swedish.")
    if not question.text:
        yield "text.sv", missing
    for name in ("help", "lowest", "highest"):
        texts: Texts = getattr(question, name)
        if not texts and any(texts.by_language.values()):
            yield f"{name}.sv", missing
    for place, option in enumerate(question.options):
        if not option.text:
            yield f"options.{place}.text.sv", missing


def _faults_of_kind(question: Question) -> Iterator[Fault]:
    if question.figures:
        for name in ("lowest", "highest"):
            if not getattr(question, name):
                yield f"{name}.sv", _("Say in words what the end of the scale means.")
    elif question.lowest or question.highest:
        yield "lowest", _("Only scales have ends.")
    if question.kind in CHOICES:
        yield from _faults_of_options(question)
    elif question.options:
        yield "options", _("Only questions of one or several of many have alternatives.")
    if question.kind == "number":
        yield from _faults_of_bands(question.bands)
    elif question.bands:
        yield "bands", _("Only numbers have bands.")


def _faults_of_options(question: Question) -> Iterator[Fault]:
    if not 2 <= len(question.options) <= MOST_OPTIONS:
        yield "options", _("Give from two to %(most)s alternatives.", most=MOST_OPTIONS)
    codes = [option.code for option in question.options]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            yield f"options.{place}.code", _("Two alternatives have the same code.")


def _faults_of_bands(bands: Sequence[int]) -> Iterator[Fault]:
    if not 2 <= len(bands) <= MOST_OPTIONS or bands[0] != 0 or list(bands) != sorted(set(bands)):
        yield "bands", _("Write where each band begins, the first at 0 and each larger: 0, 5, 20.")


def _faults_of_condition(
    question: Question, earlier: Sequence[Question], all_of_them: Sequence[Question]
) -> Iterator[Fault]:
    condition = question.shown_if
    if condition is None:
        return
    asked_before = {item.code: item for item in earlier}
    found = asked_before.get(condition.question)
    if found is None:
        exists = any(item.code == condition.question for item in all_of_them)
        yield (
            "shown_if.question",
            _("That question is asked later: a question can only hang on one before it.")
            if exists
            else _("It hangs on a question that is not there."),
        )
    elif not may_decide(found):
        yield "shown_if.question", _("A question can only hang on one with answers to choose from.")
    elif not condition.values or condition.values - set(found.values):
        yield "shown_if.values", _("It hangs on an answer that does not exist.")


def _faults_beside(question: Question, known: Question) -> Iterator[Fault]:
    """A code means the same for ever, or years could not be compared."""
    if question.kind != known.kind:
        yield "code", _("The code belongs to a question of another kind. Choose another code.")
        return
    texts = {option.code: option.text.said_in("sv") for option in question.options}
    for option in known.options:
        text = option.text.said_in("sv")
        if option.code not in texts:
            yield (
                "options",
                _("“%(text)s” has been an alternative before, and cannot be taken away.", text=text),
            )
        elif texts[option.code] not in ("", text):
            place = list(texts).index(option.code)
            yield (
                f"options.{place}.text.sv",
                _("People have answered “%(text)s”: add an alternative rather than change it.", text=text),
            )
    if question.bands != known.bands and known.bands:
        bands = ", ".join(map(str, known.bands))
        yield "bands", _("The bands have been %(bands)s, and must stay so to be compared.", bands=bands)


def _by_path(faults: Iterable[Fault]) -> Faults:
    found: Faults = {}
    for path, text in faults:
        found.setdefault(path, []).append(text)
    return found
