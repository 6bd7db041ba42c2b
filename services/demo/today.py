"""What has just happened when somebody opens the small year for a first look, and waits for an answer."""

from collections.abc import Iterator

from services.demo.coming import Coming, Party
from services.demo.enrolling import Enrolling
from services.demo.held import Held
from services.demo.people import Person
from services.demo.play import Play
from shared import clock

SIZE, NAMED = 4, 2  # of the group, and those in it who have a name


def happen_today(play: Play) -> None:
    """A manager is asked, a place is offered to the first in a queue, and a group has places without names."""
    roomy: dict[int, tuple[Enrolling, Held]] = {}
    for enrolling in (running.enrolling for running in play.running):
        held = enrolling.held
        if held is None or held.state != "published" or held.starts_at <= clock.now():
            continue
        if held.rules.approval_hours:
            _ask_a_manager(play, enrolling, held)
        elif held.rules.offer_hours:
            _offer_a_place(enrolling, held)
        elif held.share_limit is None:
            roomy[held.places - len(held.living())] = enrolling, held
    if roomy:
        _register_a_group(play, *roomy[max(roomy)])


def _ask_a_manager(play: Play, enrolling: Enrolling, held: Held) -> None:
    managers = [number for number, person in enumerate(play.plan.people) if person.role == "manager"]
    free = [number for number in _free(play, held) if number not in managers]
    if free and managers and held.living("confirmed"):
        if len(held.living()) >= held.places:  # or else the newcomer would only wait
            enrolling.cancel_first()
        enrolling.register(Party(clock.now(), (_coming(free[0]),), managers[0]))


def _offer_a_place(enrolling: Enrolling, held: Held) -> None:
    if held.living("waiting") and not held.living("offered"):
        enrolling.cancel_first()


def _register_a_group(play: Play, enrolling: Enrolling, held: Held) -> None:
    people, free = play.plan.people, list(_free(play, held))
    for first in free:
        same = [number for number in free if _home(people[number]) == _home(people[first])][:SIZE]
        if len(same) == SIZE:
            members = tuple(_coming(number, is_named=index < NAMED) for index, number in enumerate(same))
            enrolling.register(Party(clock.now(), members))
            return


def _free(play: Play, held: Held) -> Iterator[int]:
    """Those who could come and are not registered yet."""
    there = {entry.person for entry in held.entries}
    for number, person in enumerate(play.plan.people):
        if number not in there and not person.is_protected:
            yield number


def _coming(number: int, *, is_named: bool = True) -> Coming:
    return Coming(number, frozenset(), {}, None, is_named=is_named)


def _home(person: Person) -> tuple[str, str | None]:
    return person.municipality, person.district
