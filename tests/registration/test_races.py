"""What happens at the same moment, on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from services.registration.operations import Receipt
from services.registration.problems import AlreadyRegistered
from shared import events
from tests.registration.office import Office

PEOPLE = 20


def test_twenty_people_at_once_share_five_places(postgresql_app: Flask) -> None:
    office = Office(postgresql_app)
    occasion = office.open_occasion(places=5)
    start = Barrier(PEOPLE)

    def register(number: int) -> Receipt:
        start.wait()
        return office.register(occasion, f"Person{number}")

    with ThreadPoolExecutor(PEOPLE) as crowd:
        receipts = list(crowd.map(register, range(PEOPLE)))
    assert sum(receipt.status == "confirmed" for receipt in receipts) == 5
    assert sorted(receipt.position for receipt in receipts if receipt.position) == list(range(1, 16))
    assert (office.now(occasion).confirmed_count, office.now(occasion).waiting_count) == (5, 15)
    assert len(office.events(events.ParticipantRegistered)) == PEOPLE


def test_one_person_at_many_windows_gets_one_place(postgresql_app: Flask) -> None:
    office = Office(postgresql_app)
    occasion = office.open_occasion(places=5)
    start = Barrier(8)

    def register(_window: int) -> bool:
        start.wait()
        try:
            office.register(occasion)
        except AlreadyRegistered:
            return False
        return True

    with ThreadPoolExecutor(8) as windows:
        assert sum(windows.map(register, range(8))) == 1
    assert office.now(occasion).confirmed_count == 1


def test_places_given_up_at_once_all_go_to_the_queue(postgresql_app: Flask) -> None:
    office = Office(postgresql_app)
    occasion = office.open_occasion(places=4)
    receipts = office.fill(occasion, *(f"Person{number}" for number in range(8)))
    start = Barrier(4)

    def give_up(receipt: Receipt) -> None:
        start.wait()
        office.cancel(receipt)

    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(give_up, receipts[:4]))
    standing = office.standing(occasion)
    assert [standing[f"Person{number}"][0] for number in range(4, 8)] == ["confirmed"] * 4
    assert (office.now(occasion).confirmed_count, office.now(occasion).waiting_count) == (4, 0)
