"""What a measure is: a figure with its name, its definition in words and its computation."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from services.reporting.measures.tally import Answers, Tally
from shared.i18n import LazyString

Value = int | float | None


@dataclass(frozen=True)
class Networks:
    """Network meetings that a place was at, of those held; of a region, those of its municipalities."""

    attended: int
    possible: int


@dataclass(frozen=True)
class Basis:
    """What the figures of one row are computed from; what is None is not known of such a row."""

    tally: Tally
    answers: Answers | None = None
    staff: int | None = None
    networks: Networks | None = None
    representatives: int | None = None


class Kind(StrEnum):
    """Where a measure comes from: who took part, or what was answered and may be published."""

    PARTICIPATION = "participation"
    EVALUATION = "evaluation"


class Unit(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    HOURS = "hours"
    SHARE = "share"
    MEAN = "mean"


class Sums(StrEnum):
    """Whether the parts make the whole, overlap in it, or are no amounts at all."""

    ADD_UP = "add_up"
    OVERLAP = "overlap"
    RATIO = "ratio"


class Row(StrEnum):
    """What a row of figures may be about."""

    REGION = "region"
    PLACE = "place"
    OCCASION = "occasion"


EVERY_ROW = frozenset(Row)


@dataclass(frozen=True)
class Measure:
    """A figure with its name, what it says in one sentence, and how it is computed, in words and in code."""

    code: str
    name: LazyString
    sentence: LazyString
    formula: LazyString
    unit: Unit
    kind: Kind
    sums: Sums
    value: Callable[[Basis], Value]
    rows: frozenset[Row] = EVERY_ROW


def share(part: int | None, whole: int | None) -> float | None:
    """A part of a whole between 0 and 1 to four decimals; None where there is no whole."""
    return round(part / whole, 4) if whole and part is not None else None
