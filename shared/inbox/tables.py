"""The inbox's tables: what was seen, how new it was, what waits for another try, and what is parked."""

import sqlalchemy as sa

from shared.db import UtcDateTime, backbone

inbox = sa.Table(
    "inbox",
    backbone,
    sa.Column("event_id", sa.Uuid, primary_key=True),
    sa.Column("received_at", UtcDateTime, nullable=False),
)
latest = sa.Table(
    "inbox_latest",
    backbone,
    sa.Column("subject", sa.String(80), primary_key=True),
    sa.Column("type", sa.String(80), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
retries = sa.Table(
    "inbox_retries",
    backbone,
    sa.Column("event_id", sa.Uuid, primary_key=True),
    sa.Column("type", sa.String(80), nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False, index=True),
    sa.Column("error", sa.Text, nullable=False),
)
failed = sa.Table(
    "inbox_failed",
    backbone,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("event_id", sa.Uuid, index=True),
    sa.Column("type", sa.String(80)),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("failed_at", UtcDateTime, nullable=False),
    # Whoever decided that it need not take effect; the row stays a while to be asked about.
    sa.Column("discarded_at", UtcDateTime),
    sa.Column("discarded_by", sa.Uuid),
    sa.Column("discarded_because", sa.Text),
)
