"""The results of a tertial: once, when it is over, in cuts that hide every small group."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.evaluation import models, problems, schedule
from services.evaluation.tertials import following, is_tertial, last_day, tertial_of
from shared import events
from tests.evaluation.story import HELD, Person, Story, people

AFTER = datetime(2026, 5, 1, 8, tzinfo=UTC)
Cuts = dict[tuple[str, str], dict[str, Any]]


@pytest.mark.parametrize(
    ("day", "tertial"),
    [
        (date(2026, 1, 1), "2026-T1"),
        (date(2026, 4, 30), "2026-T1"),
        (date(2026, 5, 1), "2026-T2"),
        (date(2026, 8, 31), "2026-T2"),
        (date(2026, 9, 1), "2026-T3"),
        (date(2026, 12, 31), "2026-T3"),
    ],
)
def test_a_day_lies_in_its_tertial(day: date, tertial: str) -> None:
    assert tertial_of(day) == tertial
    assert day <= last_day(tertial)


def test_tertials_follow_one_another() -> None:
    assert [following(tertial) for tertial in ("2026-T1", "2026-T3")] == ["2026-T2", "2027-T1"]
    assert last_day("2028-T1") == date(2028, 4, 30)
    assert not any(map(is_tertial, ("2026", "2026-T4", "26-T1", "2026-t1", "0000-T1")))


def test_each_place_is_cut_by_itself_and_sums_to_the_same_total(story: Story) -> None:
    jarva = people(6, municipality="0180", district="jarva")
    farsta = people(7, municipality="0180", district="farsta")
    _answered(story, jarva + farsta + people(5, municipality="0114"), [4] * 6 + [2] * 7 + [5] * 5)
    cuts = _publish(story)
    assert cuts["district", "0180/jarva"]["mean"] == 4.0
    assert cuts["district", "0180/farsta"]["satisfied"] == 0
    assert cuts["municipality", "0180"]["satisfied"] == 6
    assert sum(_values(cuts, "district").values()) == cuts["municipality", "0180"]["answered"] == 13
    assert sum(_values(cuts, "municipality").values()) == cuts["all", "all"]["answered"] == 18


def test_no_fact_but_the_place_is_tallied_or_published(story: Story) -> None:
    """Nine answers from the authority less eight from case officers would be one manager's."""
    authority = people(8, role="case_officer", side="authority") + people(1, role="manager", side="authority")
    _answered(story, authority + people(6, role="manager") + people(12, employer="private"), [4] * 27)
    for kept in (*story.rows(models.Tally), *story.rows(models.Reach)):
        assert (kept["dimension"], kept["value"]) == ("municipality", "0114")
    assert _publish(story).keys() == {("all", "all"), ("municipality", "0114")}


def test_small_municipalities_merge_into_others(story: Story) -> None:
    small = people(3, municipality="0117") + people(2, municipality="0120")
    _answered(story, people(9, municipality="0114") + small, [5] * 14)
    cuts = _publish(story)
    assert _values(cuts, "municipality") == {"0114": 9, "others": 5}


def test_a_single_small_municipality_takes_the_smallest_with_it(story: Story) -> None:
    crowd = people(9, municipality="0114") + people(6, municipality="0115") + people(2, municipality="0120")
    _answered(story, crowd, [5] * 17)
    assert _values(_publish(story), "municipality") == {"0114": 9, "others": 8}


def test_districts_are_cut_within_their_municipality(story: Story) -> None:
    city = people(6, municipality="0180", district="jarva") + people(
        5, municipality="0180", district="farsta"
    )
    few = people(4, municipality="0180", district="bromma") + people(
        2, municipality="0180", district="sodermalm"
    )
    _answered(story, city + few + people(8, municipality="0114"), [5] * 25)
    cuts = _publish(story)
    assert _values(cuts, "municipality") == {"0114": 8, "0180": 17}
    assert _values(cuts, "district") == {"0180/farsta": 5, "0180/jarva": 6, "0180/others": 6}


def test_a_municipality_that_is_not_shown_has_no_districts(story: Story) -> None:
    city = people(3, municipality="0180", district="jarva") + people(
        3, municipality="0180", district="farsta"
    )
    _answered(story, people(9, municipality="0114") + city + people(1, municipality="0115"), [5] * 16)
    cuts = _publish(story)
    assert _values(cuts, "municipality") == {"0114": 9, "others": 7}
    assert not _values(cuts, "district")


def test_a_cut_that_would_tell_by_an_occasions_own_results_is_merged(story: Story) -> None:
    """Everybody from 0114 was at the first occasion, with one from 0115: first minus 0114 is that one."""
    _answered(story, people(5, municipality="0114") + people(1, municipality="0115"), [5] * 6)
    _answered(story, people(9, municipality="0115"), [4] * 9)
    assert _values(_publish(story), "municipality") == {"others": 15}


def test_a_cut_that_full_response_would_tell_is_merged(story: Story) -> None:
    """All six at the first occasion answered, and 0114 has five answers: first minus 0114 is one of 0115."""
    first = people(5, municipality="0114") + people(1, municipality="0115")
    _answered(story, first, [5] * 6)
    second = people(9, municipality="0115") + people(5, municipality="0114")
    _answered(story, second, [4] * 9)
    assert _values(_publish(story), "municipality") == {"others": 15}


def test_each_cut_tells_how_many_were_invited(story: Story) -> None:
    jarva, city = people(8, municipality="0180", district="jarva"), people(7, municipality="0180")
    small = people(3, municipality="0117") + people(3, municipality="0120")
    answering = jarva[:6] + city + people(9, municipality="0114") + small
    _answered(story, answering + jarva[6:], [4] * len(answering))
    assert _invited(story) == {
        ("all", "all"): 30,
        ("municipality", "0114"): 9,
        ("municipality", "0180"): 15,
        ("municipality", "others"): 6,
        ("district", "0180/jarva"): 8,
        ("district", "0180/others"): 7,
    }


def test_the_invited_of_what_was_pooled_count_among_others(story: Story) -> None:
    activity = uuid4()
    for _ in range(2):
        _answered(story, people(7, municipality="0114"), [5] * 3, activity_id=activity)
    _answered(story, people(10, municipality="0114"), [5] * 8)
    invited = _invited(story)
    assert (invited["municipality", "0114"], invited["municipality", "others"]) == (10, 14)
    assert invited["all", "all"] == 24


def test_the_invited_of_what_is_in_no_figure_are_not_counted(story: Story) -> None:
    """A pool that still gathers, and an evaluation that nobody answered."""
    _answered(story, people(7), [1] * 3)
    _answered(story, people(7), [])
    _answered(story, people(10), [5] * 8)
    assert set(_invited(story).values()) == {10}


def test_who_answered_before_the_list_was_corrected_counts_among_the_invited(story: Story) -> None:
    present, occasion = people(6) + people(2, municipality="0115"), uuid4()
    evaluation_id = story.hold(present, occasion_id=occasion)
    story.answer_all(evaluation_id, present, [{"overall": 5}] * 6)
    story.hold(present[1:7], occasion_id=occasion, version=6)
    story.close(evaluation_id)
    invited = _invited(story)
    assert invited == {("all", "all"): 7, ("municipality", "0114"): 6, ("municipality", "others"): 1}


def test_pooled_answers_count_in_the_total_and_among_others(story: Story) -> None:
    activity = uuid4()
    for _ in range(2):
        _answered(story, people(3, municipality="0114"), [5] * 3, activity_id=activity)
    _answered(story, people(8, municipality="0114"), [5] * 8)
    cuts = _publish(story)
    assert cuts["all", "all"]["answered"] == 14
    assert _values(cuts, "municipality") == {"0114": 8, "others": 6}


def test_answers_of_a_pool_that_still_gathers_are_in_no_figure(story: Story) -> None:
    _answered(story, people(3), [1] * 3)
    _answered(story, people(8), [5] * 8)
    assert _publish(story)["all", "all"]["answered"] == 8


def test_the_tallies_are_erased_when_the_tertial_is_published(story: Story) -> None:
    _answered(story, people(8), [5] * 8)
    assert story.rows(models.Tally) and story.rows(models.Reach)
    _publish(story)
    assert not story.rows(models.Tally) and not story.rows(models.Reach)
    assert story.rows(models.Leftover)


def test_a_tertial_is_published_once(story: Story) -> None:
    _answered(story, people(8), [5] * 8)
    assert story.publish("2026-T1", AFTER) == story.publish("2026-T1", AFTER + timedelta(days=9))
    (event,) = story.told(events.TertialResultsPublished)
    assert event.subject == "2026-T1"


def test_a_tertial_is_not_published_before_it_is_over(story: Story) -> None:
    _answered(story, people(8), [5] * 8)
    with pytest.raises(problems.TertialIsNotOver):
        story.publish("2026-T1", datetime(2026, 4, 30, 21, 59, tzinfo=UTC))


def test_a_tertial_is_not_published_while_somebody_may_answer(story: Story) -> None:
    _answered(story, people(8), [5] * 8)
    story.hold(people(8), ends_at=HELD + timedelta(days=2))
    with pytest.raises(problems.EvaluationsAreOpen):
        story.publish("2026-T1", AFTER)


def test_what_closes_after_the_publication_counts_in_the_next_tertial(story: Story) -> None:
    _answered(story, people(8), [5] * 8)
    story.publish("2026-T1", AFTER)
    _answered(story, people(6), [1] * 6, ends_at=HELD + timedelta(days=1))
    cuts = _publish(story, "2026-T2", datetime(2026, 9, 1, 8, tzinfo=UTC))
    assert cuts["all", "all"]["answered"] == 6


@pytest.mark.parametrize("tertial", ["2025-T3", "2026-T2"])
def test_a_tertial_without_results_is_not_published(story: Story, tertial: str) -> None:
    _answered(story, people(8), [5] * 8)
    with pytest.raises(problems.NothingToPublish):
        story.publish(tertial, datetime(2026, 9, 1, 8, tzinfo=UTC))


def test_nonsense_is_no_tertial(story: Story) -> None:
    with pytest.raises(problems.TertialIsUnknown):
        story.publish("2026-T4", AFTER)


def test_the_schedule_publishes_three_weeks_after_the_tertial(story: Story) -> None:
    _answered(story, people(8), [5] * 8)
    for day, count in ((21, 0), (22, 1), (23, 0)):
        with story.at(datetime(2026, 5, day, 8, tzinfo=UTC)):
            assert schedule.publish_tertials() == count
    assert len(story.told(events.TertialResultsPublished)) == 1


def _answered(story: Story, present: list[Person], overall: list[int], **state: Any) -> None:
    story.held_and_closed(present, [{"overall": figure} for figure in overall], **state)


def _publish(story: Story, tertial: str = "2026-T1", moment: datetime = AFTER) -> Cuts:
    """The cuts of the overall question, by dimension and value."""
    return {
        (cut["dimension"], cut["value"]): question
        for cut in story.publish(tertial, moment)
        for question in cut["questions"]
        if question["code"] == "overall"
    }


def _invited(story: Story) -> dict[tuple[str, str], int]:
    """How many were invited, by dimension and value, as the event tells it."""
    story.publish("2026-T1", AFTER)
    (event,) = story.told(events.TertialResultsPublished)
    return {(cut["dimension"], cut["value"]): cut["invited"] for cut in event["cuts"]}


def _values(cuts: Cuts, dimension: str) -> dict[str, int]:
    return {value: cut["answered"] for (name, value), cut in cuts.items() if name == dimension}
