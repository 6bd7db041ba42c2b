"""Any order of registering, giving up, offering and approving leaves places and queue as the rules say."""

import os
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.registration.operations.deadlines import expire_held_places, release_shares
from services.registration.operations.groups import GroupReceipt
from services.registration.problems import (
    GroupDoesNotFit,
    GroupIsTooLarge,
    RegistrationIsClosed,
    ShareIsFull,
    WaitingListIsFull,
)
from tests.registration.places_driver import STARTS, PlacesDriver
from tests.registration.places_model import TAKEN, PlacesModel
from tests.registration.samples import sample_group

RELEASE, OFFER, APPROVAL = 60, 20, 30  # hours
MUNICIPALITIES = ("0126", "0182", "0160")
PICK = st.integers(0, 30)
# A longer look: MACHINE_EXAMPLES=200 pytest tests/registration/test_places_machine.py
EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "12"))
SETTINGS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=50,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class Places(PlacesDriver):
    """Does to one occasion what people do, and holds it against the model after every step."""

    @initialize(
        places=st.integers(1, 5),
        waiting_places=st.sampled_from([None, None, 2, 5]),
        allow_passing=st.booleans(),
        offers=st.booleans(),
        approval=st.booleans(),
        share_limit=st.sampled_from([None, 1, 2]),
    )
    def open(self, **given: Any) -> None:
        """Publish an occasion with these rules."""
        self.model = PlacesModel(**given, starts=STARTS, offer_hours=OFFER, approval_hours=APPROVAL)
        rules = {name: given[name] for name in ("places", "waiting_places", "allow_passing", "share_limit")}
        with self._now():
            self.occasion = self.office.open_occasion(
                **rules,
                queue_policy="offer" if given["offers"] else "move_up",
                needs_approval=given["approval"],
                share_until=self.begins + timedelta(hours=RELEASE),
                offer_hours=OFFER,
                approval_hours=APPROVAL,
                days=STARTS // 24,
            )
        self.seen = self._last_sequence()

    @rule(municipality=st.sampled_from(MUNICIPALITIES))
    def register(self, municipality: str) -> None:
        """Somebody registers, alone."""
        new = self._person(municipality=municipality)
        if self.model.hour >= STARTS or not self.model.fits(1, municipality):
            self._refused(RegistrationIsClosed, WaitingListIsFull, "register_participant", new)
            return
        receipt = self._does("register_participant", self.occasion.id, new)
        self.model.join([receipt.id], receipt.id, municipality, self.model.approval)
        assert receipt.status == self.model.people[receipt.id].status

    @rule(size=st.integers(1, 4), municipality=st.sampled_from(MUNICIPALITIES), unnamed=st.integers(0, 4))
    def register_group(self, size: int, municipality: str, unnamed: int) -> None:
        """Somebody registers several, some of them without a name."""
        people = [self._person() if number >= unnamed else {} for number in range(size)]
        new = sample_group(*people, municipality=municipality, manager=self._manager())
        if self.model.hour >= STARTS or size > self.model.places or not self.model.fits(size, municipality):
            self._refused(RegistrationIsClosed, (GroupIsTooLarge, GroupDoesNotFit), "register_group", new)
            return
        receipt: GroupReceipt = self._does("register_group", self.occasion.id, new)
        keys = [member.id for member in receipt.members]
        self.model.join(keys, receipt.id, municipality, self.model.approval)
        positions = [self._position(key) for key in keys]
        assert [member.position for member in receipt.members] == positions

    @precondition(lambda self: self.model.are("waiting", *TAKEN))
    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        """Somebody is taken off."""
        key = self._one_of(pick, "waiting", *TAKEN)
        self._does("cancel_registration", key, "coordinator")
        self.model.end(key)

    @precondition(lambda self: self._in_groups("waiting", *TAKEN))
    @rule(pick=PICK)
    def cancel_group(self, pick: int) -> None:
        """A whole group gives up."""
        groups = self._in_groups("waiting", *TAKEN)
        key = groups[pick % len(groups)]
        members = self.model.party_of(key)
        self._does("cancel_group", self.model.people[key].party, "coordinator")
        self.model.end(*members)

    @precondition(lambda self: self.model.are("offered"))
    @rule(pick=PICK, takes=st.booleans())
    def answer_an_offer(self, pick: int, takes: bool) -> None:
        """The holder or the booker says yes or no, for the whole party."""
        key = self._one_of(pick, "offered")
        members = self.model.party_of(key)
        self._does("accept_offer" if takes else "decline_offer", key, "coordinator")
        (self.model.accept if takes else self.model.end)(*members)

    @precondition(lambda self: self._to_approve())
    @rule(pick=PICK, approves=st.booleans())
    def answer_as_manager(self, pick: int, approves: bool) -> None:
        """A manager answers the request that came last for a place."""
        waiting = self._to_approve()
        key = waiting[pick % len(waiting)]
        token = self.told[str(key)]["approval"]
        if approves:
            self._does("approve_registration", token)
            self.model.confirm(key)
        else:
            self._does("decline_registration", token, "Vi kan inte undvara dig då.")
            self.model.end(key)

    @precondition(lambda self: self.model.hour < STARTS and self._unnamed())
    @rule(pick=PICK)
    def name(self, pick: int) -> None:
        """A place gets its participant."""
        unnamed = self._unnamed()
        self._does("name_participant", unnamed[pick % len(unnamed)], self._person())

    @precondition(lambda self: self.model.hour < STARTS and self.model.are("confirmed", "held"))
    @rule(pick=PICK, municipality=st.sampled_from(MUNICIPALITIES))
    def replace(self, pick: int, municipality: str) -> None:
        """A colleague takes a place, who may work elsewhere."""
        key = self._one_of(pick, "confirmed", "held")
        old = self.model.people[key]
        new = self._person(municipality=municipality)
        others = [item for item in self.model.are(*TAKEN) if item != key]
        there = sum(self.model.people[item].municipality == municipality for item in others)
        limit = self.model.share_limit
        if limit is not None and municipality != old.municipality and there >= limit:
            with pytest.raises(ShareIsFull):
                self._does("replace_participant", key, new)
            return
        receipt = self._does("replace_participant", key, new)
        self.model.people[receipt.id] = type(old)(**{**vars(old), "municipality": municipality})
        old.status, old.until, old.number = "cancelled", None, 10_000 + self.named

    @precondition(lambda self: self.model.hour < STARTS)
    @rule(places=st.integers(1, 6))
    def change_places(self, places: int) -> None:
        """More places, or fewer."""
        self._does("change_occasion", self.occasion.id, {"places": places})
        self.model.places = places
        self.model.walk()

    @rule(allow_passing=st.booleans(), offers=st.booleans(), approval=st.booleans())
    def change_rules(self, allow_passing: bool, offers: bool, approval: bool) -> None:
        """Other rules for the queue, which hold at once."""
        policy = "offer" if offers else "move_up"
        change = {"allow_passing": allow_passing, "queue_policy": policy, "needs_approval": approval}
        self._does("change_occasion", self.occasion.id, change)
        self.model.allow_passing, self.model.offers, self.model.approval = allow_passing, offers, approval
        if not approval:
            self.model.confirm(*self.model.are("held"))
        self.model.walk()

    @rule(hours=st.integers(1, 50))
    def let_time_pass(self, hours: int) -> None:
        """Time passes, and the jobs do what is due."""
        self.model.hour += hours
        if self.model.hour >= RELEASE:
            self.model.share_limit = None
        with self._now(), self.office.app.app_context():
            release_shares()
            while expire_held_places():
                pass
        self.model.walk()
        self.model.expire()

    @invariant()
    def the_table_is_as_the_model(self) -> None:
        """Everybody stands where the rules put them, in the same queue."""
        rows = self._rows()
        assert {row.id: row.status for row in rows} == {
            key: person.status for key, person in self.model.people.items()
        }
        assert [row.id for row in rows if row.status == "waiting"] == self.model.are("waiting")
        assert len({row.queue_number for row in rows}) == len(rows)

    @invariant()
    def the_counts_are_right_and_no_place_is_sold_twice(self) -> None:
        """The row's counts are those of the registrations, within the places unless these were made fewer."""
        occasion = self.office.now(self.occasion)
        confirmed, held, waiting = (
            len(self.model.are(*statuses)) for statuses in (("confirmed",), ("offered", "held"), ("waiting",))
        )
        counts = (occasion.confirmed_count, occasion.held_count, occasion.waiting_count)
        assert counts == (confirmed, held, waiting)
        taken = confirmed + held
        before = getattr(self, "taken", 0)
        assert taken <= max(occasion.places, before)
        self.taken = taken

    @invariant()
    def the_members_of_a_group_agree(self) -> None:
        """A group waits whole, is offered places whole, or has them whole."""
        for key in self._in_groups("waiting", *TAKEN):
            kinds = {self.model.people[member].status for member in self.model.party_of(key)}
            assert kinds in ({"waiting"}, {"offered"}) or kinds <= {"confirmed", "held"}

    @invariant()
    def the_events_tell_exactly_what_the_table_says(self) -> None:
        """Whoever replays all events has the table, and has missed no version."""
        for event in self._new_events():
            if event.data.get("occasion_id") != self.occasion.id:
                continue
            if event.type.name == "registration.approval_requested":
                self.told[event.subject]["approval"] = event["token"]
            if "status" in event.data:
                self.versions[event.subject] = self.versions.get(event.subject, 0) + 1
                assert event.version == self.versions[event.subject]
                self.told.setdefault(event.subject, {}).update(event.data)
        for row in self._rows():
            told = self.told[str(row.id)]
            assert (told["status"], told["contact_id"], told["municipality"], told["party_id"]) == (
                row.status,
                row.participant_id,
                row.municipality,
                row.party_id,
            )


def test_places_and_queue_follow_their_rules_whatever_people_do(app: Flask) -> None:
    run_state_machine_as_test(lambda: Places(app), settings=SETTINGS)
