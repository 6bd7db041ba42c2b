"""The floor of the event path: scripts of the same shape with nothing around, as plain as they can be."""

import json
import uuid
from typing import Any

import pika
import sqlalchemy as sa
from kombu import Connection, Consumer, Queue
from pika.adapters.select_connection import SelectConnection

METADATA = sa.MetaData()
plain_outbox = sa.Table(
    "plain_outbox",
    METADATA,
    sa.Column("sequence", sa.BigInteger, primary_key=True),
    sa.Column("body", sa.LargeBinary),
    sa.Column("published_at", sa.DateTime(timezone=True)),
)
plain_inbox = sa.Table("plain_inbox", METADATA, sa.Column("event_id", sa.Uuid, primary_key=True))
effects = sa.Table(
    "effects", METADATA, sa.Column("event_id", sa.Uuid, primary_key=True), sa.Column("subject", sa.String(80))
)
QUEUE, EXCHANGE, BATCH, IN_FLIGHT = "plain", "plain", 100, 500


def declare(url: str) -> None:
    """A durable exchange and one quorum queue."""
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        channel.exchange_declare(EXCHANGE, "topic", durable=True)
        channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
        channel.queue_bind(QUEUE, EXCHANGE, "#")


def relay(database_url: str, broker_url: str) -> None:
    """Publish the outbox 500 at a time, each message confirmed, then mark them."""
    plain = _Relay(sa.create_engine(database_url).connect())
    SelectConnection(
        pika.URLParameters(broker_url),
        on_open_callback=lambda connection: connection.channel(on_open_callback=plain.opened),
    ).ioloop.start()


class _Relay:
    """What is in flight: the tags that wait for their confirm, and the rows they stand for."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._waiting: set[int] = set()
        self._rows: list[int] = []
        self._tag = 0

    def opened(self, channel: Any) -> None:
        def confirmed(frame: Any) -> None:
            self._confirmed(channel, frame.method)

        channel.confirm_delivery(confirmed, callback=lambda _: self._send(channel))

    def _send(self, channel: Any) -> None:
        rows = self._connection.execute(
            sa.select(plain_outbox.c.sequence, plain_outbox.c.body)
            .where(plain_outbox.c.published_at.is_(None))
            .order_by(plain_outbox.c.sequence)
            .limit(IN_FLIGHT)
        ).all()
        self._rows = [row.sequence for row in rows]
        for row in rows:
            self._tag += 1
            self._waiting.add(self._tag)
            properties = pika.BasicProperties(delivery_mode=2)
            channel.basic_publish(EXCHANGE, "plain", row.body, properties, mandatory=True)

    def _confirmed(self, channel: Any, method: Any) -> None:
        if method.multiple:
            self._waiting.difference_update([tag for tag in self._waiting if tag <= method.delivery_tag])
        else:
            self._waiting.discard(method.delivery_tag)
        if not self._waiting:
            chosen = plain_outbox.c.sequence.in_(self._rows)
            self._connection.execute(sa.update(plain_outbox).where(chosen).values(published_at=sa.func.now()))
            self._connection.commit()
            self._send(channel)


def consume(database_url: str, broker_url: str, together: bool) -> None:
    """Take batches of 100 into a transaction: with a savepoint each, or set-based; acknowledge after."""
    engine = sa.create_engine(database_url)
    pending: list[Any] = []
    with Connection(broker_url) as broker:
        channel = broker.channel()
        Consumer(
            channel,
            [Queue(QUEUE, no_declare=True)],
            on_message=pending.append,
            auto_declare=False,
            prefetch_count=300,
        ).consume()
        while True:
            wait = None
            while len(pending) < BATCH:
                try:
                    broker.drain_events(timeout=wait)
                except TimeoutError:
                    break
                wait = 0.0
            batch = pending[:BATCH]
            del pending[:BATCH]
            with engine.begin() as connection:
                (_set_based if together else _one_by_one)(
                    connection, [json.loads(item.body) for item in batch]
                )
            channel.basic_ack(batch[-1].delivery_tag, multiple=True)


def _one_by_one(connection: sa.Connection, events: list[dict[str, Any]]) -> None:
    for event in events:
        statement = sa.dialects.postgresql.insert(plain_inbox).values(event_id=uuid.UUID(event["id"]))
        new = statement.on_conflict_do_nothing().returning(plain_inbox.c.event_id)
        if connection.execute(new).one_or_none():
            with connection.begin_nested():
                row = {"event_id": uuid.UUID(event["id"]), "subject": event["subject"]}
                connection.execute(sa.insert(effects).values(row))


def _set_based(connection: sa.Connection, events: list[dict[str, Any]]) -> None:
    rows = {uuid.UUID(event["id"]): event["subject"] for event in events}
    statement = sa.dialects.postgresql.insert(plain_inbox).on_conflict_do_nothing()
    new = connection.scalars(
        statement.returning(plain_inbox.c.event_id), [{"event_id": item} for item in rows]
    )
    connection.execute(sa.insert(effects), [{"event_id": item, "subject": rows[item]} for item in new])
