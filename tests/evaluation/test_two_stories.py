"""The same story twice, but that two people have changed answers, or one has answered instead of the other.

Chance falls alike in both. After the closing nothing differs between them: no row, where it lies or when it
was written, no page of a file and no line of a log. What is proved so for this service on each database is
proved for all four together by tests/journeys/test_nothing_links_an_answer.py.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import structlog
from flask import request
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from services.evaluation.models import Ballot, Invitation, Unit
from services.evaluation.operations import closing, units, wiping
from services.evaluation.operations.tallying import Place
from shared import clock
from shared.web.app import WebApp
from tests.applications import Applications
from tests.chance import fix_chance
from tests.evaluation.story import HELD, Story, people
from tests.evaluation.traces import Traces, files_in, rows_in, without_durations

ANNAS = {"overall": 1, "lecturer": 2, "good": "Kaffet", "improve": "Allt annat"}
BOS = {"overall": 5, "recommend": 10, "good": "Exemplen ur vardagen"}
USUAL = {"overall": 4, "lecturer": 4, "good": "Bra"}

Answers = Mapping[
    int, Mapping[str, Any]
]  # who, by their place on the list, in the order in which they answer
Damage = Callable[[pytest.MonkeyPatch], None]
Play = Callable[..., Traces]


def _answers(given: Answers) -> Answers:
    return {**dict.fromkeys(range(2, 6), USUAL), **given}


CHANGED = (_answers({0: ANNAS, 1: BOS}), _answers({0: BOS, 1: ANNAS}))
INSTEAD = (_answers({0: ANNAS}), _answers({1: ANNAS}))
FEW = ({0: ANNAS, 2: USUAL}, {1: ANNAS, 2: USUAL})  # they wait in a pool


@pytest.fixture
def play(fresh_database: Callable[[str, str], str], applications: Applications) -> Play:
    """`play(engine, answers)` plays a story, perhaps with something damaged; returns its traces."""

    def played(engine: str, answers: Answers, damage: Damage | None = None) -> Traces:
        url = fresh_database("evaluation", engine)
        with (
            applications.lend("evaluation", url, evaluation_delay=0) as app,
            pytest.MonkeyPatch.context() as monkeypatch,
            capture_logs() as log,
        ):
            fix_chance(monkeypatch)
            if damage:
                damage(monkeypatch)
            story = Story(app)
            _answer_and_close(story, answers)
            found = _files(story) if engine == "sqlite" else rows_in(story.database)
        return found | {"log": without_durations(log)}

    return played


def _answer_and_close(story: Story, answers: Answers) -> None:
    present = people(8)
    evaluation_id = story.hold(present)
    tokens, web = story.tokens(evaluation_id), story.app.test_client()
    for who, given in answers.items():
        address = f"/evaluation/api/answers/{tokens[present[who]['contact_id']]}"
        with clock.at(HELD):
            assert web.post(address, json={"answers": given}).status_code == 204
            assert web.post(address, json={"answers": given}).status_code == 410
    story.close(evaluation_id)
    assert story.wipe()


def _files(story: Story) -> Traces:
    """The files of the database, by their endings."""
    path = Path(str(story.database.url.database))
    found = files_in(path.parent)
    return {name.removeprefix(path.name): found[name] for name in found if name.startswith(path.name)}


def _different(play: Play, engine: str, stories: tuple[Answers, Answers], *damage: Damage) -> dict[str, Any]:
    """What differs, by its name: of lists the entries that one of the stories alone has, or their order."""
    one, other = (play(engine, answers, *damage) for answers in stories)
    differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    return {
        name: (_only(one.get(name), other.get(name)), _only(other.get(name), one.get(name)))
        for name in differing
    }


def _only(mine: Any, others: Any) -> Any:
    if not isinstance(mine, list) or not isinstance(others, list):
        return f"{len(mine or b'')} bytes"
    return [item for item in mine if item not in others] or mine


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("stories", [CHANGED, INSTEAD, FEW], ids=["changed", "instead", "few"])
def test_nothing_tells_which_story_was_played(
    engine: str, stories: tuple[Answers, Answers], play: Play
) -> None:
    assert _different(play, engine, stories) == {}


def keep_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shuffle nothing."""
    monkeypatch.setattr("random.SystemRandom.shuffle", lambda _self, items: None)


def keep_the_invitations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the invitations as they were."""

    def places(session: Session, evaluation_id: UUID) -> list[Place]:
        mine = sa.select(Invitation).where(Invitation.evaluation_id == evaluation_id)
        return [Place.of(row) for row in session.scalars(mine)]

    monkeypatch.setattr(closing, "_rewrite_invitations", places)


def number_the_ballots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Number the ballots in the order in which they were answered, though their rows are shuffled."""
    keep_the_order(monkeypatch)

    def insert(session: Session, unit: Unit, figures: list[Any], _texts: list[Any]) -> None:
        unit.answered = len(figures)
        numbered = enumerate(figures, 1)
        rows = [{"id": UUID(int=number), "unit_id": unit.id, "answers": item} for number, item in numbered]
        session.execute(sa.insert(Ballot), sorted(rows, key=lambda row: repr(row["answers"])))

    monkeypatch.setattr(units, "_insert", insert)


def wipe_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say that all is overwritten, and overwrite nothing."""
    monkeypatch.setattr(wiping, "_is_rewritten", lambda database: True)


def log_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Log each call with its address, as servers do by themselves."""

    def noted(self: WebApp) -> Any:
        structlog.get_logger("web").info("request", method=request.method, path=request.path)
        return super(WebApp, self).full_dispatch_request()

    monkeypatch.setattr(WebApp, "_noted", noted)


@pytest.mark.parametrize(
    ("damage", "stories"),
    [
        (keep_the_order, CHANGED),
        (number_the_ballots, CHANGED),
        (keep_the_invitations, INSTEAD),
        (wipe_nothing, CHANGED),
        (log_answers, INSTEAD),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_stories_would_differ_if_this_were_not_done(
    engine: str, damage: Damage, stories: tuple[Answers, Answers], play: Play
) -> None:
    assert _different(play, engine, stories, damage)
