"""No page, file or call of reporting shows a figure of fewer than five answers, or one of no published group.

Reporting is told what the evaluation service itself publishes. A figure of answers is a sum of whole
published units, of five answers or more each, or that of a published cut. How many were asked and have
answered is no answer: it is told of every occasion, but of places only as the cuts have it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, reduce
from itertools import combinations, product
from operator import add
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from services.evaluation.small_groups import FEWEST
from shared import clock, events
from shared.envelope import Event
from shared.sheets import XLSX
from tests.applications import Applications
from tests.evaluation.report_walk import (
    Shown,
    addresses,
    answers_in,
    let_in,
    means_in,
    measured,
    read,
    shares_in,
    shown,
)
from tests.evaluation.story import Story, completed, person
from tests.events import emitted, handed
from tests.staff import bearer, token_for

MakeDatabase = Callable[[str, str], str]
OVER = datetime(2026, 10, 1, 8, tzinfo=UTC)
ONE, OTHER = uuid4(), uuid4()  # lecturers
ASKED = {
    "satisfied_share": "overall",
    "overall_mean": "overall",
    "enough_knowledge_share": "enough_knowledge",
    "enough_knowledge_mean": "enough_knowledge",
}
TELLING = [
    f"/reporting/{rest}?period=2026"
    for rest in ("", "occasions", "api/occasions", "api/goals", "api/report.pdf", "api/report.xlsx")
]
SAID = {0, 75, 85, 90}  # of a place where nobody took part, and in the words of the goals

# When an occasion was held, how and by whom; and what each of those asked gave to two questions, if anything.
Given = tuple[int, int | None] | None
HELD: list[tuple[tuple[int, int], str, Any, list[Given]]] = [
    ((3, 12), "procured", ONE, [(5, 4), (4, 4), (2, 5), (5, None), (5, 2), (3, None), (4, 3), (5, 5), None]),
    ((3, 13), "procured", ONE, [(5, 5), (5, 5), (5, 1), (2, 2), None, None, None]),  # four: too few
    ((4, 9), "cooperation", OTHER, [(4, 4), (4, None), (3, None), (4, None), (1, 1), (5, 5), None, None]),
    ((6, 4), "procured", ONE, [(5, 5), (5, 4), (4, 4), (4, 5), (4, 3), (5, 5), (2, 2), None]),
]


@dataclass(frozen=True)
class Group:
    """Answers to one question: how many, how many of them 4 or 5, and their sum."""

    answered: int
    satisfied: int
    points: float

    def __add__(self, other: "Group") -> "Group":
        return Group(
            self.answered + other.answered, self.satisfied + other.satisfied, self.points + other.points
        )

    def value(self, measure: str) -> float:
        """As the measure has it."""
        if measure.endswith("_mean"):
            return round(self.points / self.answered, 2)
        return round(self.satisfied / self.answered, 4)


@dataclass(frozen=True)
class World:
    """Reporting after three tertials, of which two are published, and what may stand in it."""

    app: Flask
    told: list[Event]

    @cached_property
    def groups(self) -> dict[str, set[Group]]:
        """By question: the sums of published units, and the published cuts, one by one and over tertials."""
        return {
            code: _sums([_group(code, given) for *_, given in HELD]) | _sums_of_cuts(code, self.cuts)
            for code in set(ASKED.values())
        }

    @cached_property
    def cuts(self) -> list[dict[str, Any]]:
        """Every published cut."""
        return [cut for e in self.told if e.type is events.TertialResultsPublished for cut in e["cuts"]]

    @cached_property
    def figures(self) -> set[tuple[str, float]]:
        """Every figure of answers that may be shown: measure and value."""
        return {
            (measure, group.value(measure)) for measure, code in ASKED.items() for group in self.groups[code]
        }

    @cached_property
    def counts(self) -> set[tuple[int, int]]:
        """How many have answered and were asked, of any evaluations together."""
        latest = {
            e.subject: (e["answered"], e["invited"]) for e in self.told if e.type is events.ResponseCounted
        }
        return {
            (sum(one[0] for one in chosen), sum(one[1] for one in chosen))
            for size in range(1, len(latest) + 1)
            for chosen in combinations(latest.values(), size)
        }

    @cached_property
    def counts_of_places(self) -> set[tuple[int, int]]:
        """How many have answered and were asked, of published cuts, one by one and over tertials."""
        found: dict[tuple[str, str], list[Counter[str]]] = {}
        for cut in self.cuts:
            answered = {item["code"]: item["answered"] for item in cut["questions"]}.get("overall", 0)
            if answered >= FEWEST and cut["invited"] is not None:
                pair = Counter({"answered": answered, "invited": cut["invited"]})
                found.setdefault((cut["dimension"], cut["value"]), []).append(pair)
        pairs = [pair for these in found.values() for pair in (*these, sum(these, Counter[str]()))]
        return {(pair["answered"], pair["invited"]) for pair in pairs}

    @cached_property
    def shares(self) -> set[int]:
        """Every share in percent that a person may read."""
        rates = {round(100 * part / whole) for part, whole in self.counts | self.counts_of_places if whole}
        return (
            SAID | rates | {round(100 * value) for name, value in self.figures if not name.endswith("_mean")}
        )


@pytest.mark.slow
def test_every_figure_in_a_report_is_of_whole_published_groups(
    fresh_database: MakeDatabase, applications: Applications
) -> None:
    with _world(fresh_database, applications) as world:
        seen = list(_answers(world, _everybody(world)))
        for path, answer in seen:
            assert not _strange(world, answer), f"{path} shows {_strange(world, answer)}"
        rows = [row for _, answer in seen for row in answer.rows]
        assert {measure for measure, _ in measured(rows)} == {*ASKED}  # it has met figures of every sort
        assert {row.get("of") for row in rows} >= {6, 13, 15}
        kinds = {answer.mimetype for _, answer in seen if shares_in(answer.words) - SAID}
        assert kinds == {"text/html", "application/pdf", XLSX}
        assert set().union(*(answers_in(answer.words) for _, answer in seen)) >= {6, 13, 15}


def test_a_report_on_four_would_be_found(
    fresh_database: MakeDatabase, applications: Applications, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were units of four published, the walk would meet them on pages, in files and on paper."""
    monkeypatch.setattr("services.evaluation.operations.closing.may_show", lambda answered: answered > 3)
    monkeypatch.setattr("services.evaluation.results.may_show", lambda answered: answered > 3)
    with _world(fresh_database, applications) as world:
        met = _answers(world, [token_for(world.app)], TELLING)
        assert {path for path, answer in met if _strange(world, answer)} == {*TELLING}


def _strange(world: World, answer: Shown) -> set[Any]:
    """What an answer shows and may not."""
    rows, words = answer.rows, answer.words
    strange: set[Any] = {*measured(rows)} - world.figures
    strange |= {("%", share) for share in shares_in(words) - world.shares}
    strange |= means_in(words) - {value for name, value in world.figures if name.endswith("_mean")}
    sizes = {group.answered for groups in world.groups.values() for group in groups}
    strange |= {("of", number) for number in answers_in(words) - sizes}
    return strange.union(*(_strange_in(world, row) for row in rows))


def _strange_in(world: World, row: Any) -> set[Any]:
    if row.get("measure") in ASKED and row["value"] is not None:
        groups = world.groups[ASKED[row["measure"]]]
        pairs = {(group.value(row["measure"]), group.answered) for group in groups}
        return {(row["value"], row["of"])} - pairs
    if row.get("response_rate") is None:
        few = row.get("municipality") and row.get("answered") is not None and row["answered"] < FEWEST
        return {("answered", row["answered"])} if few else set()
    of_place = row.get("municipality") or row.get("name") == "Upplands Väsby"
    allowed = world.counts_of_places if of_place else world.counts
    return {(row["answered"], row["invited"])} - allowed


def _group(code: str, given: list[Given]) -> Group:
    values = [value for value in (one[code == "enough_knowledge"] for one in given if one) if value]
    return Group(len(values), sum(value > 3 for value in values), sum(values))


def _sums(groups: list[Group]) -> set[Group]:
    large = [group for group in groups if group.answered >= FEWEST]
    sizes = range(1, len(large) + 1)
    return {reduce(add, chosen) for size in sizes for chosen in combinations(large, size)}


def _sums_of_cuts(code: str, cuts: list[dict[str, Any]]) -> set[Group]:
    found: dict[tuple[str, str], list[Group]] = {}
    for cut in cuts:
        for item in cut["questions"]:
            if item["code"] == code:
                group = Group(item["answered"], item["satisfied"], item["mean"] * item["answered"])
                found.setdefault((cut["dimension"], cut["value"]), []).append(group)
    return {group for groups in found.values() for group in _sums(groups)}


@contextmanager
def _world(fresh_database: MakeDatabase, applications: Applications) -> Iterator[World]:
    url = fresh_database("evaluation", "sqlite")
    with applications.lend("evaluation", url, evaluation_delay=0) as app:
        told = _held(Story(app)) + emitted(app)
    heard = {
        events.OccasionCompleted,
        events.ResponseCounted,
        events.OccasionResultsPublished,
        events.TertialResultsPublished,
    }
    told = [event for event in told if event.type in heard]
    with applications.lend("reporting", fresh_database("reporting", "sqlite")) as reporting:
        handed(reporting, *told)
        yield World(reporting, told)


def _held(story: Story) -> list[Event]:
    """Everything happens; returns what registration told of it."""
    told = []
    for day, form, lecturer, given in HELD:
        present = [person(municipality="0114" if number % 4 else "0115") for number in range(len(given))]
        state = {
            "occasion_id": uuid4(),
            "form": form,
            "lecturer_contact_id": lecturer,
            "activity_id": uuid4(),
        }
        ends_at = datetime(2026, *day, 14, tzinfo=UTC)
        answers = [_answer(*one) for one in given if one]
        story.held_and_closed(present, answers, ends_at=ends_at, **state)
        told.append(completed(present, ends_at=ends_at, **state))
    present = [person() for _ in range(9)]
    running = {"occasion_id": uuid4(), "ends_at": datetime(2026, 9, 25, 14, tzinfo=UTC)}
    story.answer_all(story.hold(present, **running), present, [{"overall": 1}] * 3)  # type: ignore[arg-type]
    for tertial in ("2026-T1", "2026-T2"):
        story.publish(tertial, OVER)
    return [*told, completed(present, **running)]  # type: ignore[arg-type]


def _answer(overall: int, knowledge: int | None) -> dict[str, Any]:
    return {"overall": overall} | ({"enough_knowledge": knowledge} if knowledge else {})


def _everybody(world: World) -> list[str]:
    return [
        token_for(world.app),
        token_for(world.app, "representative", municipality="0114"),
        token_for(world.app, "lecturer", contact_id=ONE),
    ]


def _answers(world: World, readers: list[str], paths: Sequence[str] = ()) -> Iterator[tuple[str, Shown]]:
    """What each reader is shown, at these addresses or at all."""
    client, known = world.app.test_client(), dict[bytes, Shown]()
    with clock.at(OVER):
        let_in(world.app)
        for path, reader in product(paths or addresses(world.app), readers):
            answer = read(client, path, bearer(reader))
            if answer.status_code == 200:
                yield path, shown(answer, known)
