"""A tertial in which each answer bears a name, so that a figure tells exactly whose answers it is of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from services.evaluation.models import PendingBallot, QuestionnaireVersion, StoredQuestionnaire
from services.evaluation.operations import close_evaluation
from services.evaluation.small_groups import OTHERS
from shared import clock
from shared.service import transaction
from tests.evaluation.rule_book import set_rule
from tests.evaluation.story import HELD, Person, Story, completed, person
from tests.events import handed

Names = frozenset[str]
Held = tuple[
    int, int, Sequence[tuple[str, int]]
]  # course, lecturer; of each present the place and what they gave

MOST = 40
GAVE_NOTHING, GAVE_ONE, GAVE_BOTH = range(3)
NAMED = ("who", "also")  # all who answer give the one, some of them the other
LECTURERS = (uuid4(), uuid4())


def content() -> dict[str, Any]:
    """A questionnaire whose every answer is a name."""
    options = [{"code": f"p{number}", "text": {"sv": f"Q{number}Z"}} for number in range(MOST)]
    scale = {"lowest": {"sv": "Nej"}, "highest": {"sv": "Ja"}, "is_required": True}
    overall = {"code": "overall", "kind": "scale", "text": {"sv": "Helheten?"}, **scale}
    named = [{"code": code, "kind": "one_of", "text": {"sv": code}, "options": options} for code in NAMED]
    return {"questions": [overall, *named]}


@dataclass
class NamedTertial:
    """What happens, and who was where."""

    story: Story
    courses: tuple[UUID, UUID] = field(default_factory=lambda: (uuid4(), uuid4()))
    evaluations: list[UUID] = field(default_factory=list)
    held: dict[str, UUID] = field(default_factory=dict)  # the evaluation that each was asked in
    places: dict[str, str] = field(default_factory=dict)
    said: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.story.at(), transaction() as session:
            session.add(StoredQuestionnaire(code="named", name="named", purpose="occasion", is_retired=False))
            session.flush()
            version = {"version": 1, "content": content(), "published_on": clock.today()}
            session.add(QuestionnaireVersion(code="named", **version))
        set_rule(self.story.app, questionnaire="named")
        self._numbers = count()

    def close_one_more(self, held: Held) -> UUID:
        """An occasion is held, answered and closed; returns its evaluation."""
        course, lecturer, present = held
        said = [self._answer(gave) for _, gave in present]
        people = [_somebody(place) for place, _ in present]
        about = {"activity_id": self.courses[course], "lecturer_contact_id": LECTURERS[lecturer]}
        event = completed(people, title=f"Kurs {course}", **about)
        with clock.at(HELD):
            handed(self.story.app, event)
        evaluation_id = self.story.evaluation(UUID(event.subject)).id
        with self.story.at(), transaction() as session:
            for one, answers in zip(people, said, strict=True):
                place = {name: one[name] for name in ("municipality", "district")}
                if answers:
                    session.add(PendingBallot(evaluation_id=evaluation_id, answers=answers, **place))
            close_evaluation(session, evaluation_id)
        self.evaluations.append(evaluation_id)
        for (place, _), answers in zip(present, said, strict=True):
            name = answers.get("who") or f"silent-{uuid4()}"
            self.held[name], self.places[name], self.said[name] = evaluation_id, place, answers
        return evaluation_id

    def asked(self, units: Mapping[UUID, Any], pooled: set[UUID], blocks: Sequence[str]) -> dict[Any, int]:
        """How many were asked by unit and block, as attendance lists tell; `units` is by evaluation."""
        cells: dict[Any, int] = {}
        for name, evaluation_id in self.held.items():
            place = self.places[name]
            block = place if place in blocks and evaluation_id not in pooled else OTHERS
            if evaluation_id in units:
                key = units[evaluation_id], block
                cells[key] = cells.get(key, 0) + 1
        return cells

    def _answer(self, gave: int) -> dict[str, Any]:
        if gave == GAVE_NOTHING:
            return {}
        name = f"p{next(self._numbers)}"
        return {"overall": 4, "who": name} | ({"also": name} if gave == GAVE_BOTH else {})


def atoms(figures: set[Names]) -> Iterator[Names]:
    """The parts into which these figures cut the answers: their sums and differences are made of these."""
    signature: dict[str, list[Names]] = {}
    for figure in figures:
        for name in figure:
            signature.setdefault(name, []).append(figure)
    parts: dict[frozenset[Names], set[str]] = {}
    for name, within in signature.items():
        parts.setdefault(frozenset(within), set()).add(name)
    return map(frozenset, parts.values())


def _somebody(place: str) -> Person:
    return person(municipality=place)
