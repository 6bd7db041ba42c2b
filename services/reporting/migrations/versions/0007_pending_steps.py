"""Several counts in one row of the summaries, steps that are added later, and ways to the latest occasion."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from services.reporting.counting.rebuilding import rebuild_summaries

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_LATEST = {
    "ix_occasions_activity_id": ["activity_id", "last_on"],
    "ix_occasions_lecturer_contact_id": ["lecturer_contact_id", "last_on"],
}

_TOGETHER = {
    "registrations": ("registrations", "waiting", "cancellations"),
    "attendances": ("participants", "attendances", "minutes", "occasions"),
    "network_meetings": ("network_meetings",),
}
_summaries = sa.table(
    "summaries",
    *(sa.column(name, sa.String) for name in ("period", "dimension", "value", "count_of")),
    sa.column("places", sa.JSON),
)


def upgrade() -> None:
    op.create_table(
        "pending_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_steps")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Written once, read once, and gone: not worth compressing.
        op.execute("ALTER TABLE pending_steps ALTER COLUMN steps SET STORAGE EXTERNAL")
    for name, columns in _LATEST.items():
        op.create_index(name, "occasions", columns)
    with Session(op.get_bind()) as session:
        rebuild_summaries(session)
        session.flush()


def downgrade() -> None:
    with Session(op.get_bind()) as session:
        rebuild_summaries(session)  # with nothing pending
        _part(session.connection())
        session.flush()
    for name in _LATEST:
        op.drop_index(name, "occasions")
    op.drop_table("pending_steps")


def _part(connection: sa.Connection) -> None:
    """Give each count a row of its own again."""
    rows = connection.execute(sa.select(_summaries)).all()
    connection.execute(sa.delete(_summaries))
    parted = [
        {**row._mapping, "count_of": name, "places": places}
        for row in rows
        for number, name in enumerate(_TOGETHER[row.count_of])
        if (places := {place: count[number] for place, count in row.places.items() if count[number]})
    ]
    if parted:
        connection.execute(sa.insert(_summaries), parted)
