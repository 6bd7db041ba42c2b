"""Who was asked what by letter, and what they answer: the ledger's own account of every evaluation and survey."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from services.demo.letters import Question
from services.demo.opinions import opinion_on
from services.evaluation import operations as evaluation
from services.evaluation.models import Evaluation, LecturerReport
from services.evaluation.operations.reporting_back import give_report, open_report
from services.evaluation.queries.questionnaires import questionnaire
from services.evaluation.questionnaires import Questionnaire
from services.evaluation.tokens import evaluation_of
from shared import clock

PROMPT, REMINDED = 0.5, 0.7  # so many answer at once, and so many when they have been reminded
SLOWEST = 6  # days until those who need no reminder have answered
PATIENCE = timedelta(days=15)  # after so long an evaluation has closed, and sent its last reminder


@dataclass
class Asked:
    """One person: the letters that they got about one asking, and whether they have answered."""

    tokens: list[str] = field(default_factory=list)
    has_answered: bool = False
    letters_before: int = 0  # that they had got when they answered


@dataclass
class Asking:
    """One evaluation, follow-up, survey or lecturer's report, as the letters about it tell."""

    evaluation_id: UUID
    occasion_id: UUID | None
    purpose: str
    asks: Questionnaire
    reminders: int
    closes_at: datetime
    since: datetime = field(default_factory=clock.now)
    people: dict[str, Asked] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether the last letter about it has gone long ago."""
        return self.since + PATIENCE < clock.now()

    @property
    def silent(self) -> list[Asked]:
        """Those who have not answered."""
        return [asked for asked in self.people.values() if not asked.has_answered]


class Askings:
    """Every asking that somebody got a letter about; `at` opens a transaction of a service."""

    def __init__(self, at: Callable[[str], AbstractContextManager[Session]]) -> None:
        self._at = at
        self._known: dict[tuple[UUID | None, bool], Asking] = {}

    def take(self, questions: Iterable[Question]) -> Iterator[Asking]:
        """Sort new letters by what they ask about; gives the askings that nobody had heard of."""
        for letter in questions:
            key = evaluation_of(letter.token), letter.is_to_lecturer
            if key not in self._known:
                self._known[key] = self._opened(letter)
                yield self._known[key]
            self._known[key].people.setdefault(letter.address, Asked()).tokens.append(letter.token)

    def __iter__(self) -> Iterator[Asking]:
        return iter(self._known.values())

    def answer(
        self, asking: Asking, asked: Asked, dice: random.Random, given: Mapping[str, object] | None = None
    ) -> None:
        """Answer by the newest link; what is not `given` is up to the dice."""
        opinion = opinion_on(asking.asks, dice, given or {})
        with self._at("evaluation") as session:
            if asking.purpose == "lecturer":
                give_report(session, asked.tokens[-1], opinion)
            else:
                evaluation.answer(session, asked.tokens[-1], opinion)
        asked.has_answered, asked.letters_before = True, len(asked.tokens)

    def read_mail(self) -> None:
        """Lecturers, and those who got a follow-up or a survey, answer when each of them would."""
        now = clock.now()
        for asking in self:
            if asking.purpose == "occasion" or asking.closes_at <= now:
                continue
            for address, asked in asking.people.items():
                dice = random.Random(f"{address} {asking.purpose} {asking.asks.code} {asking.since.date()}")
                if not asked.has_answered and _answers_now(asking, asked, dice):
                    self.answer(asking, asked, dice)

    def _opened(self, letter: Question) -> Asking:
        with self._at("evaluation") as session:
            if letter.is_to_lecturer:
                found, report = open_report(session, letter.token)
                return _asking(session, found, report)
            return _asking(session, evaluation.open_invitation(session, letter.token))


def _asking(session: Session, found: Evaluation, report: LecturerReport | None = None) -> Asking:
    asks = report or found
    return Asking(
        evaluation_id=found.id,
        occasion_id=found.occasion_id,
        purpose="lecturer" if report else found.purpose,
        asks=questionnaire(session, asks.questionnaire, asks.questionnaire_version),
        reminders=len(found.reminder_days),
        closes_at=found.closes_at,
    )


def _answers_now(asking: Asking, asked: Asked, dice: random.Random) -> bool:
    mood, days = dice.random(), dice.randint(0, SLOWEST)
    if mood < PROMPT:
        return asking.since + timedelta(days=days) <= clock.now()
    return mood < REMINDED and len(asked.tokens) > 1
