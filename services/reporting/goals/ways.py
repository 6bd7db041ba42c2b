"""What a goal may be about: the ways of measuring, each with its name, its words, and the cuts it allows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from services.reporting.goals import measuring
from services.reporting.goals.measuring import Measurement
from services.reporting.goals.outcome import Comparison, Counted
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.measure import Unit
from shared.i18n import LazyString
from shared.i18n import lazy as _
from shared.vocabulary import EMPLOYERS, FORMS, KINDS, ROLES, SIDES

# What the codes of a cut may be; an area is one of the region's.
LISTS: Mapping[str, Mapping[str, LazyString]] = {
    "form": FORMS,
    "kind": KINDS,
    "role": ROLES,
    "employer": EMPLOYERS,
    "side": SIDES,
}
OCCASIONS = ("form", "kind", "area")
EVERYTHING = (*OCCASIONS, "role", "employer", "side")


@dataclass(frozen=True)
class Way:
    """A way of measuring: what it says in one sentence, how it is computed, and what it may be cut by.

    A value of `at_most` is the highest that a target may be; shares and means always rest on a number.
    """

    code: str
    name: LazyString
    sentence: LazyString
    formula: LazyString
    unit: Unit
    measure: Measurement
    cuts: Collection[str] = ()
    counted: Counted | None = None
    missing: LazyString | None = None  # what those are called that a goal for all still lacks
    comparisons: Collection[Comparison] = field(default=tuple(Comparison))

    @property
    def at_most(self) -> float | None:
        """The highest target there can be."""
        return {Unit.SHARE: 1.0, Unit.MEAN: 5.0}.get(self.unit)


def _of_catalogue(
    code: str, measure: Measurement, cuts: Collection[str], counted: Counted | None = None
) -> Way:
    known = BY_CODE[code]
    return Way(code, known.name, known.sentence, known.formula, known.unit, measure, cuts, counted)


_COUNTS = ("participants", "attendances", "hours", "registrations", "occasions_held")

WAYS: tuple[Way, ...] = (
    _of_catalogue("satisfied_share", measuring.satisfied, OCCASIONS, Counted.ANSWERS),
    _of_catalogue("enough_knowledge_share", measuring.enough_knowledge, OCCASIONS, Counted.ANSWERS),
    _of_catalogue("recommendation_share", measuring.recommending, OCCASIONS, Counted.ANSWERS),
    _of_catalogue("overall_mean", measuring.mean_of_the_whole, OCCASIONS, Counted.ANSWERS),
    _of_catalogue("response_rate", measuring.answering, OCCASIONS, Counted.PERSONS),
    *(_of_catalogue(code, measuring.counted(code), EVERYTHING) for code in _COUNTS),
    _of_catalogue("reached_share", measuring.reached, OCCASIONS, Counted.PERSONS),
    Way(
        "places_taking_part",
        _("Places taking part"),
        _("How many of the municipalities and city districts had somebody at a session in the period."),
        _(
            "Municipalities and city districts with a participant, divided by all of them. "
            "A city with districts counts by these."
        ),
        Unit.SHARE, measuring.places_taking_part, EVERYTHING, Counted.PLACES, _("Have not taken part"),
    ),
    Way(
        "activity_reach",
        _("Municipalities in each activity"),
        _("How many of the municipalities took part in the activity that fewest took part in."),
        _(
            "For each activity of the period, the municipalities taking part divided by all of them. "
            "The goal is judged by the lowest of these shares."
        ),
        Unit.SHARE, measuring.activity_reach, EVERYTHING, Counted.ACTIVITIES,
        _("Activities below the target"),
    ),
    Way(
        "network_attendance",
        BY_CODE["network_attendance"].name,
        _("How many of the network meetings of the period the municipalities were at, in the mean."),
        BY_CODE["network_attendance"].formula,
        Unit.SHARE, measuring.network_attendance, ("form", "area", "role", "employer", "side"),
        Counted.MEETINGS, _("Municipalities below the target"),
    ),
    Way(
        "places_represented",
        _("Places with a representative"),
        _("How many of the municipalities and city districts have named who represents them."),
        _(
            "Municipalities and city districts with a representative on the last day of the period, or "
            "today while it runs, divided by all of them. A city with districts counts by these."
        ),
        Unit.SHARE, measuring.places_represented, (), Counted.PLACES, _("Have named nobody"),
    ),
)  # fmt: skip
BY_WAY: Mapping[str, Way] = {way.code: way for way in WAYS}
