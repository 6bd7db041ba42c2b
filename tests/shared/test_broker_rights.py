"""What each user of the broker may do, by the definitions that `make secrets` makes."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker

from services.names import SERVICES
from shared.bus.publisher import RabbitPublisher
from shared.bus.topology import DEAD_EXCHANGE, EXCHANGE, declare
from shared.envelope import encode
from shared.events import PAGE
from shared.outbox import Message
from tests.house_rules.sources import ROOT
from tests.servers.rabbitmq import Broker
from tests.shared.happenings import attendance, contact

Channel = Any
REFUSED = 403
PASSWORD = "of this test"


@pytest.fixture
def url_of(rabbitmq_server: Broker, rabbitmq_vhost: str, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """The address of the test's virtual host for a user, who may there what the definitions say."""
    subprocess.run(["sh", ROOT / "scripts" / "secrets.sh"], cwd=tmp_path, check=True, capture_output=True)
    given = json.loads((tmp_path / "secrets" / "rabbitmq_definitions.json").read_text())
    vhost = rabbitmq_vhost.rpartition("/")[2]
    for user in given["users"]:
        password = {"password": f"{user['name']} {PASSWORD}", "tags": ""}
        rabbitmq_server.ask("PUT", f"users/{vhost}-{user['name']}", password)
    for kind, rows in (
        ("permissions", given["permissions"]),
        ("topic-permissions", given["topic_permissions"]),
    ):
        for row in rows:
            rabbitmq_server.ask("PUT", f"{kind}/{vhost}/{vhost}-{row['user']}", row)
    host = rabbitmq_server.url.rpartition("@")[2]
    yield lambda name: f"amqp://{vhost}-{name}:{name}%20{PASSWORD.replace(' ', '%20')}@{host}/{vhost}"
    for user in given["users"]:
        rabbitmq_server.ask("DELETE", f"users/{vhost}-{user['name']}")


def refused(url: str, deed: Callable[[Channel], object]) -> bool:
    """Whether the broker refuses a deed on a channel of its own."""
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        try:
            deed(channel)
        except ChannelClosedByBroker as error:
            return bool(error.reply_code == REFUSED)
    return False


def test_whoever_declares_may_do_so_and_again(url_of: Callable[[str], str]) -> None:
    for _ in range(2):
        declare(url_of("topology"), PAGE)


def test_whoever_declares_publishes_nothing(url_of: Callable[[str], str]) -> None:
    for exchange, key in ((EXCHANGE, "registration.contact_changed"), ("", "reporting")):
        assert refused(url_of("topology"), lambda it, to=exchange, by=key: it.basic_publish(to, by, b"{}"))


def test_registration_publishes_its_own_and_reads_its_queue(url_of: Callable[[str], str]) -> None:
    bus = RabbitPublisher(url_of("registration"))
    events = (contact(), attendance())
    sent = [Message(at, event.id, event.type.name, encode(event)) for at, event in enumerate(events)]
    assert bus.publish(sent) == {0, 1}
    bus.close()
    for queue in ("registration", "registration.dead"):
        assert not refused(url_of("registration"), lambda it, name=queue: it.basic_get(name))
    counts: list[int] = []
    assert not refused(
        url_of("registration"),
        lambda it: counts.append(it.queue_declare("registration", passive=True).method.message_count),
    )
    assert counts == [0]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_do_nothing_else(url_of: Callable[[str], str], service: str) -> None:
    other = next(name for name in SERVICES if name != service)
    deeds: dict[str, Callable[[Channel], object]] = {
        "publish another's event": lambda it: it.basic_publish(EXCHANGE, f"{other}.anything", b"{}"),
        "publish past the exchange": lambda it: it.basic_publish("", other, b"{}"),
        "publish into dead letters": lambda it: it.basic_publish(DEAD_EXCHANGE, other, b"{}"),
        "read another's queue": lambda it: it.basic_get(other),
        "read another's dead letters": lambda it: it.basic_get(f"{other}.dead"),
        "empty another's queue": lambda it: it.queue_purge(other),
        "hear what is not for it": lambda it: it.queue_bind(
            service, EXCHANGE, "registration.contact_changed"
        ),
        "hear everything": lambda it: it.queue_bind(service, EXCHANGE, "#"),
        "unbind another": lambda it: it.queue_unbind(
            "notifications", EXCHANGE, "registration.contact_changed"
        ),
        "make a queue": lambda it: it.queue_declare(f"{service}.more"),
        "make a queue without a name": lambda it: it.queue_declare(""),
        "make an exchange": lambda it: it.exchange_declare("another"),
        "remove its own queue": lambda it: it.queue_delete(service),
    }
    allowed = [words for words, deed in deeds.items() if not refused(url_of(service), deed)]
    assert allowed == []
