"""How the mail server is written in the settings, and what is asked of it before any letter."""

from collections.abc import Callable, Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from services.notifications.transports.smtp import Server
from tests.notifications.happenings import contact, invited
from tests.notifications.mail_room import MailRoom
from tests.notifications.scripted_server import ScriptedServer
from tests.servers.server import free_port

# The passwords of these tests are no secrets.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", Server("localhost", 25, "", "", "offered")),
        ("smtp://mail.example:587?tls=required", Server("mail.example", 587, "", "", "required")),
        ("smtp://127.0.0.1:2525?tls=off", Server("127.0.0.1", 2525, "", "", "off")),
        ("smtps://mail.example", Server("mail.example", 465, "", "", "from_start")),
        ("smtp://a%40b:p%3Aw@mail.example", Server("mail.example", 25, "a@b", "p:w", "offered")),
    ],
)
def test_a_server_is_written_as_an_address(url: str, server: Server) -> None:
    assert Server.of(url) == server


@pytest.mark.parametrize("url", ["mail.example:25", "http://mail.example", "smtp://mail.example?tls=maybe"])
def test_anything_else_is_no_server(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        Server.of(url)


@pytest.fixture
def guarded() -> Iterator[ScriptedServer]:
    """A server that wants a name and a password."""
    server = ScriptedServer(free_port())

    def knows(_: object, __: object, ___: object, ____: object, given: object) -> AuthResult:
        return AuthResult(success=getattr(given, "password", b"") == b"right", handled=False)

    options = {"auth_required": True, "auth_require_tls": False, "authenticator": knows}
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    yield server
    controller.stop()


def test_the_name_and_password_of_the_address_open_the_server(
    room_with: Callable[..., MailRoom], guarded: ScriptedServer
) -> None:
    room = room_with(f"smtp://kurs:right@127.0.0.1:{guarded.port}")
    room.hears(invited(), contact()).send()
    assert len(guarded.taken) == 1


@pytest.mark.parametrize("who", ["kurs:wrong@", ""])
def test_a_server_that_does_not_let_us_in_refuses_no_letter(
    room_with: Callable[..., MailRoom], guarded: ScriptedServer, who: str
) -> None:
    room = room_with(f"smtp://{who}127.0.0.1:{guarded.port}")
    room.hears(invited(), contact()).send()
    [message] = room.messages
    assert message.state == "queued"
    assert str(message.error)[:3] in ("530", "535")


def test_a_server_without_the_tls_that_is_required_gets_no_letter(
    room_with: Callable[..., MailRoom], smtp_server: object
) -> None:
    room = room_with(f"{smtp_server.url}?tls=required")  # type: ignore[attr-defined]
    room.hears(invited(), contact()).send()
    assert room.messages[0].state == "queued"
    assert "STARTTLS" in str(room.messages[0].error)
