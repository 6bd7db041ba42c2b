"""Which letters people are to get, computed from a plan of what happens: a second opinion on the service."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from shared import clock

Letter = tuple[str, str, int, UUID]  # occasion, purpose, number of the reminder, contact


@dataclass
class Attendance:
    """One person at one occasion: from which round on they are on the list, and until which."""

    contact_id: UUID
    added: int
    removed: int | None = None
    answers: dict[str, int] = field(default_factory=dict)  # purpose → round


@dataclass
class Held:
    """An occasion in the plan, and how it is asked about."""

    name: str
    completed: int  # the round in which the service hears of it
    delay: timedelta
    open_days: int
    reminders: Sequence[int]
    people: list[Attendance]
    months: int = 0


@dataclass(frozen=True)
class Asking:
    """One evaluation: when it asks, reminds and closes."""

    purpose: str
    due_at: datetime
    closes_at: datetime
    reminders: Sequence[datetime]


def letters(held: Held, rounds: Sequence[datetime | None]) -> Iterator[Letter]:
    """Everybody's letters about an occasion; a round is None while no worker runs."""
    for asking in _askings(held, rounds):
        for person in held.people:
            for number in _letters_to(person, asking, rounds):
                yield held.name, asking.purpose, number, person.contact_id


def can_answer(held: Held, person: Attendance, purpose: str, rounds: Sequence[datetime | None]) -> bool:
    """Whether the person has a link in the round in which they mean to answer."""
    asking = next(item for item in _askings(held, rounds) if item.purpose == purpose)
    asked, when = _asked_in(person, asking, rounds), person.answers[purpose]
    moment = rounds[when]
    is_there = person.removed is None or when < person.removed
    return (
        asked is not None and moment is not None and asked < when and moment < asking.closes_at and is_there
    )


def counted(held: Sequence[Held], rounds: Sequence[datetime | None]) -> Counter[Letter]:
    """How often each letter is to be sent."""
    return Counter(letter for item in held for letter in letters(item, rounds))


def _askings(held: Held, rounds: Sequence[datetime | None]) -> list[Asking]:
    heard = rounds[held.completed]
    assert heard is not None
    due = [("occasion", heard + held.delay)]
    if held.months:
        first = clock.local(due[0][1]).date()
        last = date(first.year, first.month + held.months + 1, 1) - timedelta(days=1)  # within the year
        later = last.replace(day=min(first.day, last.day))
        due.append(("follow_up", clock.local_moment(later, time(9))))
    return [_asking(held, purpose, moment) for purpose, moment in due]


def _asking(held: Held, purpose: str, due_at: datetime) -> Asking:
    wall = clock.local(due_at)
    closes_at = clock.local_moment(wall.date() + timedelta(days=held.open_days + 1), time())
    moments = [clock.local_moment(wall.date() + timedelta(days=day), wall.time()) for day in held.reminders]
    return Asking(purpose, due_at, closes_at, moments)


def _letters_to(person: Attendance, asking: Asking, rounds: Sequence[datetime | None]) -> Iterator[int]:
    asked = _asked_in(person, asking, rounds)
    if asked is None:
        return
    yield 0
    answered = person.answers.get(asking.purpose)
    asked_on = clock.local(_moment(rounds, asked)).date()
    for number, moment in enumerate(asking.reminders, 1):
        reached = _first_round(rounds, moment, asking.closes_at)
        if reached is None:
            continue
        now = _moment(rounds, reached)
        is_overtaken = number < len(asking.reminders) and asking.reminders[number] <= now
        has_answered = answered is not None and asked < answered <= reached
        is_gone = person.removed is not None and person.removed <= reached
        is_new = asked_on > clock.local(now).date() - timedelta(days=2)
        if not (is_overtaken or has_answered or is_gone or is_new):
            yield number


def _asked_in(person: Attendance, asking: Asking, rounds: Sequence[datetime | None]) -> int | None:
    """The round in which the invitation goes out."""
    for number, moment in enumerate(rounds):
        if moment is None or number < person.added or moment < asking.due_at:
            continue
        is_gone = person.removed is not None and person.removed <= number
        return None if is_gone or moment >= asking.closes_at else number
    return None


def _first_round(rounds: Sequence[datetime | None], moment: datetime, before: datetime) -> int | None:
    for number, now in enumerate(rounds):
        if now is not None and now >= moment:
            return number if now < before else None
    return None


def _moment(rounds: Sequence[datetime | None], number: int) -> datetime:
    moment = rounds[number]
    assert moment is not None
    return moment
