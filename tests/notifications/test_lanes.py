"""What somebody waits for goes first, and no lane sends faster than it may."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from services.notifications.delivery.claiming import claim
from services.notifications.delivery.lanes import TOPIC_OF, lane_of
from services.notifications.delivery.sender import send_due_messages
from services.notifications.emails import EMAILS
from services.notifications.settings import Settings
from shared import clock
from shared.service import transaction
from shared.settings import SettingsAreWrong, load
from tests.notifications.another import retold
from tests.notifications.happenings import contact, invited, manage_link, occasion, registered
from tests.notifications.mail_room import MailRoom
from tests.notifications.scripted_server import ScriptedServer, scripted_server

MakeRoom = Callable[..., MailRoom]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A mail server that takes everything."""
    with scripted_server() as server:
        yield server


def test_every_kind_of_email_that_may_wait_is_one_of_ours() -> None:
    assert TOPIC_OF.keys() <= EMAILS.keys()
    assert lane_of("registration_confirmed") == "prompt"


def test_a_confirmation_overtakes_the_invitations_before_it(room: MailRoom) -> None:
    _invite(room, 30)
    room.hears(*_confirmation())
    with room.app.app_context(), transaction() as session:
        first = claim(session)
    assert [pieces.message.template for pieces in first] == ["registration_confirmed"]


def test_a_bulk_batch_ends_when_somebody_begins_to_wait(
    room_with: MakeRoom, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = _invite(room_with(server.url), 15)
    monkeypatch.setattr("services.notifications.delivery.sender.LOOK", 0.0)
    arrives = _Once(lambda: room.hears(*_confirmation()))
    monkeypatch.setattr(server, "on_letter", arrives)
    room.send()
    order = [mail["Subject"].startswith("Du har en plats") for mail in server.taken]
    assert sum(order) == 1 and order.index(True) < 4
    assert {message.state for message in room.messages} == {"sent"}
    assert {message.attempts for message in room.messages} == {1}


def test_what_a_batch_gives_back_keeps_its_place_in_the_queue(
    room_with: MakeRoom, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = _invite(room_with(server.url), 6)
    places = {message.id: message.due_at for message in room.messages}
    monkeypatch.setattr("services.notifications.delivery.sender.LOOK", 0.0)
    monkeypatch.setattr(server, "on_letter", _Once(lambda: room.hears(*_confirmation())))
    with room.app.app_context():
        send_due_messages()
    back = [message for message in room.messages if message.lane == "bulk" and message.state == "queued"]
    assert back
    assert [(item.due_at, item.attempts) for item in back] == [(places[item.id], 0) for item in back]


def test_a_lane_sends_no_faster_than_it_may(limited: MailRoom) -> None:
    _invite(limited, 12)
    start = clock.now()
    sent = [_sent_at(limited, start + timedelta(seconds=second)) for second in (0, 0.5, 2, 3, 4)]
    # Half a second for each letter, and what a second has saved at once.
    assert sent == [3, 4, 7, 9, 11]


def test_a_limit_of_one_lane_is_none_of_the_other(limited: MailRoom) -> None:
    _invite(limited, 5)
    limited.hears(*_confirmation())
    with clock.at(clock.now() + timedelta(seconds=1)):
        limited.send()
    states = {message.template: message.state for message in limited.messages}
    assert states["registration_confirmed"] == "sent"
    assert _count(limited) == 4


def test_two_workers_share_the_limit_of_a_lane(limited: MailRoom) -> None:
    _invite(limited, 12)
    moment = clock.now() + timedelta(seconds=1)

    def work() -> None:
        with clock.at(moment):
            limited.send()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _count(limited) == 3


def test_a_worker_that_died_has_spent_its_share(limited: MailRoom) -> None:
    _invite(limited, 12)
    moment = clock.now() + timedelta(seconds=1)
    with clock.at(moment), limited.app.app_context():
        with transaction() as session:
            assert len(claim(session)) == 3
        with transaction() as session:
            assert claim(session) == []


def test_a_limit_below_nothing_stops_the_start() -> None:
    with pytest.raises(SettingsAreWrong, match="BULK_RATE"):
        load(Settings, database_url="sqlite://", secret_key="k" * 40, bulk_rate=-1)


@pytest.fixture(params=["sqlite", "postgresql"])
def limited(request: pytest.FixtureRequest, room_with: MakeRoom, server: ScriptedServer) -> MailRoom:
    """A mail room that sends 120 bulk letters a minute."""
    return room_with(server.url, request.param, bulk_rate=120)


class _Once:
    """Does something the first time that it is called."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act: Callable[[], object] | None = act

    def __call__(self) -> None:
        act, self._act = self._act, None
        if act:
            threading.Thread(target=act).run()


def _confirmation() -> tuple[object, ...]:
    return (occasion(), contact(), manage_link(), registered())


def _invite(room: MailRoom, count: int) -> MailRoom:
    for number in range(count):
        room.hears(*retold((invited(), contact(email=f"person{number}@example.se"))))
    return room


def _count(room: MailRoom) -> int:
    return sum(message.state == "sent" for message in room.messages)


def _sent_at(room: MailRoom, moment: object) -> int:
    with clock.at(moment):
        room.send()
    return _count(room)
