"""Survey recipients."""

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_recipients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("added_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["participants.id"], name=op.f("fk_survey_recipients_contact_id_participants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_recipients")),
    )
    op.create_index(op.f("ix_survey_recipients_survey_id"), "survey_recipients", ["survey_id"])
    op.create_index(op.f("ix_survey_recipients_contact_id"), "survey_recipients", ["contact_id"])
