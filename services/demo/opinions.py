"""What people answer when they are asked: most are pleased, few write much."""

import random
from collections.abc import Mapping

from services.evaluation.questionnaires import Question, Questionnaire

SATISFIED = 0.91
OFTEN, SELDOM = 0.93, 0.3  # how many answer a question that they may leave out, and one in their own words


def answers(dice: random.Random) -> dict[str, object]:
    """One person's answers about a course, by the codes of the questions."""
    is_pleased = dice.random() < SATISFIED
    codes = ("overall", "enough_knowledge", "relevance", "use_at_work", "lecturer", "arrangement")
    given: dict[str, object] = {code: _grade(dice, is_pleased) for code in codes}
    given["recommend"] = dice.randint(8, 10) if is_pleased else dice.randint(2, 7)
    if dice.random() < 0.3:
        given["good"] = dice.choice(_GOOD)
    if dice.random() < 0.2:
        given["improve"] = dice.choice(_IMPROVE)
    return given


def opinion_on(asks: Questionnaire, dice: random.Random, given: Mapping[str, object]) -> dict[str, object]:
    """Answers to what a questionnaire asks: what is `given` where it fits, and else what the dice say."""
    is_pleased = given["overall"] in (4, 5) if given else dice.random() < SATISFIED
    opinion: dict[str, object] = {}
    for question in asks.questions:
        if not _is_asked(question, opinion):
            continue
        if question.code in given:
            opinion[question.code] = given[question.code]
        elif not question.is_text and (question.is_required or dice.random() < OFTEN):
            opinion[question.code] = _answer(question, dice, is_pleased)
        elif not given and question.is_text and dice.random() < SELDOM:
            opinion[question.code] = dice.choice(_texts(asks, question))
    return {code: answer for code, answer in opinion.items() if answer != ""}


def _answer(question: Question, dice: random.Random, is_pleased: bool) -> object:
    match question.kind:
        case "scale":
            return _grade(dice, is_pleased)
        case "recommendation":
            return dice.randint(8, 10) if is_pleased else dice.randint(2, 7)
        case "yes_no":
            return dice.choices(question.values, (8, 2) if is_pleased else (5, 5))[0]
        case "many_of":
            return sorted(set(dice.choices(question.values[:-1], k=dice.randint(1, 4))))
        case "number":
            return dice.randint(0, 30)
    return dice.choice(question.values)


def _grade(dice: random.Random, is_pleased: bool) -> int:
    return dice.choice((4, 5, 5)) if is_pleased else dice.choice((1, 2, 3, 3, 3))


def _is_asked(question: Question, opinion: Mapping[str, object]) -> bool:
    condition = question.shown_if
    if condition is None:
        return True
    answer = opinion.get(condition.question)
    said = answer if isinstance(answer, list) else [str(answer)]
    return bool(condition.values.intersection(said))


def _texts(asks: Questionnaire, question: Question) -> tuple[str, ...]:
    return _WRITTEN.get(f"{asks.code}.{question.code}", ("",))


_GOOD = (
    "Exemplen från vardagen.",
    "Att vi fick öva tillsammans.",
    "Föreläsaren var kunnig och rolig.",
    "Bra blandning av teori och samtal.",
    "Nu förstår jag varför det blir som det blir.",
    "Fint att träffa kollegor från andra kommuner.",
)
_IMPROVE = (
    "Mer tid för frågor.",
    "Svårt att höra längst bak.",
    "Gärna fler pauser.",
    "Materialet kunde ha kommit före kursen.",
    "Lite långt att resa.",
)
_WRITTEN: dict[str, tuple[str, ...]] = {
    "follow_up.example": (
        "Vi har gjort om schemat på boendet till bilder.",
        "Jag backar i stället för att tjata, och det blir lugnare.",
        "Vi tar upp ett exempel på varje arbetsplatsträff.",
    ),
    "follow_up.need_more": ("En uppföljande dag med handledning.", "Mer om samsjuklighet."),
    "lecturer.what_worked": ("Gruppen var nyfiken och delade med sig.", "Övningarna efter lunch."),
    "lecturer.what_to_change": ("En halvtimme till för frågor.", "Salen var för stor för samtal i grupp."),
    "needs.biggest_need": (
        "Grundutbildning för alla nya i basgruppen.",
        "Bemötande vid utåtagerande, helst på arbetsplatsen.",
        "Stöd till chefer som leder arbetet med social dokumentation.",
    ),
    "needs.other_topic_text": ("Digitala hjälpmedel i vardagen.",),
    "year.keep": ("Nätverken, där vi lär av varandra.", "De korta kurserna nära oss."),
    "year.improve": ("Ge oss höstens program redan i maj.", "Fler platser på de kurser som fylls först."),
}
