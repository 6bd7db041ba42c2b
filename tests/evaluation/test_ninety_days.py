"""Ninety days with two workers, restarts and a stop: exactly the letters that a model of its own expects."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import Flask

from services.evaluation import operations, schedule
from services.evaluation.app import create_app
from services.evaluation.models import Invitation, PendingBallot
from services.evaluation.settings import Settings
from shared import clock, events
from shared.envelope import Event
from shared.service import EXTENSION, transaction
from shared.settings import load
from tests.evaluation.expected_letters import Attendance, Held, Letter, can_answer, counted
from tests.evaluation.rule_book import set_rule
from tests.evaluation.story import Story, completed, person
from tests.events import handed

FIRST = date(2026, 3, 2)
DAYS = 90
NOON = time(12)  # when a day's work is done
STOPPED = range(33, 37)  # no worker runs on these days
RESTARTS = range(10, DAYS, 13)
JOBS = (
    schedule.issue_invitations,
    schedule.send_reminders,
    schedule.ask_lecturers,
    schedule.close_evaluations,
    schedule.report_counts,
)
RULES: dict[str, dict[str, Any]] = {
    "course": {"reminder_days": [4, 10]},
    "lecture": {"delay_hours": 30, "open_days": 6, "reminder_days": [3]},
    "credit_course": {
        "reminder_days": [5],
        "open_days": 10,
        "follow_up_months": 1,
        "follow_up_questionnaire": "follow_up",
    },
}


def plan(chance: random.Random) -> list[Held]:
    """Who is where in these days: some come late to the list, some are taken off it, most answer one day."""
    held = []
    for number in range(16):
        kind = chance.choice(list(RULES))
        rule = RULES[kind]
        begun = chance.choice([n for n in range(46) if n not in STOPPED])
        people = [_attendance(chance, begun) for _ in range(chance.randint(1, 6))]
        delay, open_days = timedelta(hours=rule.get("delay_hours", 1)), rule.get("open_days", 14)
        months = rule.get("follow_up_months", 0)
        held.append(Held(f"{kind}-{number}", begun, delay, open_days, rule["reminder_days"], people, months))
    return held


def _attendance(chance: random.Random, begun: int) -> Attendance:
    later = [n for n in range(begun + 1, begun + 15) if n not in STOPPED]
    added = begun if chance.random() < 0.8 else chance.choice(later)
    removed = chance.choice([n for n in later if n > added] or [None]) if chance.random() < 0.2 else None
    answers = {
        purpose: chance.choice([n for n in span if n not in STOPPED])
        for purpose, span in (
            ("occasion", range(begun + 1, begun + 17)),
            ("follow_up", range(begun + 30, begun + 44)),
        )
        if chance.random() < 0.6
    }
    return Attendance(uuid4(), added, removed, answers)


class Played:
    """The plan as it comes to the service."""

    def __init__(self, url: str, held: list[Held], chance: random.Random) -> None:
        self.url, self.held, self.chance = url, held, chance
        days = [FIRST + timedelta(days=number) for number in range(DAYS)]
        moments = [clock.local_moment(day, NOON) for day in days]
        self.rounds = [None if number in STOPPED else moment for number, moment in enumerate(moments)]
        self.sent: list[Event] = []
        self.start()

    def start(self) -> None:
        """A process of its own, as after a restart."""
        given = {"secret_key": "k" * 40, "log_level": "error", "database_pool": 6}
        self.app: Flask = create_app(load(Settings, database_url=self.url, **given))
        self.story = Story(self.app)

    def stop(self) -> None:
        self.app.extensions[EXTENSION].database.dispose()

    def play(self) -> None:
        with ThreadPoolExecutor(2) as workers:
            for number, moment in enumerate(self.rounds):
                if moment is None:
                    continue
                if number in RESTARTS:
                    self.stop()
                    self.start()
                with clock.at(moment):
                    self._hear(number)
                    self._answer(number, moment)
                seeds = [self.chance.random(), self.chance.random()]
                list(workers.map(lambda seed, now=moment: work(self.app, now, seed), seeds))
        self.stop()

    def _hear(self, number: int) -> None:
        """Every list that changed, twice and after one that is older."""
        news = [event for held in self.held for event in self._lists(held, number)]
        self.chance.shuffle(news)
        old = self.chance.sample(self.sent, min(3, len(self.sent)))
        if news:
            handed(self.app, *news, *old, *news)
        self.sent += news

    def _lists(self, held: Held, number: int) -> Iterator[Event]:
        turns = {held.completed, *(one.added for one in held.people), *(one.removed for one in held.people)}
        if number in turns:
            there = [one for one in held.people if one.added <= number < (one.removed or DAYS * 9)]
            kind = held.name.partition("-")[0]
            present = [
                person(registration_id=uuid5(one.contact_id, held.name), contact_id=one.contact_id)
                for one in there
            ]
            yield completed(
                present, occasion_id=_id(held), version=number, kind=kind, form="in_house", title=held.name
            )

    def _answer(self, number: int, moment: datetime) -> None:
        """Those who mean to answer in this round, and have a link, do so."""
        answering = list(self._answering(number))
        links = _links(self.story) if answering else {}
        for held, one, purpose in answering:
            answers = {"overall": 4} if purpose == "occasion" else {"used": "yes"}
            with self.story.at(moment), transaction() as session:
                operations.answer(session, links[held.name, purpose, one.contact_id], answers)

    def _answering(self, number: int) -> Iterator[tuple[Held, Attendance, str]]:
        for held in self.held:
            for one in held.people:
                for purpose in ("occasion", "follow_up") if held.months else ("occasion",):
                    if one.answers.get(purpose) == number and can_answer(held, one, purpose, self.rounds):
                        yield held, one, purpose


def _id(held: Held) -> UUID:
    return uuid5(UUID(int=0), held.name)


def _links(story: Story) -> dict[tuple[str, str, UUID], str]:
    return {
        (event["title"], event["purpose"], event["contact_id"]): event["token"]
        for event in story.told(events.InvitationIssued)
    }


def work(app: Flask, moment: datetime, seed: float) -> None:
    """One worker's round: every job, in some order, each as long as it says that more may wait."""
    jobs: list[Callable[[], object]] = list(JOBS)
    random.Random(seed).shuffle(jobs)
    with clock.at(moment), app.app_context():
        for job in jobs:
            while job():
                pass


def sent_letters(story: Story) -> Counter[Letter]:
    return Counter(
        (event["title"], event["purpose"], event.data.get("reminder", 0), event["contact_id"])
        for event in story.told(events.InvitationIssued)
    )


def test_ninety_days_send_exactly_the_letters_that_are_to_be_sent(
    fresh_database: Callable[[str, str], str],
) -> None:
    chance = random.Random(1)
    played = Played(fresh_database("evaluation", "postgresql"), plan(chance), chance)
    for kind, rule in RULES.items():
        set_rule(played.app, kind=kind, **rule)
    played.play()
    expected = counted(played.held, played.rounds)
    assert sent_letters(played.story) == expected
    assert {number for _, _, number, _ in expected} == {0, 1, 2}
    assert {purpose for _, purpose, _, _ in expected} == {"occasion", "follow_up"}
    assert not played.story.rows(PendingBallot)
    assert {row["state"] for row in played.story.rows(Invitation)} == {"closed"}
