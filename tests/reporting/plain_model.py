"""The figures as plain Python works them out from the last state of everything: what SQL must agree with."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from services.reporting.measures.tally import Tally
from services.reporting.periods import Period
from shared import clock
from shared.envelope import Event

Place = tuple[str, str | None]


class PlainModel:
    """Keeps the event of the highest version of each subject, and counts over what is left."""

    def __init__(self, events: Iterable[Event]) -> None:
        last: dict[str, Event] = {}
        for event in events:
            if event.subject not in last or last[event.subject].version < event.version:
                last[event.subject] = event
        self.occasions = {UUID(k): e for k, e in last.items() if "sessions" in e.data}
        self.registrations = {UUID(k): e for k, e in last.items() if "contact_id" in e.data}
        self.sheets = [e for e in last.values() if e.type.name.endswith("attendance_recorded")]

    def tallies(self, period: Period, by_district: bool) -> dict[Place, Tally]:
        """The tally of each place that has any."""
        found: dict[Place, Tally] = defaultdict(Tally)
        persons: dict[Place, set[Any]] = defaultdict(set)
        held: dict[Place, set[Any]] = defaultdict(set)
        met: dict[Place, set[Any]] = defaultdict(set)
        for registration in self.registrations.values():
            if self._ends_within(registration["occasion_id"], period):
                tally = found[_place(registration, by_district)]
                tally.registrations += 1
                tally.waiting += registration["status"] == "waiting"
                tally.cancellations += registration["status"] == "cancelled"
        for sheet, registration in self._present():
            place, occasion = _place(registration, by_district), self.occasions[sheet["occasion_id"]]
            if period.first <= clock.local(sheet["starts_at"]).date() <= period.last:
                found[place].attendances += 1
                minutes = (sheet["ends_at"] - sheet["starts_at"]).total_seconds() / 60
                found[place].minutes += int(minutes)
                found[place].municipalities = 1
                persons[place] |= {registration["contact_id"]} - {None}
                met[place] |= {sheet.subject} if occasion["kind"] == "network" else set()
            if self._ends_within(sheet["occasion_id"], period) and occasion["state"] == "completed":
                held[place].add(sheet["occasion_id"])
        for place in {*persons, *held}:
            found[place].participants = len(persons[place])
            found[place].occasions = len(held[place])
            found[place].network_meetings = len(met[place])
        return dict(found)

    def _present(self) -> Iterable[tuple[Event, Event]]:
        for sheet in self.sheets:
            for registration_id in set(sheet["present"]):
                if registration_id in self.registrations and sheet["occasion_id"] in self.occasions:
                    yield sheet, self.registrations[registration_id]

    def _ends_within(self, occasion_id: UUID, period: Period) -> bool:
        occasion = self.occasions.get(occasion_id)
        if occasion is None or not occasion["sessions"]:
            return False
        last = max(clock.local(session["starts_at"]).date() for session in occasion["sessions"])
        return period.first <= last <= period.last


def _place(registration: Event, by_district: bool) -> Place:
    return registration["municipality"], registration["district"] if by_district else None
