"""Each way in which a goal is measured, for the whole region: a small function of its own."""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.counting.tallies import Grouping, tallies
from services.reporting.goals.interval import wilson
from services.reporting.goals.outcome import FEWEST, Measured, Status
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.measure import Basis, Value, share
from services.reporting.measures.tally import Answers, Tally
from services.reporting.models import Occasion
from services.reporting.queries.networks import meetings_by_municipality, meetings_held
from services.reporting.queries.representatives import CKA, has_mandates_until, mandates_held
from services.reporting.results import (
    Place,
    closed_counts,
    closed_without_results,
    summed_over_occasions,
)
from shared.region import Region

# The target says which places or activities a goal for all still lacks.
Measurement = Callable[[Session, Region, Selection, Value], Measured]


def satisfied(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
    """Those who were satisfied with the whole."""
    return _share_of_answers(session, selection, "satisfied_share", "overall")


def enough_knowledge(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
    """Those who got enough knowledge."""
    return _share_of_answers(session, selection, "enough_knowledge_share", "enough_knowledge")


def recommending(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
    """Those who would gladly recommend it."""
    return _share_of_answers(session, selection, "recommendation_share", "recommend")


def mean_of_the_whole(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
    """The mean of the overall question."""
    answers = summed_over_occasions(session, selection)
    return _of_answers(session, selection, answers, "overall_mean", "overall")


def answering(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
    """Those asked who have answered."""
    invited, answered = closed_counts(session, selection)
    return _share_of_persons(answered, invited)


def reached(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
    """Those of the target group who took part."""
    found, staff = _of_region(session, selection), region.staff(selection.period.last.year)
    return _share_of_persons(min(found.participants, staff), staff) if found.attendances else Measured(None)


def counted(code: str) -> Measurement:
    """A figure of participation as the catalogue has it; nothing is none."""

    def count(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
        return Measured(BY_CODE[code].value(Basis(_of_region(session, selection))))

    return count


def places_taking_part(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
    """The municipalities and districts that somebody took part from."""
    found = tallies(session, selection, Grouping.DISTRICT)
    present = {place for place, tally in found.items() if tally.participants}
    return _share_of_places(region, present) if present else Measured(None, len(_places(region)))


def places_represented(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
    """The municipalities and districts that have named a representative of the whole place."""
    if not has_mandates_until(session, selection.period):
        return Measured(None, len(_places(region)))
    return _share_of_places(region, {*mandates_held(session, selection.period, CKA)})


def activity_reach(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
    """How many of the municipalities were at the activity that fewest were at; those below the target."""
    found = tallies(session, selection, Grouping.ACTIVITY)
    held = {key: tally.municipalities for (key,), tally in found.items() if tally.municipalities}
    if not held:
        return Measured(None)
    number = len(region.open_municipalities)
    shares = {key: share(min(count, number), number) or 0 for key, count in held.items()}
    below = [key for key, value in shares.items() if value < (target or 0)]
    return Measured(min(shares.values()), len(held), missing=tuple(_titles(session, below)))


def network_attendance(session: Session, region: Region, selection: Selection, target: Value) -> Measured:
    """The mean of how many network meetings each municipality was at; the municipalities below the target."""
    held = meetings_held(session, selection)
    if not held:
        return Measured(None)
    attended = meetings_by_municipality(session, region, selection)
    below = [code for code, number in attended.items() if (share(number, held) or 0) < (target or 0)]
    value = share(sum(attended.values()), held * len(attended))
    return Measured(value, held, missing=tuple(sorted(map(region.place_name, below))))


def _share_of_answers(session: Session, selection: Selection, code: str, question: str) -> Measured:
    """From the results that each occasion shows by itself, for no others may be added up."""
    answers = summed_over_occasions(session, selection)
    found = answers.question(question)
    interval = wilson(found.satisfied, found.answered) if found.answered else None
    return _of_answers(session, selection, answers, code, question, interval)


def _of_answers(
    session: Session,
    selection: Selection,
    answers: Answers,
    code: str,
    question: str,
    interval: tuple[float, float] | None = None,
) -> Measured:
    number = answers.question(question).answered
    if number >= FEWEST:
        return Measured(BY_CODE[code].value(Basis(Tally(), answers)), number, interval)
    is_few = number or closed_without_results(session, selection)
    return Measured(None, lack=Status.TOO_FEW if is_few else Status.NO_DATA)


def _share_of_persons(part: int, whole: int) -> Measured:
    if not whole:
        return Measured(None)
    return Measured(share(part, whole), whole, wilson(part, whole))


def _share_of_places(region: Region, found: set[Place]) -> Measured:
    """A municipality with districts is represented by them."""
    places = _places(region)
    missing = sorted(region.place_name(*place) for place in places - found)
    return Measured(share(len(places & found), len(places)), len(places), missing=tuple(missing))


def _places(region: Region) -> set[Place]:
    return {
        (municipality.code, district.slug if district else None)
        for municipality in region.open_municipalities
        for district in municipality.open_districts or (None,)
    }


def _titles(session: Session, activities: Collection[UUID]) -> Sequence[str]:
    title = sa.func.max(Occasion.title).label("title")
    named = sa.select(title).where(Occasion.activity_id.in_(activities)).group_by(Occasion.activity_id)
    return sorted(session.scalars(named))


def _of_region(session: Session, selection: Selection) -> Tally:
    return tallies(session, selection, Grouping.REGION).get((), Tally())
