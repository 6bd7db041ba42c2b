"""The rules that judge a journey do find what is wrong: each is shown a ledger with one fault in it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from services.names import SERVICES
from shared.ids import new_id
from tests.faults import event_rules, people_rules
from tests.faults.client import Client
from tests.faults.findings import Findings
from tests.faults.journey import Accepted
from tests.faults.ledger import Ledger
from tests.faults.letters import Letters

REGISTERED, CANCELLED = "registration.participant_registered", "registration.registration_cancelled"


@dataclass
class Row:
    """A row of an outbox, as the database gives it."""

    type: str
    subject: str
    version: int
    body: bytes
    sequence: int = 1
    event_id: UUID = field(default_factory=new_id)
    published_at: datetime | None = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Letter:
    """A row of the send queue."""

    event_id: UUID
    message_id: str
    state: str = "sent"
    template: str = "registration_confirmed"
    contact_id: str = "anna"
    why: str | None = None
    error: str | None = None
    attempts: int = 1


class Written(Ledger):
    """A ledger that was written by hand: who has a place on its only occasion, and its letters."""

    confirmed: tuple[tuple[str, int], ...] = ()
    letters: tuple["Letter", ...] = ()

    def rows(self, service: str, query: str) -> list[Any]:
        """What the database would have said."""
        return list(self.letters if service == "notifications" else self.confirmed)


def test_a_healthy_ledger_breaks_no_rule() -> None:
    assert _broken(_ledger(_row("a"), _row("b"))) == set()


def test_an_event_that_waits_is_found() -> None:
    ledger = _ledger(_row("a"))
    ledger.outbox["registration"][0].published_at = None
    assert _broken(ledger) == {"every_event_was_published"}


def test_an_event_that_one_listener_never_had_is_found() -> None:
    ledger = _ledger(_row("a"))
    ledger.inbox["reporting"].clear()
    assert _broken(ledger) == {"every_event_took_effect_or_is_parked"}


def test_an_event_that_nobody_told_is_found() -> None:
    ledger = _ledger(_row("a"))
    ledger.inbox["evaluation"].add(uuid4())
    assert _broken(ledger) == {"every_event_took_effect_or_is_parked"}


def test_a_parked_event_is_found() -> None:
    ledger = _ledger(_row("a"))
    ledger.failed["reporting"].append(_Parked(new_id(), "KeyError"))
    assert _broken(ledger) == {"only_poison_is_parked"}


def test_garbage_that_was_lost_is_found() -> None:
    assert _broken(_ledger(_row("a")), poison={"reporting": 1}) == {"only_poison_is_parked"}


def test_a_version_that_is_missing_is_found() -> None:
    assert _broken(_ledger(_row("a"), _row("a", CANCELLED, 3, "cancelled"))) == {"versions_have_no_gap"}


def test_a_place_that_was_sold_twice_for_a_moment_is_found() -> None:
    rows = [_row("a"), _row("b"), _row("c"), _row("a", CANCELLED, 2, "cancelled")]
    assert _broken(_ledger(*rows), places=2) == {"no_place_is_sold_twice"}


def test_letters_that_were_taken_once_each_break_no_rule() -> None:
    assert _letter_sentences(taken=["<1>"]) == []


def test_a_letter_that_never_left_is_found() -> None:
    assert _letter_sentences(taken=[]) == ["registration_confirmed <1> is sent, and was never taken"]


def test_a_letter_that_nobody_knows_of_is_found() -> None:
    assert _letter_sentences(taken=["<1>", "<2>"]) == ["<2> was sent, and nobody knows of it"]


def test_a_letter_that_was_never_written_is_found() -> None:
    (sentence,) = _letter_sentences(taken=[], letters=0)
    assert sentence == f"no letter about {REGISTERED} of a (confirmed)"


@dataclass
class _Parked:
    event_id: UUID | None
    error: str


def _letter_sentences(taken: list[str], letters: int = 1) -> list[str]:
    ledger, server = _ledger(_row("a")), Letters()
    event_id = ledger.outbox["registration"][0].event_id
    ledger.letters = (Letter(event_id, "<1>"),)[:letters]
    server.taken.update(taken)
    return list(people_rules.every_letter_was_sent_once(_findings(ledger, letters=server)))


def _row(subject: str, kind: str = REGISTERED, version: int = 1, status: str = "confirmed") -> Row:
    body = json.dumps({"data": {"occasion_id": "course", "status": status}}).encode()
    return Row(kind, subject, version, body)


def _ledger(*rows: Row) -> Written:
    for sequence, row in enumerate(rows):
        row.sequence = sequence
    ledger = Written({}, {name: [] for name in SERVICES})
    ledger.outbox["registration"] = list(rows)
    ledger.inbox = {name: ledger.events_for(name) for name in SERVICES}
    ledger.failed = {name: [] for name in SERVICES}
    gone = {row.subject for row in rows if row.type == CANCELLED}
    ledger.confirmed = (("course", len({row.subject for row in rows} - gone)),)
    return ledger


def _broken(ledger: Ledger, **given: Any) -> set[str]:
    found = _findings(ledger, **given)
    rules = (
        event_rules.every_event_was_published,
        event_rules.every_event_took_effect_or_is_parked,
        event_rules.only_poison_is_parked,
        event_rules.versions_have_no_gap,
        people_rules.no_place_is_sold_twice,
    )
    return {rule.__name__ for rule in rules if list(rule(found))}


def _findings(
    ledger: Ledger, *, places: int = 9, poison: dict[str, int] | None = None, letters: Letters | None = None
) -> Findings:
    taken = letters or Letters()
    return Findings(ledger, Accepted(), [], places, taken, poison or {}, Client({}), "")
