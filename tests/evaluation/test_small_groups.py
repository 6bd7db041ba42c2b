"""The rule of five: what may be shown by itself, and what takes another value with it."""

from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.small_groups import FEWEST, may_show, shown_alone


def test_five_may_be_shown_and_four_may_not() -> None:
    assert may_show(5) and not may_show(4)


def test_values_with_five_answers_stand_alone() -> None:
    assert shown_alone({"a": 5, "b": 9}) == {"a", "b"}


def test_too_small_a_rest_takes_the_smallest_value_with_it() -> None:
    assert shown_alone({"a": 6, "b": 9, "c": 2, "d": 1}) == {"b"}


def test_a_rest_of_five_stands_by_itself() -> None:
    assert shown_alone({"a": 6, "b": 3, "c": 2}) == {"a"}


def test_one_small_value_beside_one_large_hides_both() -> None:
    assert shown_alone({"municipal": 100, "private": 3}) == set()


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12)))
def test_whatever_the_answers_every_shown_part_has_none_or_at_least_five(answered: dict[str, int]) -> None:
    alone = shown_alone(answered)
    parts = [answered[value] for value in alone]
    parts.append(sum(count for value, count in answered.items() if value not in alone))
    if sum(parts) >= FEWEST:
        assert all(part == 0 or part >= FEWEST for part in parts)
