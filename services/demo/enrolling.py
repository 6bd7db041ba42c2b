"""The people of one occasion: they register, pass places on, cancel, and answer what they are asked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.demo.coming import Coming, Party
from services.demo.held import Entry, Held
from services.demo.invoices import invoice
from services.demo.plan import PlannedOccasion
from services.registration import operations as registration
from services.registration.operations.office import write_note
from shared import clock

if TYPE_CHECKING:
    from services.demo.play import Play

NAMES = ("given_name", "family_name", "email")
UNIT = ("municipality", "district", "employer", "side", "workplace")
NOTES = (
    "Ringde och vill ha en parkeringsplats nära ingången.",
    "Kommer en halvtimme senare, föreläsaren vet om det.",
    "Vill gärna ha presentationen i förväg.",
)
DECLINED = "Vi är för få på enheten den veckan."


class Enrolling:
    """Acts on registration as participants, bookers and managers do, and keeps the ledger beside it."""

    def __init__(self, play: "Play", planned: PlannedOccasion) -> None:
        self.held: Held | None = None
        self._play = play
        self._planned = planned
        self._coming: dict[UUID, Coming] = {}
        self._entries: dict[int, Entry] = {}  # by whom it is meant for, also while it has no name

    def register(self, party: Party) -> None:
        """Register one or several, unless they lack what the occasion builds on."""
        held, basic, ledger = self.held, self._planned.offer.prerequisite, self._play.ledger
        is_ready = basic is None or all(ledger.has_attended(item.person, basic) for item in party.members)
        if held and held.state == "published" and is_ready:
            ids = (
                self._register_group(held, party)
                if len(party.members) > 1
                else self._register_one(held, party)
            )
            home = self._home(party.members[0])
            held.join([self._entry(*each, home, party) for each in zip(ids, party.members, strict=True)])

    def name(self, coming: Coming) -> None:
        """Give a place of a group its participant."""
        if entry := self._living(coming):
            with self._play.at("registration") as session:
                registration.name_participant(session, entry.id, self._member(coming))
            entry.person = coming.person

    def cancel(self, coming: Coming) -> None:
        """End a registration that has not ended already."""
        if (entry := self._living(coming)) and self.held:
            with self._play.at("registration") as session:
                registration.cancel_registration(session, entry.id, "participant")
            self.held.cancel(entry)

    def cancel_first(self) -> None:
        """Let whoever has the first place alone give it up."""
        alone = (
            (item for item in self.held.living("confirmed") if item.person is not None) if self.held else ()
        )
        if first := next(iter(alone), None):
            self.cancel(self._coming[first.id])

    def replace(self, coming: Coming, other: Coming) -> None:
        """Pass a place on to a colleague."""
        old = self._living(coming)
        if old and self.held and old.status in ("confirmed", "held"):
            with self._play.at("registration") as session:
                receipt = registration.replace_participant(session, old.id, self._participant(other))
            new = Entry(receipt.id, other.person, self._home(other), old.party)
            self._coming[new.id], self._entries[other.person] = other, new
            self.held.replace(old, new)

    def answer_offers(self) -> None:
        """Those who were offered a place take it or leave it, a group by its booker; some say nothing."""
        answered: set[int] = set()
        for entry in self._asked("offered"):
            takes = self._coming[entry.id].takes_offer
            if self.held and takes is not None and entry.party not in answered:
                answered.add(entry.party)
                self._answer_offer(self.held, entry, takes)

    def answer_requests(self) -> None:
        """Managers approve or decline, by the link in their mail."""
        for entry in self._asked("held"):
            coming, token = self._coming[entry.id], self._play.approval_token(entry)
            if not token or coming.is_approved is None or entry.since + coming.approved_after > clock.now():
                continue
            with self._play.at("registration") as session:
                if coming.is_approved:
                    registration.approve_registration(session, token)
                else:
                    registration.decline_registration(session, token, DECLINED)
            if coming.is_approved:
                entry.becomes("confirmed")
            elif self.held:
                self.held.cancel(entry)

    def _answer_offer(self, held: Held, entry: Entry, takes: bool) -> None:
        party = [item for item in held.living() if item.party == entry.party]
        answer = registration.accept_offer if takes else registration.decline_offer
        with self._play.at("registration") as session:
            answer(session, entry.id, "booker" if len(party) > 1 else "participant")
        if not takes:
            held.cancel(*party)
        for item in party if takes else ():
            held.accept(item)

    def _asked(self, status: Any) -> list[Entry]:
        now = clock.now()
        return (
            [item for item in self.held.living(status) if item.until and item.until > now]
            if self.held
            else []
        )

    def _living(self, coming: Coming) -> Entry | None:
        entry = self._entries.get(coming.person)
        is_open = self.held is not None and self.held.state == "published"
        return entry if entry and is_open and entry.status != "cancelled" else None

    def _register_one(self, held: Held, party: Party) -> Sequence[UUID]:
        (coming,) = party.members
        manager = {} if party.manager is None else {"manager": self._named(party.manager)}
        with self._play.at("registration") as session:
            new = self._participant(coming) | manager
            receipt = registration.register_participant(session, held.id, new)
            if coming.person % 40 == 7:
                write_note(session, receipt.id, NOTES[coming.person % len(NOTES)])
        return [receipt.id]

    def _register_group(self, held: Held, party: Party) -> Sequence[UUID]:
        first = self._play.person(party.members[0].person)
        members = [
            self._member(item) if item.is_named else {"role": self._member(item)["role"]}
            for item in party.members
        ]
        booker = {name: first[name] for name in (*NAMES, "language")}
        new = {"booker": booker, "members": members} | {name: first[name] for name in UNIT}
        with self._play.at("registration") as session:
            receipt = registration.register_group(session, held.id, new | self._invoice(party.members[0]))
        return [item.id for item in receipt.members]

    def _entry(self, registration_id: UUID, coming: Coming, home: Any, party: Party) -> Entry:
        person = coming.person if coming.is_named else None
        entry = Entry(registration_id, person, home, id(party), must_be_approved=party.manager is not None)
        self._coming[entry.id], self._entries[coming.person] = coming, entry
        return entry

    def _home(self, coming: Coming) -> tuple[str, str | None]:
        person = self._play.plan.people[coming.person]
        return person.municipality, person.district

    def _participant(self, coming: Coming) -> dict[str, Any]:
        return self._play.person(coming.person) | {"needs": coming.needs} | self._invoice(coming)

    def _member(self, coming: Coming) -> dict[str, Any]:
        person = self._play.person(coming.person)
        return {name: person[name] for name in (*NAMES, "role")} | {"needs": coming.needs}

    def _named(self, number: int) -> dict[str, Any]:
        person = self._play.person(number)
        return {name: person[name] for name in NAMES}

    def _invoice(self, coming: Coming) -> dict[str, str]:
        return invoice(self._play.plan.people[coming.person]) if self._planned.offer.fee else {}
