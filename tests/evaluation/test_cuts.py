"""The cuts of a tertial: their parts sum to the whole, the answers and the invited alike."""

from collections import Counter
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.cuts import PublishedUnit, cuts_of
from services.evaluation.small_groups import FEWEST, OTHERS
from tests.evaluation.tables import (
    STANDARD,
    VALUES,
    Cells,
    answered_in,
    asked_in,
    only_publishable,
    published,
    tables,
)


@settings(deadline=None, max_examples=200)
@given(tables, st.integers(5, 9))
def test_pooled_answers_hide_nobody_and_reveal_nobody(cells: Cells, pooled: int) -> None:
    cells = only_publishable(cells)
    shown = {cut: answered_in(found) for cut, found in published(cells, pooled).items()}
    others = shown.get(("municipality", OTHERS), 0)
    assert others == pooled or others >= pooled + FEWEST
    parts = sum(count for (name, _), count in shown.items() if name == "municipality")
    assert parts == shown["all", "all"]


@settings(deadline=None, max_examples=300)
@given(tables, st.sampled_from((0, 5, 8)))
def test_the_invited_of_the_parts_sum_to_the_whole(cells: Cells, pooled: int) -> None:
    cells = only_publishable(cells)
    invited = {cut: found["invited"] for cut, found in published(cells, pooled).items()}
    whole = asked_in(cells).total() + pooled
    assert invited["all", "all"] == whole
    assert sum(number for (name, _), number in invited.items() if name == "municipality") == whole
    districts = [number for (name, _), number in invited.items() if name == "district"]
    assert not districts or sum(districts) == invited["municipality", "0180"]


@settings(deadline=None, max_examples=300)
@given(tables, st.sampled_from((0, 5, 8)))
def test_nobody_answers_who_was_not_invited(cells: Cells, pooled: int) -> None:
    """No response rate above one; a value that stands alone counts exactly those asked with that value."""
    cells = only_publishable(cells)
    asked = asked_in(cells)
    for (_, value), found in published(cells, pooled).items():
        assert answered_in(found) <= found["invited"]
        if value in VALUES[:2]:
            assert found["invited"] == sum(n for (_, own), n in asked.items() if own == value)


def test_a_value_of_which_nobody_answered_counts_among_the_invited_of_others() -> None:
    shown = published({(1, "0114"): (9, 10), (1, "0115"): (0, 3)})
    assert (shown["municipality", "0114"]["invited"], answered_in(shown["municipality", "0114"])) == (10, 9)
    assert shown["municipality", OTHERS] == {
        "dimension": "municipality", "value": OTHERS, "invited": 3, "questions": [],
    }  # fmt: skip


def test_a_cut_without_the_question_that_all_answer_does_not_say_how_many_were_invited() -> None:
    """Overall, first minus 0114 would be one answer; it left out the lecturer, so 0114 may show that."""
    asked = {"municipality": {"0114": 5, "0115": 1}}, {"municipality": {"0115": 9}}
    first_counts = {"overall": Counter({"5": 6}), "lecturer": Counter({"5": 5})}
    first = PublishedUnit(uuid4(), 6, first_counts, asked[0])
    second = PublishedUnit(
        uuid4(), 9, {"overall": Counter({"4": 9}), "lecturer": Counter({"4": 9})}, asked[1]
    )
    tallies = {
        "overall": {"0114": Counter({"5": 5}), "0115": Counter({"5": 1, "4": 9})},
        "lecturer": {"0114": Counter({"5": 5}), "0115": Counter({"4": 9})},
    }
    found = cuts_of(STANDARD, (first, second), {"municipality": tallies})
    cuts = {(cut["dimension"], cut["value"]): cut for cut in found}
    shown = {cut: [question["code"] for question in found["questions"]] for cut, found in cuts.items()}
    assert shown["municipality", "0114"] == ["lecturer"] and shown["municipality", OTHERS] == ["overall"]
    assert (cuts["municipality", "0114"]["invited"], cuts["municipality", OTHERS]["invited"]) == (None, 15)


def test_what_all_questions_prove_together_is_reckoned_with() -> None:
    """Overall shows that all of 0114's answers lie in the first unit; one of 0115 rated its lecturer."""
    reached = {"municipality": {"0114": 5, "0115": 5}}, {"municipality": {"0114": 5, "0115": 9}}
    first = PublishedUnit(
        uuid4(), 10, {"overall": Counter({"5": 10}), "lecturer": Counter({"5": 6})}, reached[0]
    )
    second = PublishedUnit(
        uuid4(), 14, {"overall": Counter({"4": 9}), "lecturer": Counter({"4": 9})}, reached[1]
    )
    tallies = {
        "overall": {"0114": Counter({"5": 5}), "0115": Counter({"5": 5, "4": 9})},
        "lecturer": {"0114": Counter({"5": 5}), "0115": Counter({"5": 1, "4": 9})},
    }
    shown = {
        cut["value"]: [question["code"] for question in cut["questions"]]
        for cut in cuts_of(STANDARD, (first, second), {"municipality": tallies})
    }
    assert shown["0114"] == ["overall"] and shown[OTHERS] == ["lecturer"]
