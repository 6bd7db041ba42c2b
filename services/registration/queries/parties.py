"""A list of registrations with its groups: what was booked together stands together."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from services.registration.queries.enrolments import Enrolment

Run = tuple[Enrolment | None, list[Enrolment]]


def in_parties(items: Iterable[Enrolment]) -> list[Run]:
    """The lines in their order: those of one group under its first line, all others under None."""
    runs = ((party, list(lines)) for party, lines in groupby(items, _party))
    return [(lines[0] if party else None, lines) for party, lines in runs]


def _party(item: Enrolment) -> UUID | None:
    return item.group_id if item.group_size > 1 and item.status != "cancelled" else None
