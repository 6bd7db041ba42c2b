"""How sure a share is: Wilson's interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.goals.interval import wilson


# Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_published_one(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == (low, high)


@given(st.integers(1, 2000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_share_lies_within_its_interval_which_more_answers_narrow(answers: tuple[int, int]) -> None:
    part, whole = answers
    low, high = wilson(part, whole)
    assert 0 <= low <= round(part / whole, 4) <= high <= 1
    assert high > low
    more_low, more_high = wilson(part * 10, whole * 10)
    assert more_high - more_low < high - low


@given(st.integers(0, 500), st.integers(0, 500))
def test_those_who_are_not_satisfied_have_the_mirrored_interval(part: int, rest: int) -> None:
    if part + rest:
        low, high = wilson(part, part + rest)
        assert wilson(rest, part + rest) == pytest.approx((1 - high, 1 - low), abs=1e-4)


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (3, 2), (-1, 5)])
def test_no_share_has_no_interval(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(part, whole)
