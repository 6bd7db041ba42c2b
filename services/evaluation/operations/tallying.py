"""Counting a closed evaluation's answers along each dimension by itself, apart from the ballots."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Reach, Tally, Unit
from services.evaluation.queries.questionnaires import library
from services.evaluation.small_groups import OTHERS
from shared.db import insert
from shared.region import Region
from shared.service import service


@dataclass(frozen=True)
class Place:
    """Where a person works: the only thing of theirs that is kept until the closing."""

    municipality: str | None
    district: str | None

    @classmethod
    def of(cls, row: Any) -> "Place":
        """The place that a row of the database holds."""
        return cls(row.municipality, row.district)

    def value(self, region: Region) -> str:
        """The municipality; in one that has districts, with the district."""
        municipality = region.municipality(self.municipality or "")
        if municipality is None or not municipality.districts:
            return self.municipality or OTHERS
        return f"{self.municipality}/{self.district or OTHERS}"


# Each is published with its differences from the occasions guarded, but none from one another: so employer,
# side and role wait for that, and what is not stored cannot leak (decision 10).
DIMENSIONS: Mapping[str, Callable[[Place, Region], str]] = {"municipality": Place.value}


@dataclass(frozen=True)
class Answered:
    """A ballot on its way from a person to nobody."""

    answers: Mapping[str, Any]
    place: Place


def tally(session: Session, unit: Unit, answered: Sequence[Answered], reached: Iterable[Place]) -> None:
    """Add a published unit's answers to its tertial's tallies, and note how many of each the unit had asked.

    Only questions whose figures the unit itself shows: else total minus units would tell the others.
    """
    region = service().region
    questions = library(session)
    shown = {item["code"] for item in unit.results or () if questions[item["code"]].is_tallied}
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for ballot in answered:
        for dimension, value in _values(ballot.place, region):
            for code in shown & ballot.answers.keys():
                counts[dimension, value, code, str(ballot.answers[code])] += 1
    _add(session, unit.tertial, counts)
    asked = Counter(cell for place in reached for cell in _values(place, region))
    rows = [
        {"unit_id": unit.id, "dimension": dimension, "value": value, "invited": number}
        for (dimension, value), number in sorted(asked.items())
    ]
    session.execute(sa.insert(Reach), rows)


def _values(place: Place, region: Region) -> list[tuple[str, str]]:
    return [(dimension, value_of(place, region)) for dimension, value_of in DIMENSIONS.items()]


def _add(session: Session, tertial: str, counts: Counter[tuple[str, str, str, str]]) -> None:
    rows = [
        {
            "tertial": tertial,
            "dimension": dimension,
            "value": value,
            "question": code,
            "answer": answer,
            "count": count,
        }
        for (dimension, value, code, answer), count in sorted(counts.items())
    ]
    if not rows:
        return
    statement = insert(session, Tally)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Tally.tertial, Tally.dimension, Tally.value, Tally.question, Tally.answer],
            set_={"count": Tally.count + statement.excluded.count},
        ),
        rows,
    )
