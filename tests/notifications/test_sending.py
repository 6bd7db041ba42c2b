"""Mail is handed to a real server: what it takes, refuses or puts off is written down as such."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import structlog
from structlog.processors import KeyValueRenderer
from structlog.stdlib import BoundLogger
from structlog.testing import CapturingLogger

from services.notifications.delivery import sender
from services.notifications.delivery.claiming import LEASE, claim
from services.notifications.delivery.pieces import DueMessage, Pieces
from services.notifications.delivery.resending import resend_message
from services.notifications.delivery.settling import delay, refused, settle
from services.notifications.letters.composing import compose
from services.notifications.problems import MessageCannotBeRepeated
from services.notifications.schedule import forget_expired_tokens
from services.notifications.transports.chosen import transport
from shared import clock
from shared.service import transaction
from tests.notifications.another import retold
from tests.notifications.happenings import contact, invited, manage_link, occasion, registered
from tests.notifications.mail_room import MailRoom
from tests.notifications.scripted_server import HANG_UP, TAKE, ScriptedServer, scripted_server

MakeRoom = Callable[..., MailRoom]
ENGINES = ("sqlite", "postgresql")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A mail server that takes everything until told otherwise."""
    with scripted_server() as server:
        yield server


@pytest.fixture(params=ENGINES)
def room(request: pytest.FixtureRequest, room_with: MakeRoom, server: ScriptedServer) -> MailRoom:
    """A mail room that sends to it."""
    return room_with(server.url, request.param)


def test_a_taken_letter_is_sent(room: MailRoom, server: ScriptedServer) -> None:
    _anna_is_invited(room).send()
    assert _states(room) == ["sent"]
    assert server.taken[0]["Message-ID"] == room.messages[0].message_id
    assert server.recipients == ["anna@example.se"]


def test_many_letters_share_one_connection(room: MailRoom, server: ScriptedServer) -> None:
    _many_are_invited(room, 30).send()
    assert (len(server.taken), server.greetings) == (30, 1)


def test_a_connection_that_the_server_closed_meanwhile_is_opened_anew(
    room: MailRoom, server: ScriptedServer
) -> None:
    server.answers = [TAKE, "421 4.3.2 Going down"]
    _many_are_invited(room, 3).send()
    _later(room, minutes=1)
    assert (len(server.taken), server.greetings) == (3, 2)


def test_a_refused_letter_fails_at_once_with_the_servers_words(
    room: MailRoom, server: ScriptedServer
) -> None:
    server.answers = ["550 5.1.1 No such person here"]
    _anna_is_invited(room).send()
    assert [(message.state, message.error) for message in room.messages] == [
        ("failed", "550 5.1.1 No such person here")
    ]


def test_a_letter_put_off_waits_and_is_taken_later(room: MailRoom, server: ScriptedServer) -> None:
    server.answers = ["450 4.2.0 Greylisted"]
    _anna_is_invited(room).send()
    waiting = room.messages[0]
    assert (waiting.state, waiting.error) == ("queued", "450 4.2.0 Greylisted")
    assert _states(_later(room, minutes=1)) == ["sent"]


def test_one_letter_put_off_does_not_hold_up_the_others(room: MailRoom, server: ScriptedServer) -> None:
    server.answers = [TAKE, "450 4.2.0 Mailbox busy", "550 5.1.1 Unknown", TAKE]
    _many_are_invited(room, 4).send()
    assert sorted(_states(room)) == ["failed", "queued", "sent", "sent"]


def test_a_server_that_hangs_up_gets_the_letter_again(room: MailRoom, server: ScriptedServer) -> None:
    server.answers = [HANG_UP]
    _many_are_invited(room, 3).send()
    assert sorted(_states(room)) == ["queued", "sent", "sent"]
    assert _states(_later(room, minutes=1)) == ["sent"] * 3
    assert len({mail["Message-ID"] for mail in server.taken}) == len(server.taken) == 3


def test_a_server_that_is_away_leaves_all_in_the_queue(room_with: MakeRoom) -> None:
    with scripted_server() as gone:
        room = room_with(gone.url)
    _many_are_invited(room, 3).send()
    assert _states(room) == ["queued"] * 3
    assert "ConnectionRefusedError" in str(room.messages[0].error)


def test_after_three_days_there_is_no_point_any_more(room: MailRoom, server: ScriptedServer) -> None:
    server.answers = ["450 4.2.0 Full", "450 4.2.0 Still full"]
    _anna_is_invited(room).send()
    _later(room, days=4)
    assert [(message.state, message.error) for message in room.messages] == [
        ("failed", "450 4.2.0 Still full")
    ]


def test_the_delay_grows_to_half_an_hour_and_no_further() -> None:
    assert delay(1) < timedelta(seconds=3)
    assert delay(3) > delay(1) * 3
    assert timedelta(minutes=20) < delay(50) <= timedelta(minutes=36)


def test_a_sender_that_died_is_relieved_when_its_lease_ends(room: MailRoom, server: ScriptedServer) -> None:
    _anna_is_invited(room)
    _claims_and_dies(room)
    assert room.send() and server.taken == []
    _later(room, seconds=LEASE.total_seconds() + 1)
    assert _states(room) == ["sent"]
    assert len(server.taken) == 1


def test_a_sender_that_was_relieved_writes_nothing_down(room: MailRoom, server: ScriptedServer) -> None:
    _anna_is_invited(room)
    slow = _claims_and_dies(room)
    _later(room, seconds=LEASE.total_seconds() + 1)
    with room.app.app_context(), transaction() as session:
        settle(session, [refused(slow, "too late")])
    assert _states(room) == ["sent"]


def test_a_sender_that_dies_after_the_servers_yes_sends_the_same_mail_once_more(
    room: MailRoom, server: ScriptedServer
) -> None:
    _anna_is_invited(room)
    _claims_and_dies(room, after=_hand_over)
    _later(room, seconds=LEASE.total_seconds() + 1)
    first, second = server.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert _states(_later(room, days=1)) == ["sent"]
    assert len(server.taken) == 2


def test_two_senders_at_once_send_each_letter_once(room_with: MakeRoom, server: ScriptedServer) -> None:
    room = _many_are_invited(room_with(server.url, "postgresql"), 60)
    threads = [threading.Thread(target=room.send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({mail["Message-ID"] for mail in server.taken}) == len(server.taken) == 60


def test_what_failed_can_be_sent_again(room: MailRoom, server: ScriptedServer) -> None:
    server.answers = ["550 5.1.1 Unknown"]
    _anna_is_invited(room).send()
    room.hears(contact(2, email="anna.ny@example.se"))
    _resend(room)
    assert _states(room.send()) == ["sent"]
    assert server.recipients == ["anna.ny@example.se"]


def test_what_was_sent_is_not_sent_again_when_its_link_is_kept_no_more(room: MailRoom) -> None:
    _anna_is_invited(room).send()
    with pytest.raises(MessageCannotBeRepeated):
        _resend(room)


def test_what_was_sent_goes_out_once_more_as_a_letter_of_its_own(
    room: MailRoom, server: ScriptedServer
) -> None:
    room.hears(occasion(), contact(), manage_link(), registered()).send()
    _resend(room)
    room.send()
    first, second = server.taken
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Subject"] == second["Subject"]
    assert room.told == [("registration_confirmed", "sent")] * 2


def test_the_secret_of_a_mail_that_failed_is_forgotten_when_it_opens_nothing_more(
    room: MailRoom, server: ScriptedServer
) -> None:
    server.answers = ["550 5.1.1 Unknown"]
    room.hears(invited(closes_on=clock.today()), contact()).send()
    forgetting = {0: "answer-secret", 1: None}
    for days, token in forgetting.items():
        with clock.at(clock.now() + timedelta(days=days)), room.app.app_context():
            forget_expired_tokens()
        assert room.messages[0].token == token


@pytest.mark.parametrize("address", ["anna", "anna@example.se\nBcc: all@example.se", "a b@example.se", "@"])
def test_what_can_be_no_address_fails_and_is_never_offered(
    room: MailRoom, server: ScriptedServer, address: str
) -> None:
    room.hears(invited(), contact(email=address)).send()
    assert (_states(room), server.taken) == (["failed"], [])


def test_a_swedish_domain_goes_out_in_its_ascii_form(room: MailRoom, server: ScriptedServer) -> None:
    room.hears(invited(), contact(email="anna@räksmörgås.se")).send()
    assert server.recipients == ["anna@xn--rksmrgs-5wao1o.se"]


def test_the_log_has_no_address(
    room: MailRoom, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = CapturingLogger()
    logger = structlog.wrap_logger(lines, processors=[KeyValueRenderer()], wrapper_class=BoundLogger)
    monkeypatch.setattr(sender, "log", logger)
    server.answers = [TAKE, "450 4.2.0 <anna@example.se> busy", "550 5.1.1 <anna@example.se> unknown"]
    for _ in range(3):
        room.hears(*retold((invited(), contact()))).send()
    assert [call.method_name for call in lines.calls] == ["info", "info", "warning"]
    assert "anna" not in str(lines.calls).lower()


def _anna_is_invited(room: MailRoom) -> MailRoom:
    return room.hears(invited(), contact())


def _many_are_invited(room: MailRoom, count: int) -> MailRoom:
    for number in range(count):
        room.hears(*retold((invited(), contact(email=f"person{number}@example.se"))))
    return room


def _states(room: MailRoom) -> list[str]:
    return [message.state for message in room.messages]


def _later(room: MailRoom, **time: float) -> MailRoom:
    with clock.at(clock.now() + timedelta(**time)):
        return room.send()


def _claims_and_dies(room: MailRoom, after: Callable[[Pieces], None] | None = None) -> DueMessage:
    with room.app.app_context():
        with transaction() as session:
            [pieces] = claim(session)
        if after:
            after(pieces)
    return pieces.message


def _hand_over(pieces: Pieces) -> None:
    with transport().post() as post:
        post.send(compose(pieces))


def _resend(room: MailRoom) -> None:
    with room.app.app_context(), transaction() as session:
        resend_message(session, room.messages[0].id)
