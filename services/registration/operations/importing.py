"""A whole list of participants in one go: every one of them is registered, or nobody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.operations.locking import locked_occasion
from services.registration.operations.office import add_participant
from services.registration.problems import PeopleAreWrong
from shared.service import transaction
from shared.web import Problem


@dataclass(frozen=True)
class ImportResult:
    """How many got a place, how many stand in the queue, and what to know of each row."""

    places: int
    waiting: int
    warnings: Mapping[int, Sequence[str]]


def import_participants(
    session: Session, occasion_id: UUID, people: Sequence[Mapping[str, Any]]
) -> ImportResult:
    """Register everybody in their order, or raise PeopleAreWrong with the reason for each index.

    Raises OccasionNotFound, RegistrationIsClosed.
    """
    locked_occasion(session, occasion_id)
    errors: dict[int, list[str]] = {}
    warnings: dict[int, list[str]] = {}
    statuses: Counter[str] = Counter()
    for index, person in enumerate(people):
        try:
            with session.begin_nested():  # one who is refused leaves no trace in the counts of the next
                receipt = add_participant(session, occasion_id, person, accept_warnings=True)
        except Problem as problem:
            errors[index] = [str(problem.title)]
        else:
            statuses[receipt.status] += 1
            if receipt.warnings:
                warnings[index] = [item.text for item in receipt.warnings]
    if errors:
        raise PeopleAreWrong(errors)
    waiting = statuses.pop("waiting", 0)
    return ImportResult(statuses.total(), waiting, warnings)


def try_import(occasion_id: UUID, people: Sequence[Mapping[str, Any]]) -> ImportResult:
    """What an import would do; the database is left as it was. Raises as import_participants does."""
    try:
        with transaction() as session:
            raise _OnlyTried(import_participants(session, occasion_id, people))
    except _OnlyTried as tried:
        return tried.result


class _OnlyTried(Exception):
    """Ends the transaction of a try, so that it is undone."""

    def __init__(self, result: ImportResult) -> None:
        """The result leaves with it."""
        self.result = result
