"""Consuming from RabbitMQ with kombu: a batch into one transaction, acknowledged after its commit."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import structlog
from kombu import Connection, Consumer, Queue
from kombu.message import Message
from kombu.transport import pyamqp
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty

from shared.bus import topology
from shared.inbox import Inbox

log = structlog.get_logger(__name__)

BATCH = 200
PREFETCH = 600
IDLE = 1.0  # seconds to wait for a first message before looking around
BACKOFF = 2.0  # seconds before connecting anew
LOOK_FOR_DEAD = 30.0  # seconds between two looks for dead letters
COUNTED_EVERY = 5.0  # seconds between two looks at the queue's length


class RabbitConsumer:
    """One consumer of a service's queue; any number of them may run."""

    def __init__(self, url: str, service: str, inbox: Inbox) -> None:
        self._url = url
        self._service = service
        self._inbox = inbox
        self._pending: deque[Message] = deque()
        self._note_round: Callable[[], None] = lambda: None
        self._count_at = self._dead_at = 0.0
        self.trouble: str | None = "not connected"
        self.queue_length: int | None = None  # as it was when last looked at

    def run(self, stop: threading.Event, note_round: Callable[[], None]) -> None:
        """Consume until told to stop, telling of each round; reconnects by itself."""
        self._note_round = note_round
        while not stop.is_set():
            try:
                self._connected(stop)
            except topology.FAILURES as error:
                self.trouble = f"no broker: {topology.why(error)}"
                log.warning("consumer_lost", error=topology.why(error))
            except Exception as error:
                # Each message again, one at a time: whichever it is that does this becomes a dead letter.
                self.trouble = f"{type(error).__name__}: {error}"[:200]
                log.exception("consumer_failed")
            else:
                continue
            note_round()
            stop.wait(BACKOFF)

    def _connected(self, stop: threading.Event) -> None:
        connection = topology.connect(self._url)
        try:
            connection.connect()
            self._dead_at = 0.0
            self._consume(connection, stop)
        finally:
            # After any failure nothing on the channel can be trusted: drop it, do not release it.
            self._pending.clear()
            connection.collect()

    def _consume(self, connection: Connection, stop: threading.Event) -> None:
        # Begin with one message at a time: if the last process died of a message, only that one is
        # redelivered over and over, and reaches its delivery limit without innocent company.
        consumer = self._subscribe(connection, prefetch=1)
        is_careful = True
        self.trouble = None
        while not stop.is_set():
            self._note_round()
            connection.heartbeat_check()
            self._count(connection)
            if time.monotonic() >= self._dead_at:
                self._park_dead_letters(connection)
            self._fill(connection)
            if not self._pending:
                continue
            batch = [self._pending.popleft() for _ in range(min(BATCH, len(self._pending)))]
            if not self._take(connection, [message.body for message in batch], stop):
                return
            # `batch` is the snapshot taken before the work: what arrived meanwhile has a higher tag.
            batch[-1].channel.basic_ack(batch[-1].delivery_tag, multiple=True)
            if is_careful and not batch[-1].delivery_info.get("redelivered"):
                is_careful = False
                consumer.cancel()
                self._subscribe(connection, prefetch=PREFETCH)

    def _subscribe(self, connection: Connection, prefetch: int) -> Consumer:
        queue = Queue(topology.queue_name(self._service), no_declare=True)
        channel = connection.default_channel
        channel.Message = _AsItCame
        consumer = Consumer(
            channel,
            queues=[queue],
            on_message=self._pending.append,
            auto_declare=False,
            prefetch_count=prefetch,
        )
        consumer.consume()
        return consumer

    def _count(self, connection: Connection) -> None:
        """Look now and then how many messages wait, for whoever operates the system."""
        if time.monotonic() >= self._count_at:
            name = topology.queue_name(self._service)
            self.queue_length = connection.default_channel.queue_declare(name, passive=True).message_count
            self._count_at = time.monotonic() + COUNTED_EVERY

    def _fill(self, connection: Connection) -> None:
        """Wait a little for a first message, then take what has arrived without waiting."""
        wait = 0.0 if self._pending else IDLE
        while len(self._pending) < BATCH:
            try:
                connection.drain_events(timeout=wait)
            except TimeoutError:
                return
            wait = 0.0

    def _take(self, connection: Connection, bodies: list[Any], stop: threading.Event) -> bool:
        """Give a batch to the inbox; while the database is away, hold it and keep the heartbeat."""
        while not stop.is_set():
            try:
                self._inbox.take([_bytes(body) for body in bodies])
                self.trouble = None
                return True
            except (DBAPIError, PoolIsEmpty) as error:
                if isinstance(error, DataError):  # the database is there, and will never take this
                    raise
                self.trouble = f"no database: {type(error).__name__}"
                log.warning("batch_held", count=len(bodies), error=type(error).__name__)
                self._note_round()
                connection.heartbeat_check()
                try:
                    connection.drain_events(timeout=0.5)
                except TimeoutError:
                    continue
        return False

    def _park_dead_letters(self, connection: Connection) -> None:
        name = topology.dead_queue_name(self._service)
        with connection.channel() as channel:  # what is not acknowledged when it closes goes back
            while message := channel.basic_get(name):
                try:
                    self._inbox.park([_bytes(message.body)], "no process survived this message")
                except (DBAPIError, PoolIsEmpty) as error:
                    log.warning("dead_letter_held", error=type(error).__name__)
                    break
                channel.basic_ack(message.delivery_tag)
        self._dead_at = time.monotonic() + LOOK_FOR_DEAD


class _AsItCame(pyamqp.Message):
    """A message as it came: kombu would unpack one that says it is compressed, to whatever size."""

    def __init__(self, message: Any, channel: Any = None, **options: Any) -> None:
        (message.properties.get("application_headers") or {}).pop("compression", None)
        super().__init__(message, channel=channel, **options)


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
