"""What comes back is matched to its letter, and an address that fails for good gets no more."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from services.notifications.bounces import returned as bounces
from services.notifications.bounces import suppressing
from services.notifications.bounces.box import FolderBox, MaildirBox, box_of
from services.notifications.bounces.reports import read_report
from services.notifications.delivery.resending import resend_message
from services.notifications.problems import AddressIsSuppressed
from shared import events
from shared.ids import random_id
from shared.service import reading, transaction
from tests.notifications.another import retold
from tests.notifications.browsing import signed_in
from tests.notifications.failure_reports import SHAPES, report
from tests.notifications.happenings import ANNA, contact, invited
from tests.notifications.imap_server import imap_server
from tests.notifications.mail_room import MailRoom


@pytest.fixture
def sent(room: MailRoom) -> MailRoom:
    """Anna got a letter."""
    return room.hears(invited(), contact()).send()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_letter_that_failed_for_good_has_bounced_with_the_servers_words(sent: MailRoom, shape: str) -> None:
    assert _back(sent, report(sent.messages[0].message_id, shape)) == "permanent"
    [message] = sent.messages
    assert (message.state, message.error) == ("bounced", "550 5.1.1 No such person here")
    assert _suppressed(sent) == ["anna@example.se"]


def test_a_late_letter_is_noted_and_stays_sent(sent: MailRoom) -> None:
    late = report(sent.messages[0].message_id, action="delayed", status="4.4.1", words="timed out")
    assert _back(sent, late) == "temporary"
    [message] = sent.messages
    assert (message.state, message.error, _suppressed(sent)) == ("sent", "timed out", [])


def test_a_letter_that_failed_for_now_leaves_the_address_alone(sent: MailRoom) -> None:
    _back(sent, report(sent.messages[0].message_id, status="4.4.7", words="delivery time expired"))
    assert (sent.messages[0].state, _suppressed(sent)) == ("bounced", [])


def test_the_same_report_twice_counts_once(sent: MailRoom) -> None:
    raw = report(sent.messages[0].message_id)
    assert [_back(sent, raw), _back(sent, raw)] == ["permanent", None]
    assert _counts(sent) == {"permanent": 1}


@pytest.mark.parametrize(
    "raw",
    [
        report("<somebody.elses@example.org>"),
        b"",
        b"\xff\xfe\x00",
        b"Subject: Ledig\r\n\r\nJag har semester.",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n",
        b"Content-Type: message/delivery-status\r\n\r\nAction failed",
    ],
)
def test_what_fits_no_letter_of_ours_is_counted_alone(sent: MailRoom, raw: bytes) -> None:
    assert _back(sent, raw) == "unknown"
    assert (_counts(sent), sent.messages[0].state) == ({"unknown": 1}, "sent")


def test_nothing_more_goes_to_an_address_that_failed(sent: MailRoom) -> None:
    _back(sent, report(sent.messages[0].message_id))
    sent.hears(*retold((invited(), contact(email=" Anna@Example.SE ")))).send()
    assert [message.why for message in sent.messages] == [None, "address_suppressed"]
    assert len(sent.mails) == 1


def test_a_letter_that_bounced_is_sent_again_when_the_address_is_released(sent: MailRoom) -> None:
    _back(sent, report(sent.messages[0].message_id))
    with pytest.raises(AddressIsSuppressed):
        _resend(sent)
    with sent.app.app_context(), transaction() as session:
        suppressing.release(session, suppressing.list_suppressions(session, 1, 9)[0][0].id)
    _resend(sent)
    assert sent.send().messages[0].state == "sent"


def test_an_erased_person_leaves_no_address_on_the_list_and_gets_nothing(sent: MailRoom) -> None:
    _back(sent, report(sent.messages[0].message_id))
    sent.hears(events.PersonErased(ANNA, version=2, request_id=random_id()))
    assert _suppressed(sent) == []
    sent.hears(*retold((invited(),))).hears(invited(reminder=1)).send()
    assert len(sent.mails) == 1


def test_the_words_of_a_report_are_short_and_on_one_line() -> None:
    found = read_report(report("<a@b.se>", words="550 5.1.1 " + "no\r\n such " * 200))
    assert found and len(found.words) <= 500 and "\n" not in found.words


def test_reports_are_read_from_an_imap_mailbox_and_marked(room_in: Callable[..., MailRoom]) -> None:
    with imap_server() as mailbox:
        room = room_in(bounces=mailbox.url).hears(invited(), contact()).send()
        mailbox.letters = {7: report(room.messages[0].message_id), 9: b"Subject: Hej\r\n\r\nHej!"}
        _read(room)
        _read(room)
    assert mailbox.seen == {7, 9}
    assert _counts(room) == {"permanent": 1, "unknown": 1}


@pytest.mark.parametrize("is_maildir", [True, False])
def test_reports_are_read_from_a_folder_and_marked(
    room_in: Callable[..., MailRoom], tmp_path: Path, is_maildir: bool
) -> None:
    new = tmp_path / "back" / "new" if is_maildir else tmp_path / "back"
    new.mkdir(parents=True)
    room = room_in(bounces=str(tmp_path / "back")).hears(invited(), contact()).send()
    (new / "1.eml").write_bytes(report(room.messages[0].message_id))
    _read(room)
    _read(room)
    assert room.messages[0].state == "bounced"
    assert _counts(room) == {"permanent": 1}
    with box_of(str(tmp_path / "back")) as box:
        assert isinstance(box, MaildirBox if is_maildir else FolderBox)
        assert list(box.letters()) == []


def test_the_office_sees_the_address_and_releases_it(
    web_room: MailRoom,
) -> None:
    web_room.hears(invited(), contact()).send()
    _back(web_room, report(web_room.messages[0].message_id))
    client = signed_in(web_room.app, "coordinator")
    page = client.get("/notifications/suppressions").text
    assert "anna@example.se" in page and "550 5.1.1 No such person here" in page
    after = _press(client, page)
    assert "Adressen får mejl igen." in after
    assert _suppressed(web_room) == []


def _press(client: FlaskClient, page: str) -> str:
    action = page.split('action="')[-1].split('"')[0]
    token = page.split('name="csrf_token" value="')[-1].split('"')[0]
    return client.post(action, data={"csrf_token": token}, follow_redirects=True).text


def _back(room: MailRoom, raw: bytes) -> str | None:
    with room.app.app_context(), transaction() as session:
        return bounces.take_report(session, raw)


def _read(room: MailRoom) -> None:
    with room.app.app_context():
        bounces.read_bounces()


def _counts(room: MailRoom) -> dict[str, int]:
    with room.app.app_context(), reading() as session:
        return dict(bounces.count_by_kind(session))


def _suppressed(room: MailRoom) -> list[str]:
    with room.app.app_context(), reading() as session:
        return [row.address for row in suppressing.list_suppressions(session, 1, 9)[0]]


def _resend(room: MailRoom) -> None:
    with room.app.app_context(), transaction() as session:
        resend_message(session, room.messages[0].id)
