"""What an offer is: how long it runs, whom it is for, and by which rules its places are given."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """How an occasion runs: how many meetings, of how many hours, with how many days between them."""

    meetings: int
    starts: str
    hours: float
    days_between: int = 0


HALF_DAY = Pattern(1, "13:00", 3.5)
DAY = Pattern(1, "09:00", 7)
EVENING = Pattern(1, "15:00", 2)
MORNING = Pattern(1, "09:30", 2.5)
TWO_DAYS = Pattern(2, "09:00", 7, days_between=14)
THREE_DAYS = Pattern(3, "09:00", 7, days_between=21)
CIRCLE = Pattern(5, "13:30", 2, days_between=14)
CREDITS = Pattern(6, "09:00", 6, days_between=14)


@dataclass(frozen=True)
class Rules:
    """How places are given; hours are for answering an offer, for approving, and until it completes by itself."""

    has_shares: bool = False
    allow_passing: bool = False
    offer_hours: int | None = None
    approval_hours: int | None = None
    completes_after_hours: int | None = None

    @property
    def makes_a_queue(self) -> bool:
        """Whether an office would have made such rules only for what many want."""
        return self.has_shares or self.offer_hours is not None


PLAIN = Rules()
SHARED_OUT = Rules(has_shares=True)
OFFERED = Rules(offer_hours=48, allow_passing=True)
APPROVED = Rules(approval_hours=120, offer_hours=72)
PASSING = Rules(allow_passing=True)
BY_ITSELF = Rules(completes_after_hours=24)


@dataclass(frozen=True)
class Offer:
    """An activity, and how often and for how many it is held in a year.

    `always_at` are shares of the year at which even the smallest year has it. Of a series every occasion
    is one of its dates.
    """

    title: str
    kind: str
    form: str
    area: str
    pattern: Pattern
    places: int
    times: int
    audience: str
    description: str
    rules: Rules = PLAIN
    roles: tuple[str, ...] = ()
    target_rule: str = "none"
    prerequisite: str | None = None
    certificate_percent: int | None = None
    fee: int | None = None
    is_series: bool = False
    always_at: tuple[float, ...] = ()

    def is_for(self, role: str) -> bool:
        """Whether somebody of that role may come."""
        return self.target_rule != "refuse" or role in self.roles
