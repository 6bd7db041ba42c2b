"""One occasion on its way through the year: published, held or called off, and evaluated."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.demo.coming import Coming
from services.demo.enrolling import Enrolling
from services.demo.held import Attended, Held
from services.demo.plan import PlannedOccasion
from services.demo.venues import held_in
from services.registration import operations as registration

if TYPE_CHECKING:
    from services.demo.play import Play

Act = tuple[datetime, Callable[[], None]]
BRING = (
    "",
    "Något att skriva på",
    "",
    "Egen dator med laddare\nEn situation från jobbet som du vill prata om",
)
NOTES = ("", "", "Lokalen är bokad från 08.00. Kaffe är beställt.", "Projektor och hörslinga finns i salen.")


class Running:
    """Acts on the services as the office does, and keeps the ledger beside them."""

    def __init__(self, play: "Play", planned: PlannedOccasion) -> None:
        self._play = play
        self._planned = planned
        self._held: Held | None = None
        self._session_ids: list[UUID] = []
        self.enrolling = Enrolling(play, planned)

    def steps(self) -> Iterator[Act]:
        """What is planned, with its times; what an occasion's state no longer allows is left out then."""
        planned, enrolling = self._planned, self.enrolling
        yield planned.published_at, self._publish
        if planned.is_called_off:
            yield planned.sessions[0][0] - timedelta(days=9), self._call_off
        for party in planned.parties:
            yield party.at, partial(enrolling.register, party)
            for coming in party.members:
                yield from self._changes(coming)
        for number, (_, ends_at, _) in enumerate(planned.sessions):
            yield ends_at, partial(self._take_attendance, number)
        completed = planned.sessions[-1][1] + timedelta(hours=1)
        if not planned.offer.rules.completes_after_hours:
            yield completed, self._complete
        for coming in planned.everybody():
            if coming.answers_after:
                yield completed + coming.answers_after, partial(self._answer, coming)

    def read_mail(self) -> None:
        """Those who were asked something in a letter answer it."""
        if self._open:
            self.enrolling.answer_offers()
            self.enrolling.answer_requests()

    @property
    def _open(self) -> Held | None:
        """The occasion while it is still to be held."""
        return self._held if self._held and self._held.state == "published" else None

    def _changes(self, coming: Coming) -> Iterator[Act]:
        if coming.cancels_at:
            yield coming.cancels_at, partial(self.enrolling.cancel, coming)
        if coming.named_at:
            yield coming.named_at, partial(self.enrolling.name, coming)
        if coming.replaced_at and coming.replaced_by:
            yield coming.replaced_at, partial(self.enrolling.replace, coming, coming.replaced_by)

    def _publish(self) -> None:
        play, planned = self._play, self._planned
        with play.at("registration") as session:
            activity_id = play.activities.of(session, planned.offer)
            occasion = registration.create_occasion(session, activity_id, self._new())
            registration.publish_occasion(session, occasion.id)
            self._session_ids = [
                item.id for item in sorted(occasion.sessions, key=lambda item: item.starts_at)
            ]
            self._held = Held(
                id=occasion.id,
                title=planned.offer.title,
                kind=planned.offer.kind,
                starts_at=planned.sessions[0][0],
                ends_at=planned.sessions[-1][1],
                places=planned.places,
                rules=planned.offer.rules,
                share_limit=planned.share_limit,
                share_until=planned.share_until,
            )
        play.ledger.occasions.append(self._held)
        self.enrolling.held = self._held

    def _new(self) -> dict[str, Any]:
        play, planned, rules = self._play, self._planned, self._planned.offer.rules
        names = ("starts_at", "ends_at", "venue")
        new = {
            "places": planned.places,
            "closes_at": planned.sessions[0][0] - timedelta(days=1),
            "sessions": [dict(zip(names, meeting, strict=True)) for meeting in planned.sessions],
            "lecturer_contact_id": play.lecturers[len(planned.offer.title) % len(play.lecturers)],
            "municipality": held_in(play.plan.region, planned.sessions[0][2]),
            "series_id": play.activities.series(planned.offer),
            "allow_passing": rules.allow_passing,
            "needs_approval": rules.approval_hours is not None,
            "queue_policy": "offer" if rules.offer_hours else "move_up",
            "share_limit": planned.share_limit,
            "share_until": planned.share_until,
            "completes_after_hours": rules.completes_after_hours,
            "bring": BRING[len(play.ledger.occasions) % len(BRING)],
            "note": NOTES[len(play.ledger.occasions) % len(NOTES)],
        }
        hours = {"offer_hours": rules.offer_hours, "approval_hours": rules.approval_hours}
        return new | {name: value for name, value in hours.items() if value}

    def _call_off(self) -> None:
        if held := self._open:
            with self._play.at("registration") as session:
                registration.cancel_occasion(session, held.id, "Föreläsaren är sjuk.")
            held.call_off()

    def _take_attendance(self, number: int) -> None:
        if not (held := self._open):
            return
        starts, ends, _ = self._planned.sessions[number]
        absent = {item.person for item in self._planned.everybody() if number in item.absent_from}
        here = [
            item for item in held.living("confirmed") if item.person is not None and item.person not in absent
        ]
        with self._play.at("registration") as session:
            registration.record_attendance(session, self._session_ids[number], [item.id for item in here])
        hours = (ends - starts).total_seconds() / 3600
        held.attended += [
            Attended(item.person, item.place, starts, hours) for item in here if item.person is not None
        ]
        held.sessions_noted += 1

    def _complete(self) -> None:
        if held := self._open:
            with self._play.at("registration") as session:
                registration.complete_occasion(session, held.id)
            held.state = "completed"

    def _answer(self, coming: Coming) -> None:
        if self._held and coming.person in self._held.present:
            self._play.answer(coming, self._held)
