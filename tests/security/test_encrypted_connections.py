"""TLS to broker, database and mail server: who they are must be proved, and an impostor is named as one."""

import os
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from services.notifications.transports.post import ServerIsAway
from services.notifications.transports.smtp import Server
from shared.bus import BusIsDown, topology
from shared.bus.consumer import RabbitConsumer
from shared.bus.publisher import RabbitPublisher
from shared.db import Database
from shared.envelope import encode
from shared.events import PAGE, AttendanceRecorded
from shared.inbox import Inbox
from shared.outbox import Message
from tests.servers.certificates import NAME, make_authority
from tests.servers.missing import need
from tests.servers.postgresql import postgresql
from tests.servers.rabbitmq import Broker
from tests.servers.run import Run
from tests.servers.server import free_port
from tests.servers.smtp import Mailbox
from tests.shared.happenings import attendance

Trust = Callable[[Path], None]
ANOTHER_NAME = "127.1"  # leads to the same machine, and stands in no certificate
STRANGER = "self-signed certificate in certificate chain|unable to get local issuer certificate"
MISNAMED = "IP address mismatch|Hostname mismatch"


@pytest.fixture
def trust(monkeypatch: pytest.MonkeyPatch) -> Trust:
    """`trust(authority)` lets this process accept what that authority has signed, as an operator does."""
    return lambda authority: monkeypatch.setenv("SSL_CERT_FILE", str(authority))


@pytest.fixture
def strangers(tmp_path: Path) -> Path:
    """An authority that has signed no server of ours."""
    return need(lambda: make_authority(tmp_path / "strangers"))


@pytest.fixture
def broker(rabbitmq_server: Broker, rabbitmq_vhost: str) -> Callable[[str], str]:
    """`broker(name)` is the address of the test's virtual host by TLS, under a name of this machine."""
    port, vhost = need(lambda: rabbitmq_server.encrypted_port), rabbitmq_vhost.rpartition("/")[2]
    return lambda name: f"amqps://guest:guest@{name}:{port}/{vhost}"


@pytest.fixture
def brokers_authority(run: Run, broker: object) -> Path:
    """Who has signed the broker's certificate."""
    return run.folder / "rabbitmq" / "authority.pem"


def test_events_pass_an_encrypted_broker(
    broker: Callable[[str], str], brokers_authority: Path, trust: Trust, fresh_database: Callable[..., str]
) -> None:
    trust(brokers_authority)
    topology.declare(broker(NAME), PAGE)
    event, bus = attendance(), RabbitPublisher(broker(NAME))
    assert bus.publish([Message(1, event.id, event.type.name, encode(event))]) == {1}
    bus.close()
    database, stop = Database(fresh_database("reporting", "sqlite")), threading.Event()
    inbox = Inbox(database, PAGE, {AttendanceRecorded: lambda _session, heard: arrived(heard.id)})

    def arrived(event_id: object) -> None:
        assert event_id == event.id
        stop.set()

    consumer = RabbitConsumer(broker(NAME), "reporting", inbox)
    consumer.run(stop, lambda: None)
    assert consumer.trouble is None
    database.dispose()


@pytest.mark.parametrize(("name", "reason"), [(NAME, STRANGER), (ANOTHER_NAME, MISNAMED)])
def test_a_broker_that_proves_nothing_hears_nothing(
    broker: Callable[[str], str],
    brokers_authority: Path,
    strangers: Path,
    trust: Trust,
    name: str,
    reason: str,
) -> None:
    trust(strangers if reason is STRANGER else brokers_authority)
    with pytest.raises(BusIsDown, match=f"certificate is not accepted: .*({reason})"):
        RabbitPublisher(broker(name)).publish([Message(1, attendance().id, "registration.x", b"{}")])
    stop = threading.Event()
    consumer = RabbitConsumer(broker(name), "reporting", Inbox(Database("sqlite://"), PAGE, {}))
    consumer.run(stop, stop.set)
    assert "its certificate is not accepted" in str(consumer.trouble)


@pytest.fixture
def guarded_database(run: Run) -> Iterator[tuple[str, Path]]:
    """A PostgreSQL that speaks TLS: its address without the host, and who has signed its certificate."""
    folder, port = run.folder / "encrypted", free_port()
    authority = need(lambda: make_authority(folder))
    options = {
        "ssl": "on",
        "ssl_cert_file": str(folder / "server.pem"),
        "ssl_key_file": str(folder / "server.key"),
    }
    server = need(lambda: postgresql(folder / "postgresql", port, fsync=False, **options))
    key, owner = folder / "server.key", (folder / "postgresql").stat()
    os.chown(key, owner.st_uid, owner.st_gid)  # it takes no key that others may read
    key.chmod(0o600)
    server.start()
    yield f":{port}/postgres?sslmode=verify-full&sslrootcert=", authority
    server.kill()


def test_a_database_must_prove_who_it_is(guarded_database: tuple[str, Path], strangers: Path) -> None:
    rest, authority = guarded_database
    database = Database(f"postgresql+psycopg://postgres@{NAME}{rest}{authority}")
    with database.read() as session:
        is_encrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        assert session.scalar(sa.text(is_encrypted)) is True
    database.dispose()
    for name, trusted, reason in (
        (NAME, strangers, "certificate verify failed"),
        ("localhost", authority, "does not match host name"),
    ):
        impostor = Database(f"postgresql+psycopg://postgres@{name}{rest}{trusted}")
        with pytest.raises(sa.exc.OperationalError, match=reason), impostor.read() as session:
            session.execute(sa.select(1))


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[tuple[Mailbox, Path]]:
    """A mail server that insists on STARTTLS, and who has signed its certificate."""
    authority, mailbox = need(lambda: make_authority(tmp_path)), Mailbox(free_port())
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    options = {"tls_context": context, "require_starttls": True}
    controller = Controller(mailbox, hostname=NAME, port=mailbox.port, **options)
    controller.start()
    yield mailbox, authority
    controller.stop()


def test_a_mail_server_must_prove_who_it_is(
    mail_server: tuple[Mailbox, Path], strangers: Path, trust: Trust
) -> None:
    mailbox, authority = mail_server
    trust(authority)
    connection = Server.of(f"smtp://{NAME}:{mailbox.port}?tls=required").connect()
    connection.sendmail("kansli@example.se", ["anna@example.se"], b"Subject: Hej\r\n\r\nHej")
    connection.quit()
    assert len(mailbox.messages) == 1
    for name, trusted, reason in ((NAME, strangers, STRANGER), (ANOTHER_NAME, authority, MISNAMED)):
        trust(trusted)
        with pytest.raises(ServerIsAway, match=reason):
            Server.of(f"smtp://{name}:{mailbox.port}?tls=required").connect()
