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
    engine = sa.create_engine(database_url)
    connection = engine.connect()
    waiting: set[int] = set()

    def send(channel: Any) -> None:
        rows = connection.execute(
            sa.select(plain_outbox.c.sequence, plain_outbox.c.body)
            .where(plain_outbox.c.published_at.is_(None))
            .order_by(plain_outbox.c.sequence)
            .limit(IN_FLIGHT)
        ).all()
        if not rows:
            return
        state["rows"] = [row.sequence for row in rows]
        for row in rows:
            state["tag"] += 1
            waiting.add(state["tag"])
            properties = pika.BasicProperties(delivery_mode=2)
            channel.basic_publish(EXCHANGE, "plain", row.body, properties, mandatory=True)

    def confirmed(channel: Any, method: Any) -> None:
        if method.multiple:
            waiting.difference_update([tag for tag in waiting if tag <= method.delivery_tag])
        else:
            waiting.discard(method.delivery_tag)
        if not waiting:
            chosen = plain_outbox.c.sequence.in_(state["rows"])
            connection.execute(sa.update(plain_outbox).where(chosen).values(published_at=sa.func.now()))
            connection.commit()
            send(channel)

    def opened(channel: Any) -> None:
        channel.confirm_delivery(
            lambda frame: confirmed(channel, frame.method), callback=lambda _: send(channel)
        )

    state: dict[str, Any] = {"tag": 0, "rows": []}
    SelectConnection(
        pika.URLParameters(broker_url), on_open_callback=lambda c: c.channel(on_open_callback=opened)
    ).ioloop.start()


def consume(database_url: str, broker_url: str, together: bool) -> None:
    """Take batches of 100 into a transaction: with a savepoint each, or set-based; acknowledge after."""
    engine = sa.create_engine(database_url)
    pending: list[Any] = []
    with Connection(broker_url) as broker:
        channel = broker.channel()
        Consumer(
            channel, [Queue(QUEUE, no_declare=True)], on_message=pending.append, auto_declare=False, prefetch_count=300
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
                (_set_based if together else _one_by_one)(connection, [json.loads(item.body) for item in batch])
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
    new = connection.scalars(statement.returning(plain_inbox.c.event_id), [{"event_id": item} for item in rows])
    connection.execute(sa.insert(effects), [{"event_id": item, "subject": rows[item]} for item in new])
