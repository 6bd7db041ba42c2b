"""Domains of addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_DOMAINS = {
    "postgresql": sa.text("split_part(email_key, '@', 2)"),
    "sqlite": sa.text("substr(email_key, instr(email_key, '@') + 1)"),
}
_participants = sa.table("participants", sa.column("email_key"), sa.column("email_domain"))


def upgrade() -> None:
    op.add_column("participants", sa.Column("email_domain", sa.Text))
    domain = _DOMAINS[op.get_bind().dialect.name]
    has_one = _participants.c.email_key.contains("@")
    op.execute(sa.update(_participants).where(has_one).values(email_domain=domain))
    op.create_index(op.f("ix_participants_email_domain"), "participants", ["email_domain"])
