"""Goals as data, with the regions' own to begin with; comments on them; and who represents each place."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Code, area, sentence, measure, cut, target and who answers for it, as the regions have them in their plans.
_SEED: tuple[tuple[Any, ...], ...] = (
    (
        "procured_satisfied", "Nöjda deltagare", "90 % av deltagarna på upphandlade kurser är nöjda.",
        "satisfied_share", {"form": "procured"}, 0.9, "Kansliet",
    ),
    (
        "cooperation_satisfied", "Nöjda deltagare",
        "90 % av deltagarna på aktiviteter i samverkan är nöjda.",
        "satisfied_share", {"form": "cooperation"}, 0.9, "Kansliet",
    ),
    (
        "enough_knowledge", "Nöjda deltagare",
        "85 % av utvärderingarna visar att deltagarna fick den kunskap de behöver.",
        "enough_knowledge_share", {}, 0.85, "Kansliet",
    ),
    (
        "every_place_takes_part", "Deltagande", "Alla kommuner och stadsdelar deltar i något.",
        "places_taking_part", {}, 1.0, "Styrgruppen",
    ),
    (
        "case_officers_rise", "Deltagande", "Fler handläggare deltar än året innan.",
        "participants", {"role": "case_officer"}, None, "Styrgruppen",
    ),
    (
        "half_in_each_activity", "Deltagande", "Minst hälften av kommunerna deltar i varje aktivitet.",
        "activity_reach", {}, 0.5, "Kansliet",
    ),
    (
        "network_attendance", "Nätverk", "Kommunerna deltar i 75 % av nätverksträffarna.",
        "network_attendance", {}, 0.75, "Kommunernas representanter",
    ),
    (
        "named_representatives", "Nätverk", "Alla kommuner och stadsdelar har en utsedd representant.",
        "places_represented", {}, 1.0, "Styrgruppen",
    ),
)  # fmt: skip


def upgrade() -> None:
    goals = op.create_table(
        "goals",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("cut", sa.JSON(), nullable=False),
        sa.Column("comparison", sa.String(), nullable=False),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_goals")),
    )
    op.create_table(
        "goal_comments",
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("goal", "period", name=op.f("pk_goal_comments")),
    )
    _create_mandates()
    op.bulk_insert(goals, [_goal(position, *seed) for position, seed in enumerate(_SEED, 1)])


def _create_mandates() -> None:
    op.create_table(
        "represented_places",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_represented_places")),
    )
    op.create_table(
        "mandates",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("place", "number", name=op.f("pk_mandates")),
    )


def _goal(
    position: int, code: str, area: str, sentence: str, measure: str, cut: Any, target: Any, responsible: str
) -> dict[str, Any]:
    return {
        "code": code,
        "revision": 1,
        "area": area,
        "sentence": sentence,
        "measure": measure,
        "cut": cut,
        "comparison": "more_than_a_year_before" if target is None else "at_least",
        "target": target,
        "responsible": responsible,
        "position": position * 10,
        "valid_from": None,
        "valid_to": None,
    }


def downgrade() -> None:
    for table in ("mandates", "represented_places", "goal_comments", "goals"):
        op.drop_table(table)
