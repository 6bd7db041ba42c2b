"""Publishing on RabbitMQ with pika: many messages in flight on one channel, each marked by its confirm."""

import ssl
import sys
import threading
from collections import deque
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import pika
import structlog
from kombu.utils.url import parse_url
from pika.adapters.select_connection import SelectConnection
from pika.channel import Channel
from pika.spec import Basic, BasicProperties

from shared.bus import BusIsDown, topology
from shared.outbox import Message

log = structlog.get_logger(__name__)

DEADLINE = 10.0  # seconds for a batch to be confirmed
HEARTBEAT = 10  # seconds
DEFAULT_PORT, DEFAULT_SSL_PORT = 5672, 5671
FAREWELL = 1.0  # seconds that a broker has to answer when we close


class _Batch:
    """The messages in flight: which are confirmed, which came back."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self.messages = messages
        self.by_tag: dict[int, Message] = {}
        self.returned: set[str] = set()
        self.confirmed: set[int] = set()
        self.settled = threading.Event()
        self.failed = False

    def settle(self, tag: int, multiple: bool, is_confirmed: bool) -> None:
        for known in self._up_to(tag) if multiple else [tag]:
            message = self.by_tag.pop(known, None)
            if message and is_confirmed and str(message.event_id) not in self.returned:
                self.confirmed.add(message.sequence)
        if not self.by_tag:
            self.settled.set()

    def _up_to(self, tag: int) -> list[int]:
        return list(takewhile(lambda known: known <= tag, self.by_tag))

    def fail(self) -> None:
        self.failed = True
        self.settled.set()


class RabbitPublisher:
    """A bus on RabbitMQ. pika is not thread-safe: its loop runs in a thread of its own."""

    def __init__(self, url: str) -> None:
        """`url` may name several brokers, by `;`: when one is away, the next is tried."""
        self._urls = deque(url.split(";"))
        self._link: _Link | None = None

    def publish(self, messages: Sequence[Message]) -> set[int]:
        """Publish and wait for every confirm; returned and nacked messages are left out of the answer.

        Raises BusIsDown, after dropping the connection, on a lost connection or a missed deadline.
        """
        if self._link is not None and self._link.is_lost:
            self.close()  # while nothing was in flight: nobody needs to be told
        if self._link is None:
            self._link = self._open()
        batch = _Batch(messages)
        self._link.send(batch)
        if not batch.settled.wait(DEADLINE) or batch.failed:
            self.close()
            raise BusIsDown("the broker did not confirm in time")
        if len(batch.confirmed) < len(messages):
            # Nacked, or routed nowhere, as before `topology` has been run: they wait in the outbox.
            log.error("messages_refused", count=len(messages) - len(batch.confirmed))
            self.close()
        return batch.confirmed

    def close(self) -> None:
        """Drop the connection."""
        link, self._link = self._link, None
        if link:
            link.close()

    def _open(self) -> "_Link":
        link = _Link(self._urls[0])
        # pika gives up at the deadline itself, and in better order than when it is told to.
        if not link.opened.wait(DEADLINE + FAREWELL) or link.channel is None:
            self._urls.rotate(-1)
            link.close()
            raise BusIsDown(f"no connection to the broker: {link.trouble}")
        return link


class _Link:
    """One connection and channel, alive until anything goes wrong with it."""

    def __init__(self, url: str) -> None:
        self.opened = threading.Event()
        self.channel: Channel | None = None
        self.trouble = "it does not answer"
        self._batch: _Batch | None = None
        self._next_tag = 1
        self._connection = SelectConnection(
            _parameters(url),
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_lost,
            on_close_callback=self._on_lost,
        )
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._thread.start()

    @property
    def is_lost(self) -> bool:
        """Whether the connection is gone."""
        return not self._thread.is_alive()

    def send(self, batch: _Batch) -> None:
        """Put a batch in flight; the batch itself tells when it is settled."""
        self._connection.ioloop.add_callback_threadsafe(lambda: self._send(batch))

    def close(self) -> None:
        """Stop the loop; what is in flight stays unconfirmed."""
        self._connection.ioloop.add_callback_threadsafe(self._stop)
        self._thread.join(timeout=DEADLINE + FAREWELL)
        if not self._thread.is_alive():
            self._connection.ioloop.close()

    def _run(self) -> None:
        try:
            self._connection.ioloop.start()
        except Exception as error:
            log.warning("publisher_lost", error=type(error).__name__)
            self._on_lost()

    def _stop(self) -> None:
        self.channel = None
        if self._connection.is_closing or self._connection.is_closed:
            return
        if self._connection.is_open:
            # A broker that is not heard from does not answer this either.
            self._connection.ioloop.call_later(FAREWELL, self._connection._transport.abort)
        self._connection.close()  # ends in _on_lost

    def _send(self, batch: _Batch) -> None:
        channel = self.channel
        if channel is None or not channel.is_open:
            batch.fail()
            return
        self._batch = batch
        for message in batch.messages:
            batch.by_tag[self._next_tag] = message
            self._next_tag += 1
            properties = BasicProperties(
                content_type="application/cloudevents+json",
                delivery_mode=pika.DeliveryMode.Persistent.value,
                message_id=str(message.event_id),
                type=message.type,
            )
            channel.basic_publish(topology.EXCHANGE, message.type, message.body, properties, mandatory=True)

    def _on_open(self, connection: SelectConnection) -> None:
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Channel) -> None:
        channel.add_on_close_callback(lambda *_: self._stop())
        channel.add_on_return_callback(self._on_return)
        channel.confirm_delivery(self._on_confirm, callback=lambda _: self._on_ready(channel))

    def _on_ready(self, channel: Channel) -> None:
        self.channel = channel
        self.opened.set()

    def _on_return(
        self, _channel: Channel, method: Basic.Return, properties: BasicProperties, _body: bytes
    ) -> None:
        # The broker sends the return before the confirm of the same message.
        if self._batch and properties.message_id:
            self._batch.returned.add(properties.message_id)

    def _on_confirm(self, frame: Any) -> None:
        sys.audit("kursforum.events_published")  # the broker has them, and we have yet to know
        if self._batch:
            method = frame.method
            is_confirmed = isinstance(method, Basic.Ack)
            self._batch.settle(method.delivery_tag, method.multiple, is_confirmed)

    def _on_lost(self, _connection: object = None, error: BaseException | None = None) -> None:
        if error:
            self.trouble = topology.why(error)
        self.channel = None
        self.opened.set()
        if self._batch:
            self._batch.fail()
        self._connection.ioloop.stop()


def _parameters(url: str) -> pika.ConnectionParameters:
    # kombu reads the address, so that both clients understand the same one: they differ on "//".
    read = parse_url(url)
    tls = None
    if topology.is_encrypted(url):
        tls = pika.SSLOptions(ssl.create_default_context(), read["hostname"])
    return pika.ConnectionParameters(
        host=read["hostname"],
        port=read["port"] or (DEFAULT_SSL_PORT if tls else DEFAULT_PORT),
        ssl_options=tls,
        virtual_host=read["virtual_host"] or "/",
        credentials=pika.PlainCredentials(read["userid"] or "guest", read["password"] or "guest"),
        heartbeat=HEARTBEAT,
        socket_timeout=DEADLINE,
        stack_timeout=DEADLINE,
        blocked_connection_timeout=DEADLINE,
    )
