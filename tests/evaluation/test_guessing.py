"""Guessing from order: somebody who knows all orders there are does no better than chance.

That the shuffles are fair is what tests/evaluation/test_two_stories.py leaves to be shown. The guesser has
seen many closings with the right answers: it has learned, for each order of people and each order of
answers, which place in the one goes with which in the other. Then it guesses in closings that it has not
seen.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

import pytest

from services.evaluation.models import Ballot, FreeText, Invitation
from tests.evaluation.story import Story, people

PEOPLE, LEARNED, GUESSED = 8, 6, 6
# A guess hits one of eight by chance: six in six closings. Of 24 ways to guess any reaches 26 about once in
# a hundred million runs; without a shuffle the best of them hits all 48.
TOO_MANY = 26

Orders = dict[str, list[int]]  # a name → the people, or those who gave the answers, by their number


def test_orders_tell_no_more_than_chance(web_story: Story) -> None:
    assert _best_guess(web_story) < TOO_MANY


@pytest.mark.parametrize("which", ["ballots and texts", "all"])
def test_the_guesser_would_succeed_without_a_shuffle(
    which: str, web_story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    shuffled = "services.evaluation.operations.{}._chance.shuffle"
    for module in ("units", "closing") if which == "all" else ("units",):
        monkeypatch.setattr(shuffled.format(module), lambda items: None)
    if which == "all":
        assert _best_guess(web_story) >= TOO_MANY
    else:  # the closing's own shuffle stands before that of the units: either is enough
        assert _best_guess(web_story) < TOO_MANY


def _best_guess(story: Story) -> int:
    """How often the best way to guess hits, in closings that it did not learn from."""
    closings = [_closing(story, Random(number)) for number in range(LEARNED + GUESSED)]
    learned, unseen = closings[:LEARNED], closings[LEARNED:]
    ways = product(closings[0][0], closings[0][1])
    return max(_hits(unseen, way, _learn(learned, way)) for way in ways)


def _learn(closings: Sequence[tuple[Orders, Orders]], way: tuple[str, str]) -> list[int]:
    """For each place in the order of people, the place of the answers that went with it most often."""
    seen = [
        Counter(answers[way[1]].index(one[way[0]][place]) for one, answers in closings) for place in _PLACES
    ]
    return [counter.most_common(1)[0][0] for counter in seen]


def _hits(closings: Sequence[tuple[Orders, Orders]], way: tuple[str, str], learned: list[int]) -> int:
    return sum(
        one[way[0]][place] == answers[way[1]][learned[place]]
        for one, answers in closings
        for place in _PLACES
    )


_PLACES = range(PEOPLE)


def _closing(story: Story, chance: Random) -> tuple[Orders, Orders]:
    """An evaluation in which everybody gives an answer of their own; all orders of people and of answers."""
    present = people(PEOPLE)
    number = {one["contact_id"]: place for place, one in enumerate(present)}
    answering = chance.sample(present, PEOPLE)
    evaluation_id = story.hold(present)
    answers = [
        {"recommend": number[one["contact_id"]], "good": str(number[one["contact_id"]])} for one in answering
    ]
    story.answer_all(evaluation_id, answering, answers)
    unit_id = story.close(evaluation_id).unit_id
    invited = [row for row in story.rows(Invitation) if row["evaluation_id"] == evaluation_id]
    persons = {
        "in which they answered": [number[one["contact_id"]] for one in answering],
        "of the list": list(_PLACES),
        "of contacts": [number[key] for key in sorted(number)],
        "of registrations": [number[one["contact_id"]] for one in sorted(present, key=_registration)],
        "of rows": [number[row["contact_id"]] for row in invited],
        "of invitations": [number[row["contact_id"]] for row in sorted(invited, key=_id)],
    }
    return persons, dict(_orders_of_answers(story, unit_id))


def _orders_of_answers(story: Story, unit_id: UUID | None) -> Iterator[tuple[str, list[int]]]:
    for model in (Ballot, FreeText):
        rows = [row for row in story.rows(model) if row["unit_id"] == unit_id]
        yield f"{model.__tablename__} by row", [_giver(row) for row in rows]
        yield f"{model.__tablename__} by id", [_giver(row) for row in sorted(rows, key=_id)]


def _giver(row: dict[str, Any]) -> int:
    return int(row["text"] if "text" in row else row["answers"]["recommend"])


def _id(row: dict[str, Any]) -> UUID:
    found: UUID = row["id"]
    return found


def _registration(one: dict[str, Any]) -> UUID:
    found: UUID = one["registration_id"]
    return found
