"""What stands on the broker: one topic exchange, and per service a quorum queue with its dead letters.

It is declared before the services start, by a user who does nothing else: theirs may declare nothing.
"""

import ssl
from typing import Any

from kombu import Connection, Exchange, Queue, binding
from kombu.exceptions import OperationalError
from kombu.transport.pyamqp import Transport

from shared.envelope import EventPage

EXCHANGE = "kursforum"
DEAD_EXCHANGE = "kursforum.dead"

FAILURES = (OperationalError, *Transport.connection_errors, *Transport.channel_errors)

# A message that this many processes did not survive goes to the dead letters, alone.
DELIVERY_LIMIT = 5

# Seconds. Without them kombu asks for no heartbeat, and a black-holed peer hangs it for a minute.
CONNECTION = {
    "heartbeat": 10,
    "connect_timeout": 5,
    "transport_options": {"read_timeout": 15, "write_timeout": 15},
}


def queue_name(service: str) -> str:
    """A service's queue is named as the service."""
    return service


def dead_queue_name(service: str) -> str:
    """Where messages end that no process of the service survived."""
    return f"{service}.dead"


def connect(url: str) -> Connection:
    """A kombu connection that notices when its peer is gone; several brokers are given by `;`."""
    # None is the name in the address, to which the certificate must be made out; kombu writes it in there.
    tls = {"server_hostname": None, "cert_reqs": ssl.CERT_REQUIRED}
    return Connection(url, ssl=tls if is_encrypted(url) else False, **CONNECTION)


def is_encrypted(url: str) -> bool:
    """Whether the broker is spoken to by TLS, and must prove that it is whom the address names."""
    return url.startswith("amqps://")


def why(error: BaseException) -> str:
    """Why there is no broker: of a certificate that is not accepted, what is wrong with it."""
    behind = [error]
    for each in behind:
        if isinstance(each, ssl.SSLCertVerificationError):
            return f"its certificate is not accepted: {each.verify_message}"
        # kombu chains what was the matter, pika keeps it in attributes.
        kept = (each.__cause__, each.__context__, getattr(each, "exception", None))
        causes = (*kept, *getattr(each, "exceptions", ()), *each.args)
        behind += [cause for cause in causes if isinstance(cause, BaseException) and cause not in behind]
    return type(error).__name__


def declare(url: str, page: EventPage) -> None:
    """Declare everything for every listener: a message routed before its queue exists would be lost to it.

    What stands already stays as it is. Raises one of FAILURES.
    """
    with connect(url) as connection:
        connection.ensure_connection(max_retries=1)
        _declare(connection.default_channel, page)


def _declare(channel: Any, page: EventPage) -> None:
    exchange = Exchange(EXCHANGE, type="topic", durable=True)
    dead = Exchange(DEAD_EXCHANGE, type="direct", durable=True)
    exchange(channel).declare()
    dead(channel).declare()
    for service in _listeners(page):
        dead_letters = Queue(
            dead_queue_name(service),
            exchange=dead,
            routing_key=service,
            durable=True,
            queue_arguments={"x-queue-type": "quorum"},
        )
        dead_letters(channel).declare()
        main = Queue(
            queue_name(service),
            bindings=[binding(exchange, routing_key=kind.name) for kind in page.heard_by(service)],
            durable=True,
            queue_arguments={
                "x-queue-type": "quorum",
                "x-delivery-limit": DELIVERY_LIMIT,
                "x-dead-letter-exchange": DEAD_EXCHANGE,
                "x-dead-letter-routing-key": service,
                "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            },
        )
        main(channel).declare()


def _listeners(page: EventPage) -> list[str]:
    return sorted({listener for kind in page.types.values() for listener in kind.listeners})
