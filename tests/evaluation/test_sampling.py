"""Random samples: by municipality, drawn once, checked by drawing again, never too often the same people."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.models import Invitation
from services.evaluation.operations.sampling import draw, sample_size
from shared import events
from tests.evaluation.story import HELD, Person, Story, completed, people, person
from tests.events import handed

PLACES = ("0114", "0115", "0117", "0180", "0182")
crowds = st.lists(st.integers(0, 12), min_size=1, max_size=5).map(
    lambda sizes: [
        one for place, size in zip(PLACES, sizes, strict=False) for one in people(size, municipality=place)
    ]
)


def by_place(drawn: list[Person]) -> Counter[str]:
    return Counter(one["municipality"] for one in drawn)


@given(present=crowds, size=st.integers(0, 40), seed=st.text(max_size=8))
def test_each_municipality_has_its_share_within_one_place_and_at_least_one_where_there_is_room(
    present: list[Person], size: int, seed: str
) -> None:
    drawn = by_place(draw(seed, present, size))
    there = by_place(present)
    size = min(size, len(present))
    assert drawn.total() == size
    raised = sum(size * number < len(present) for number in there.values()) if size >= len(there) else 0
    for place, number in there.items():
        share = size * number / len(present)
        assert -1 - raised < drawn[place] - share < 1 or drawn[place] == 1
        assert drawn[place] >= (1 if size >= len(there) else 0)


@given(present=crowds, size=st.integers(0, 40), often=st.sets(st.integers(0, 60)))
def test_who_was_drawn_too_often_is_passed_over_for_somebody_else(
    present: list[Person], size: int, often: set[int]
) -> None:
    passed_over = {one["contact_id"] for number, one in enumerate(present) if number in often}
    drawn = draw("seed", present, size, passed_over)
    left = [one for one in present if one["contact_id"] not in passed_over]
    assert not passed_over & {one["contact_id"] for one in drawn}
    assert len({one["registration_id"] for one in drawn}) == len(drawn) == min(size, len(left))


def test_the_place_of_somebody_passed_over_stays_in_the_municipality() -> None:
    present = people(10, municipality="0114") + people(10, municipality="0182")
    first = draw("seed", present, 6)
    again = draw("seed", present, 6, {first[0]["contact_id"]})
    assert by_place(again) == by_place(first) == {"0114": 3, "0182": 3}
    assert {one["contact_id"] for one in first[1:]} <= {one["contact_id"] for one in again}


def test_everybody_is_drawn_as_often_as_anybody() -> None:
    present = people(6, municipality="0114") + people(4, municipality="0182")
    times = Counter(one["contact_id"] for number in range(2000) for one in draw(str(number), present, 5))
    assert all(900 < times[one["contact_id"]] < 1100 for one in present)  # 1000 ± 22 by chance


@pytest.mark.parametrize(
    ("present", "by", "size", "drawn"),
    [
        (40, "share", 30, 12),
        (41, "share", 30, 13),
        (10, "share", 30, 5),
        (3, "share", 30, 3),
        (0, "share", 30, 0),
        (40, "number", 8, 8),
        (6, "number", 8, 6),
    ],
)
def test_a_share_is_rounded_up_and_five_are_drawn_if_so_many_are_there(
    present: int, by: str, size: int, drawn: int
) -> None:
    assert sample_size(present, by, size) == drawn


NETWORK = {"kind": "network", "form": "in_house"}


def test_after_a_network_meeting_a_sample_is_asked_which_anybody_can_draw_again(story: Story) -> None:
    present = people(30, municipality="0114") + people(10, municipality="0182")
    evaluation_id = story.hold(present, **NETWORK)
    seed = story.evaluation_by_id(evaluation_id).sample_seed
    assert seed is not None
    assert story.tokens(evaluation_id).keys() == {one["contact_id"] for one in draw(seed, present, 12)}
    (told,) = story.told(events.ResponseCounted)
    assert told["invited"] == 12


def test_a_sample_is_drawn_once_whatever_happens_to_the_list(story: Story) -> None:
    occasion, present = uuid4(), people(20)
    first = completed(present, **NETWORK, occasion_id=occasion)
    handed(story.app, first, first)
    drawn = {row["respondent_id"] for row in story.rows(Invitation)}
    gone = next(one for one in present if one["registration_id"] in drawn)
    there = [one for one in present if one is not gone] + people(20)
    handed(story.app, completed(there, **NETWORK, occasion_id=occasion, version=6))
    rows = {row["respondent_id"]: row["state"] for row in story.rows(Invitation)}
    assert rows.keys() == drawn
    assert {one for one, state in rows.items() if state == "withdrawn"} == {gone["registration_id"]}
    assert story.evaluation(occasion).invited == len(drawn) - 1
    handed(story.app, completed(present, **NETWORK, occasion_id=occasion, version=7))
    assert {row["state"] for row in story.rows(Invitation)} == {"waiting"}


def test_nobody_is_drawn_more_than_twice_in_thirty_days(story: Story) -> None:
    regulars = people(8, municipality="0114")
    for week in range(6):
        story.hold(regulars + people(4), **NETWORK, ends_at=HELD + timedelta(days=7 * week))
    sent = [
        (event["contact_id"], story.evaluation_by_id(event["evaluation_id"]).due_at)
        for event in story.told(events.InvitationIssued)
    ]
    assert len(sent) == 30
    for one in regulars:
        days = sorted(day for contact, day in sent if contact == one["contact_id"])
        assert all(
            later - earlier >= timedelta(days=30) for earlier, later in zip(days, days[2:], strict=False)
        )


def test_where_all_were_drawn_too_often_nobody_is_asked(story: Story) -> None:
    regulars = people(5)
    for day in range(3):
        story.hold(regulars, **NETWORK, ends_at=HELD + timedelta(days=day))
    assert [event["invited"] for event in story.told(events.ResponseCounted)] == [5, 5, 0]


def test_an_unsampled_evaluation_is_not_counted_among_the_draws(story: Story) -> None:
    regulars = people(5)
    for day in range(4):
        story.hold(regulars, ends_at=HELD + timedelta(days=day))
    story.hold(regulars, **NETWORK, ends_at=HELD + timedelta(days=5))
    assert len(story.told(events.InvitationIssued)) == 25


def test_whoever_was_erased_is_not_drawn(story: Story) -> None:
    gone, *others = [person() for _ in range(6)]
    handed(story.app, events.PersonErased(gone["contact_id"], version=1, request_id=uuid4()))
    evaluation_id = story.hold([gone, *others], **NETWORK)
    assert story.tokens(evaluation_id).keys() == {one["contact_id"] for one in others}
