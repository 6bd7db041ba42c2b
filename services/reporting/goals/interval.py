"""How sure a share is that few or many answers give: Wilson's interval (J. Am. Stat. Assoc. 22, 1927)."""

from math import sqrt
from statistics import NormalDist

Interval = tuple[float, float]
_Z = NormalDist().inv_cdf(0.975)  # 95 %, with as much left out on either side


def wilson(part: int, whole: int) -> Interval:
    """The bounds, between 0 and 1 to four decimals, that hold the true share 95 times of 100.

    Unlike the textbook's normal one it stays between 0 and 1, and has a width where all answered alike.
    Raises ValueError where there is no whole, or less of it than the part.
    """
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"{part} of {whole} is no share")
    share, square = part / whole, _Z * _Z / whole
    middle = (share + square / 2) / (1 + square)
    half = _Z * sqrt(share * (1 - share) / whole + square / (4 * whole)) / (1 + square)
    low = 0.0 if part == 0 else middle - half  # rounding must not leave the bound that it is exactly
    high = 1.0 if part == whole else middle + half
    return round(low, 4), round(high, 4)
