"""No address of this service shows a figure of fewer than five, nor figures that give one by subtraction.

Each figure found on a walk through all of them is a sum of published units, whole ones, of five answers or
more each. So whatever is added and subtracted, what is left is made of whole units too: none, or five or
more. The cuts by place, which are no such sums, are held against all units by
tests/evaluation/test_differences.py.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.evaluation import schedule
from services.evaluation.models import Evaluation, FreeText, ResultLink, Rule, Unit
from services.evaluation.operations import answer
from services.evaluation.operations.publishing import publish_tertial
from services.evaluation.small_groups import FEWEST
from services.evaluation.tokens import new_token
from shared import clock
from shared.auth.tokens import fingerprint
from shared.service import transaction
from tests.applications import Applications
from tests.evaluation.story import Story, people
from tests.evaluation.tables import STANDARD, standard
from tests.evaluation.walk import Figures, addresses, figures_in, read
from tests.staff import bearer, token_for

LATER = datetime(2026, 9, 12, 7, tzinfo=UTC)  # when follow-ups are due
OVER = datetime(2026, 10, 1, 8, tzinfo=UTC)
LECTURERS, CREDIT_COURSE = [uuid4(), uuid4()], uuid4()
CODES = {
    str(question.text.said_in("sv")): code
    for asked in (STANDARD, standard("follow_up"), standard("year"))
    for code, question in asked.questions.items()
}

# What was answered to surveys, and to follow-ups of credit courses: enough for results, and too few.
SURVEYS = [[{"overall": value} for value in (5, 4, 4, 3, 2, 5)], [{"overall": 2}] * 4]
FOLLOW_UPS = [[{"used": "yes", "use_at_work": value} for value in (5, 4, 4, 2, 1)], [{"used": "no"}] * 4]

# An occasion: of which of two courses, by which of two lecturers, and what each who answered gave to two
# questions, the second of which may be left out.
occasions = st.tuples(
    st.integers(0, 1),
    st.integers(0, 1),
    st.lists(st.tuples(st.integers(1, 5), st.none() | st.integers(1, 5)), max_size=9),
)


@dataclass(frozen=True)
class World:
    """A tertial in which everything has closed, and is published."""

    story: Story
    known: dict[str, list[Any]]
    published: list[dict[str, Counter[str]]]  # by unit: how often each value was given to each question
    hidden: list[str]  # texts that nobody is to see

    @property
    def sums(self) -> set[Figures]:
        """Every figure that is a sum of whole units, each of five answers or more to the question."""
        return {
            (code, tuple(sorted(sum((unit[code] for unit in chosen), Counter()).items())))
            for code in set(CODES.values())
            for large in [[unit for unit in self.published if unit[code].total() >= FEWEST]]
            for size in range(1, len(large) + 1)
            for chosen in combinations(large, size)
        }


@pytest.mark.slow
@settings(
    max_examples=2,
    phases=[Phase.generate],  # a world is dear, and a wrong figure says where it stands
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(held=st.lists(occasions, min_size=3, max_size=6))
def test_every_figure_anywhere_is_a_sum_of_whole_published_units(
    held: list[Any], fresh_database: Callable[[str, str], str], applications: Applications
) -> None:
    url = fresh_database("evaluation", "sqlite")
    with applications.lend("evaluation", url, evaluation_delay=0) as app:
        world = _world(Story(app), held)
        sums = world.sums
        for path, answer in _answers(world):
            found = set(figures_in(answer, CODES))
            assert found <= sums, f"{path} shows {found - sums}"
            assert not [text for text in world.hidden if text.encode() in answer.data], path


def test_a_figure_of_four_would_be_found(web_story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a unit of four published, the walk would meet it."""
    monkeypatch.setattr("services.evaluation.operations.closing.may_show", lambda answered: True)
    monkeypatch.setattr("services.evaluation.results.may_show", lambda answered: True)
    world = _world(web_story, [(0, 0, [(3, None)] * 4), (1, 1, [(4, None)] * 6)])
    found = {figures for _, answer in _answers(world) for figures in figures_in(answer, CODES)}
    assert found - world.sums >= {("overall", (("3", 4),)), ("overall", (("2", 4),)), ("used", (("no", 4),))}


def _answers(world: World) -> Iterator[tuple[str, Any]]:
    client = world.story.app.test_client()
    readers = [token_for(world.story.app), *(_lecturer(world, key) for key in LECTURERS)]
    with clock.at(OVER):
        for path in addresses(world.story.app, world.known):
            for reader in readers:
                yield path, read(client, path, bearer(reader))


def _lecturer(world: World, contact_id: UUID) -> str:
    return token_for(world.story.app, "lecturer", contact_id=contact_id)


def _world(story: Story, held: list[Any]) -> World:
    courses, tokens = (uuid4(), uuid4()), {}
    given: dict[UUID, list[Any]] = {}
    for course, lecturer, figures in held:
        answered = [_answer(number, *one) for number, one in enumerate(figures)]
        key = story.held_and_closed(
            people(len(figures) + 1),
            answered,
            activity_id=courses[course],
            lecturer_contact_id=LECTURERS[lecturer],
            title=f"Kurs {course}",
        )
        given[key], tokens[key] = answered, new_token(key)
    surveys = {story.survey_answered(answers): answers for answers in SURVEYS}
    given |= surveys
    for answers in FOLLOW_UPS:
        given |= _followed_up(story, answers)
    with story.at(OVER), transaction() as session:
        for key, token in tokens.items():
            link = {"evaluation_id": key, "contact_id": LECTURERS[0], "expires_on": OVER + timedelta(days=9)}
            session.add(ResultLink(token_hash=fingerprint(token), **link))
        rules = list(session.scalars(sa.select(Rule.id)))
        evaluations = session.scalars(sa.select(Evaluation)).all()
        units = {unit.id: unit for unit in session.scalars(sa.select(Unit))}
        texts = session.scalars(sa.select(FreeText)).all()
        if any(unit.results for unit in units.values()):
            publish_tertial(session, "2026-T1")
        shown = [unit.id for unit in units.values() if unit.results]
        return World(
            story,
            _known(courses, tokens, [text.id for text in texts], rules)
            | {"evaluation_id": [*given], "survey_id": [*surveys]},
            [_given_in([given[item.id] for item in evaluations if item.unit_id == key]) for key in shown],
            [text.text for text in texts if text.unit_id not in shown],
        )


def _followed_up(story: Story, answers: list[dict[str, Any]]) -> dict[UUID, list[Any]]:
    """A credit course whose evaluation and follow-up were answered; returns what was answered to each."""
    present, right_after = people(6), [{"overall": 5}] * 6
    first = story.held_and_closed(present, right_after, kind="credit_course", activity_id=CREDIT_COURSE)
    with story.at(LATER):
        schedule.issue_invitations()
    same = Evaluation.occasion_id == story.evaluation_by_id(first).occasion_id
    with story.database.read() as session:
        mine = sa.select(Evaluation.id).where(same, Evaluation.purpose == "follow_up")
        later = session.scalars(mine).one()
    with story.at(LATER), transaction() as session:
        for token, given in zip(story.tokens(later).values(), answers, strict=False):
            answer(session, token, given)
    story.close(later)
    return {first: right_after, later: answers}


def _answer(number: int, overall: int, lecturer: int | None) -> dict[str, Any]:
    text = f"dold-{uuid4().hex[:12]}-{number}"
    return {"overall": overall, "good": text} | ({"lecturer": lecturer} if lecturer else {})


def _given_in(evaluations: list[list[Any]]) -> dict[str, Counter[str]]:
    found = {code: Counter[str]() for code in CODES.values()}
    for one in [one for answers in evaluations for one in answers]:
        for code in found.keys() & one.keys() - {"good"}:
            found[code][str(one[code])] += 1
    return found


def _known(
    courses: tuple[UUID, UUID], tokens: dict[UUID, str], texts: list[UUID], rules: list[UUID]
) -> dict[str, list[Any]]:
    return {
        "activity_id": [*courses, CREDIT_COURSE],
        "contact_id": LECTURERS,
        "text_id": texts,
        "token": [*tokens.values()],
        "kind": ["csv", "xlsx", "pdf"],
        "code": ["standard"],
        "name": ["overall"],
        "rule_id": rules[:1],
        "version": [1],
        "language": ["sv"],
    }
