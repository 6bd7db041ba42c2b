"""The rule of five: no figure of fewer than five answers, and none to be had by subtraction."""

from collections.abc import Mapping

FEWEST = 5
OTHERS = "others"


def may_show(answered: int) -> bool:
    """Whether so many answers may be shown together."""
    return answered >= FEWEST


def shown_alone(answered: Mapping[str, int]) -> set[str]:
    """The values of one dimension that may be shown by themselves; all the rest together are `others`.

    Where the rest would be too few, the smallest value joins it: else total minus the shown would tell.
    """
    alone = {value for value, count in answered.items() if value != OTHERS and may_show(count)}
    rest = sum(count for value, count in answered.items() if value not in alone)
    if alone and 0 < rest < FEWEST:
        alone.discard(min(alone, key=lambda value: (answered[value], value)))
    return alone
