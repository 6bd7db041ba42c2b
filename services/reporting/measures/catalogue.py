"""Every measure, defined once: pages, JSON, CSV, XLSX and the page of definitions all read it here."""

from collections.abc import Callable

from services.reporting.measures.measure import Basis, Kind, Measure, Row, Sums, Unit, Value, share
from services.reporting.measures.tally import Question
from shared.i18n import lazy as _


def _asked(code: str, figure: Callable[[Question], Value]) -> Callable[[Basis], Value]:
    return lambda basis: figure(basis.answers.question(code)) if basis.answers else None


def _satisfied(question: Question) -> float | None:
    return share(question.satisfied, question.answered)


def _mean(question: Question) -> float | None:
    return round(question.points / question.answered, 2) if question.answered else None


def _network_attendance(basis: Basis) -> float | None:
    return share(basis.networks.attended, basis.networks.possible) if basis.networks else None


def _response_rate(basis: Basis) -> float | None:
    return share(basis.answers.answered, basis.answers.invited) if basis.answers else None


PARTICIPATION = (
    Measure(
        "occasions_held",
        _("Occasions held"),
        _("Completed occasions whose last session was in the period."),
        _(
            "Number of completed occasions. For a municipality, and with a filter on participants: "
            "those where somebody counted there was present."
        ),
        Unit.COUNT, Kind.PARTICIPATION, Sums.OVERLAP, lambda basis: basis.tally.occasions,
        frozenset({Row.REGION, Row.PLACE}),
    ),
    Measure(
        "registrations",
        _("Registrations"),
        _("Everyone who registered for an occasion whose last session is in the period."),
        _(
            "Number of registrations, also those in the queue, offered a place or awaiting the manager's "
            "approval, those of a group that have no name yet, and those cancelled later."
        ),
        Unit.COUNT, Kind.PARTICIPATION, Sums.ADD_UP, lambda basis: basis.tally.registrations,
    ),
    Measure(
        "waiting",
        _("Waiting"),
        _("Registrations that are still in the queue."),
        _(
            "Number of registrations with a place in the queue and none on the occasion. A place that is "
            "offered, or held until the manager has approved, is no longer in the queue."
        ),
        Unit.COUNT, Kind.PARTICIPATION, Sums.ADD_UP, lambda basis: basis.tally.waiting,
    ),
    Measure(
        "cancellations",
        _("Cancellations"),
        _("Registrations that ended before the occasion, whoever cancelled."),
        _(
            "Number of registrations cancelled by the participant, whoever booked, the coordinator or with "
            "the whole occasion, declined by the manager, or not answered in time. Who passes the place on "
            "to a colleague is one of them, and the colleague a new registration."
        ),
        Unit.COUNT, Kind.PARTICIPATION, Sums.ADD_UP, lambda basis: basis.tally.cancellations,
    ),
    Measure(
        "participants",
        _("Participants"),
        _("Different persons who were present at a session in the period, each counted once."),
        _(
            "Number of unique persons with at least one attendance. Who has worked in two places "
            "counts once in each, so parts may overlap. A place without a name is nobody."
        ),
        Unit.COUNT, Kind.PARTICIPATION, Sums.OVERLAP, lambda basis: basis.tally.participants,
    ),
    Measure(
        "attendances",
        _("Attendances"),
        _("Times that somebody was present at a session held in the period."),
        _(
            "Number of names ticked on the attendance lists, session by session; a registration alone is "
            "none."
        ),
        Unit.COUNT, Kind.PARTICIPATION, Sums.ADD_UP, lambda basis: basis.tally.attendances,
    ),
    Measure(
        "hours",
        _("Participant-hours"),
        _("The hours that everybody present spent at sessions held in the period."),
        _("Sum of the sessions' length for each attendance, in hours."),
        Unit.HOURS, Kind.PARTICIPATION, Sums.ADD_UP, lambda basis: round(basis.tally.minutes / 60, 2),
    ),
    Measure(
        "municipalities",
        _("Municipalities taking part"),
        _("Municipalities with at least one participant in the period."),
        _("Number of different municipalities among those present."),
        Unit.COUNT, Kind.PARTICIPATION, Sums.OVERLAP, lambda basis: basis.tally.municipalities,
        frozenset({Row.REGION, Row.OCCASION}),
    ),
    Measure(
        "reached_share",
        _("Reached"),
        _("How large a part of the target group took part in the period."),
        _(
            "Participants divided by the staff of the municipality's target group. Only without a "
            "filter on participants."
        ),
        Unit.SHARE, Kind.PARTICIPATION, Sums.RATIO,
        lambda basis: share(basis.tally.participants, basis.staff),
        frozenset({Row.REGION, Row.PLACE}),
    ),
    Measure(
        "network_meetings",
        _("Network meetings"),
        _("Meetings of networks held in the period, and for a municipality those that it was at."),
        _(
            "Number of sessions of networks with an attendance list. For a municipality, and with a filter "
            "on participants: those where somebody counted there was present."
        ),
        Unit.COUNT, Kind.PARTICIPATION, Sums.OVERLAP, lambda basis: basis.tally.network_meetings,
        frozenset({Row.REGION, Row.PLACE}),
    ),
    Measure(
        "network_attendance",
        _("Network attendance"),
        _("How many of the network meetings of the period the municipality was at."),
        _(
            "Network meetings where somebody from the municipality was present, divided by all that were "
            "held. For the region: the mean of its municipalities."
        ),
        Unit.SHARE, Kind.PARTICIPATION, Sums.RATIO, _network_attendance,
        frozenset({Row.REGION, Row.PLACE}),
    ),
    Measure(
        "named_representatives",
        _("Named representatives"),
        _("Representatives that the municipality has named, on the last day of the period."),
        _(
            "Number of mandates that hold on the last day of the period, or today while it runs, both of "
            "the municipality's own representative and of its units'. Only without a filter on "
            "participants or activities."
        ),
        Unit.COUNT, Kind.PARTICIPATION, Sums.ADD_UP, lambda basis: basis.representatives,
        frozenset({Row.REGION, Row.PLACE}),
    ),
)  # fmt: skip

EVALUATION = (
    Measure(
        "invited",
        _("Invited"),
        _("Those present who were asked to evaluate."),
        _(
            "Number of invitations to the closed evaluations of occasions whose last session is in the "
            "period. For a municipality: those in the published result."
        ),
        Unit.COUNT, Kind.EVALUATION, Sums.OVERLAP,
        lambda basis: basis.answers.invited if basis.answers else None,
    ),
    Measure(
        "answered",
        _("Answers"),
        _("Evaluations that were answered."),
        _(
            "Number of answers to the closed evaluations of occasions whose last session is in the period. "
            "For a municipality: those in the published result, so the parts may be fewer than the whole."
        ),
        Unit.COUNT, Kind.EVALUATION, Sums.OVERLAP,
        lambda basis: basis.answers.answered if basis.answers else None,
    ),
    Measure(
        "response_rate",
        _("Response rate"),
        _("How many of those asked have answered."),
        _("Answers divided by invited."),
        Unit.SHARE, Kind.EVALUATION, Sums.RATIO, _response_rate,
    ),
    Measure(
        "satisfied_share",
        _("Satisfied"),
        _("How many of those who answered were satisfied with the whole."),
        _("Answers 4 and 5 on the overall question, scale 1–5, divided by all answers to it."),
        Unit.SHARE, Kind.EVALUATION, Sums.RATIO, _asked("overall", _satisfied),
    ),
    Measure(
        "overall_mean",
        _("Overall mean"),
        _("The mean of the overall question, from 1 to 5."),
        _("Sum of the answers to the overall question divided by their number."),
        Unit.MEAN, Kind.EVALUATION, Sums.RATIO, _asked("overall", _mean),
    ),
    Measure(
        "enough_knowledge_share",
        _("Enough knowledge"),
        _("How many of those who answered got enough knowledge."),
        _("Answers 4 and 5 on the question of knowledge, scale 1–5, divided by all answers to it."),
        Unit.SHARE, Kind.EVALUATION, Sums.RATIO, _asked("enough_knowledge", _satisfied),
    ),
    Measure(
        "enough_knowledge_mean",
        _("Enough knowledge, mean"),
        _("The mean of the question of knowledge, from 1 to 5."),
        _("Sum of the answers to the question of knowledge divided by their number."),
        Unit.MEAN, Kind.EVALUATION, Sums.RATIO, _asked("enough_knowledge", _mean),
    ),
    Measure(
        "recommendation_share",
        _("Would recommend"),
        _("How many of those who answered would gladly recommend the course to a colleague."),
        _("Answers 9 and 10 on the question of recommendation, scale 0–10, divided by all answers to it."),
        Unit.SHARE, Kind.EVALUATION, Sums.RATIO, _asked("recommend", _satisfied),
    ),
    Measure(
        "recommendation_mean",
        _("Would recommend, mean"),
        _("The mean of the question of recommendation, from 0 to 10."),
        _("Sum of the answers to the question of recommendation divided by their number."),
        Unit.MEAN, Kind.EVALUATION, Sums.RATIO, _asked("recommend", _mean),
    ),
)  # fmt: skip

MEASURES = PARTICIPATION + EVALUATION
BY_CODE = {measure.code: measure for measure in MEASURES}


def measures_of(row: Row) -> tuple[Measure, ...]:
    """The measures that a row of that sort has, in their order."""
    return tuple(measure for measure in MEASURES if row in measure.rows)


def figures(row: Row, basis: Basis) -> dict[str, Value]:
    """Every figure of a row, by the measure's code."""
    return {measure.code: measure.value(basis) for measure in measures_of(row)}
