"""No difference between figures leaves one to four answers, whichever are subtracted, and whenever read.

Each answer bears a name here, so a figure found on the walk tells exactly whose it is of. What the figures of
occasions, courses and lecturers together cut the answers into are the parts of which every sum and every
difference of them is made: none has fewer than five, though all is read again after each closing. Those parts
are then the units from which an attacker with the attendance lists subtracts the tertial's places, and the
reverse, in every choice of both: so sums of courses are tried, too. Reporting tells nothing but these figures
(test_no_small_figure_in_reports.py), added up.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, PublishedTertial, Unit
from services.evaluation.small_groups import FEWEST
from shared import clock
from tests.applications import Applications
from tests.evaluation.named_answers import (
    GAVE_BOTH,
    GAVE_NOTHING,
    GAVE_ONE,
    LECTURERS,
    NAMED,
    Held,
    NamedTertial,
    Names,
    atoms,
)
from tests.evaluation.story import HELD, Story
from tests.evaluation.tables import STANDARD, tells_by_brute_force
from tests.evaluation.test_tertials import AFTER
from tests.evaluation.walk import addresses, figures_in, read
from tests.staff import bearer, token_for

PLACES = ("0114", "0115", "0182")
Figures = dict[str, set[Names]]  # by question
CODES = {code: code for code in NAMED} | dict.fromkeys(
    ("Helheten?", str(STANDARD["overall"].text.said_in("sv"))), "overall"
)


@dataclass(frozen=True)
class Walk:
    """Which addresses are read, and as which files."""

    where: str
    kinds: list[str]


SUMS = Walk("/api/.*/results$", [])
PROGRAMS = Walk("/api/(evaluations|activities|lecturers)", [])
EVERYTHING = Walk("/", ["csv", "xlsx"])

present = st.lists(st.tuples(st.sampled_from(PLACES), st.integers(0, 2)), max_size=9)
occasions = st.tuples(st.integers(0, 1), st.integers(0, 1), present)
FOUR, FIVE = [("0114", GAVE_BOTH)] * 4, [("0114", GAVE_BOTH)] * 5
# All six of the first answered: so the five of 0114 lie there, and first minus 0114 is one answer.
TELLING: list[Held] = [
    (0, 0, [("0114", GAVE_ONE)] * 5 + [("0115", GAVE_ONE)]),
    (1, 1, [("0114", GAVE_NOTHING)] * 5 + [("0115", GAVE_ONE)] * 9 + [("0115", GAVE_NOTHING)]),
]


@settings(
    max_examples=12,
    phases=[Phase.generate],
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(held=st.lists(occasions, min_size=2, max_size=4))
def test_no_subtraction_anywhere_leaves_one_to_four_answers(
    held: list[Held], fresh_database: Callable[[str, str], str], applications: Applications
) -> None:
    url = fresh_database("evaluation", "sqlite")
    with applications.lend("evaluation", url, evaluation_delay=0) as app:
        assert not list(_told(Story(app), held))


def _first_pool(session: Session, evaluation: Evaluation) -> Unit | None:
    """A pool whether or not it is published already."""
    mine = sa.select(Unit).where(Unit.activity_id == evaluation.activity_id, Unit.is_pool)
    return session.scalars(mine).first()


def test_pages_and_workbooks_leave_no_more(web_story: Story) -> None:
    held: list[Held] = [(0, 0, FOUR), (0, 1, FIVE), (0, 1, [*FOUR[:2], ("0115", GAVE_ONE)]), *TELLING]
    assert not list(_told(web_story, held, EVERYTHING))


MUTATIONS: dict[str, tuple[dict[str, Any], list[Held]]] = {
    "units of four": (
        dict.fromkeys(("operations.closing.may_show", "results.may_show"), lambda answered: True),
        [(0, 0, FOUR), (1, 1, FIVE)],
    ),
    "questions of four": (
        {"results.may_show": lambda answered: True}, [(0, 0, [*FOUR, ("0114", GAVE_ONE)]), (1, 1, FIVE)],
    ),
    "pools that grow": ({"operations.units._gathering_pool": _first_pool}, [(0, 0, FOUR)] * 3),
    "cuts by place": ({"blocks.telling_pair": lambda *sums: None}, TELLING),
}  # fmt: skip


@pytest.mark.parametrize("which", MUTATIONS)
def test_without_any_one_guard_a_subtraction_tells(
    which: str, web_story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    guards, held = MUTATIONS[which]
    for where, instead in guards.items():
        monkeypatch.setattr(f"services.evaluation.{where}", instead)
    assert list(_told(web_story, held))


def _told(story: Story, held: list[Held], last: Walk = PROGRAMS) -> Iterator[str]:
    """What an attacker learns of one to four answers, who reads sums after each closing, and all at last."""
    tertial, shown = NamedTertial(story), Figures()
    for one in held:
        tertial.close_one_more(one)
        _read_all(tertial, shown, SUMS)
    _read_all(tertial, shown, last)
    for code, figures in shown.items():
        parts = [part for part in atoms(figures) if len(part) < FEWEST]
        yield from (f"{len(part)} answers to {code} can be told" for part in parts)
    if shown:
        story.publish("2026-T1", AFTER)
        yield from (
            f"places tell of {code}" for code, figures in shown.items() if _tells(tertial, code, figures)
        )


def _read_all(tertial: NamedTertial, shown: Figures, walk: Walk) -> None:
    app, client = tertial.story.app, tertial.story.app.test_client()
    known: dict[str, list[Any]] = {"survey_id": [], "text_id": [], "token": [], "kind": walk.kinds}
    known |= {"evaluation_id": tertial.evaluations, "activity_id": [*tertial.courses]}
    known |= {"contact_id": [*LECTURERS]}
    readers = [token_for(app), *(token_for(app, "lecturer", contact_id=key) for key in LECTURERS)]
    with clock.at(HELD):
        for path in (path for path in addresses(app, known) if re.search(walk.where, path)):
            for reader in readers:
                for code, counts in figures_in(read(client, path, bearer(reader)), CODES):
                    if code in NAMED:
                        assert {number for _, number in counts} == {1}
                        shown.setdefault(code, set()).add(frozenset(_name(value) for value, _ in counts))


def _name(value: str) -> str:
    """The code of a name, which people read as Q7Z."""
    return f"p{value[1:-1]}" if value.startswith("Q") else value


def _tells(tertial: NamedTertial, code: str, figures: set[Names]) -> bool:
    """Whether subtracting places from the parts of what was shown, or the reverse, tells of one to four."""
    parts = dict(enumerate(atoms(figures)))
    units = {tertial.held[name]: number for number, part in parts.items() for name in part}
    (cuts,) = [row["cuts"] for row in tertial.story.rows(PublishedTertial)]
    blocks = Counter(
        {
            cut["value"]: item["answered"]
            for cut in cuts
            for item in cut["questions"]
            if cut["dimension"] == "municipality" and item["code"] == code
        }
    )
    pools = {row["id"] for row in tertial.story.rows(Unit) if row["is_pool"]}
    pooled = {row["id"] for row in tertial.story.rows(Evaluation) if row["unit_id"] in pools}
    sizes = Counter({number: len(part) for number, part in parts.items()})
    assert sizes.total() == blocks.total()
    return tells_by_brute_force(sizes, blocks, tertial.asked(units, pooled, blocks))
