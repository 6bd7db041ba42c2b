"""A message that says it is compressed is taken as it came: unpacked it could fill the memory."""

import threading
import zlib
from collections.abc import Callable

import pika
import sqlalchemy as sa

from shared.bus.consumer import RabbitConsumer
from shared.bus.topology import EXCHANGE
from shared.db import Database
from shared.events import PAGE, AttendanceRecorded
from shared.inbox import Inbox
from shared.inbox.tables import failed

SWOLLEN = 50_000_000


def test_a_compressed_message_is_parked_as_it_came(
    rabbitmq_vhost: str, fresh_database: Callable[[str, str], str]
) -> None:
    packed = zlib.compress(b" " * SWOLLEN)
    headers = pika.BasicProperties(headers={"compression": "application/x-gzip"})
    with pika.BlockingConnection(pika.URLParameters(rabbitmq_vhost)) as connection:
        connection.channel().basic_publish(EXCHANGE, AttendanceRecorded.name, packed, headers)
    database = Database(fresh_database("reporting", "sqlite"))
    inbox, stop = (
        Inbox(database, PAGE, {AttendanceRecorded: lambda _session, _event: None}),
        threading.Event(),
    )

    def look() -> None:
        if parked():
            stop.set()

    def parked() -> list[bytes]:
        with database.read() as session:
            return list(session.scalars(sa.select(failed.c.body)))

    RabbitConsumer(rabbitmq_vhost, "reporting", inbox).run(stop, look)
    assert parked() == [packed]
    database.dispose()
