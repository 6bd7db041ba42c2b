"""Questionnaires, rules, reminders, samples, follow-ups, lecturers' reports and surveys."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

import shared.db
from shared.ids import new_id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STANDARD = Path(__file__).parents[2] / "questionnaires" / "standard"
_REGIONS_OWN: dict[str, Any] = {
    "kind": "",
    "form": "",
    "questionnaire": "standard",
    "delay_hours": None,
    "open_days": None,
    "reminder_days": [4, 10],
    "sample_by": None,
    "sample_size": None,
    "lecturer_when": "new",
    "lecturer_questionnaire": "lecturer",
    "follow_up_months": None,
    "follow_up_questionnaire": None,
}
_RULES: tuple[dict[str, Any], ...] = (
    {},
    {"kind": "network", "questionnaire": "network", "sample_by": "share", "sample_size": 30},
    {"kind": "credit_course", "follow_up_months": 6, "follow_up_questionnaire": "follow_up"},
)
_NAMES = ("standard-1", "network-1", "follow_up-1", "lecturer-1", "needs-1", "year-1")


def upgrade() -> None:
    _create_questionnaires()
    _create_rules()
    _widen_evaluations()
    _rewrite_invitations()
    _narrow_ballots()
    _create_lecturers_tables()


def _create_questionnaires() -> None:
    questionnaires = op.create_table(
        "questionnaires",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_questionnaires")),
    )
    versions = op.create_table(
        "questionnaire_versions",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["code"], ["questionnaires.code"], name=op.f("fk_questionnaire_versions_code_questionnaires")
        ),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_questionnaire_versions")),
    )
    for name in _NAMES:
        written = json.loads((_STANDARD / f"{name}.json").read_text(encoding="utf-8"))
        code, content = written["code"], {"questions": written["questions"]}
        described = {"code": code, "name": written["name"], "purpose": written["purpose"]}
        op.bulk_insert(questionnaires, [described | {"is_retired": False}])
        version = {"code": code, "version": written["version"], "content": content}
        op.bulk_insert(versions, [version | {"published_on": date(2026, 1, 1)}])


def _create_rules() -> None:
    rules = op.create_table(
        "rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("questionnaire", sa.String(length=40), nullable=True),
        sa.Column("delay_hours", sa.Integer(), nullable=True),
        sa.Column("open_days", sa.Integer(), nullable=True),
        sa.Column("reminder_days", sa.JSON(), nullable=False),
        sa.Column("sample_by", sa.String(length=8), nullable=True),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.Column("lecturer_when", sa.String(length=8), nullable=False),
        sa.Column("lecturer_questionnaire", sa.String(length=40), nullable=True),
        sa.Column("follow_up_months", sa.Integer(), nullable=True),
        sa.Column("follow_up_questionnaire", sa.String(length=40), nullable=True),
        *[
            sa.ForeignKeyConstraint(
                [column], ["questionnaires.code"], name=op.f(f"fk_rules_{column}_questionnaires")
            )
            for column in ("questionnaire", "lecturer_questionnaire", "follow_up_questionnaire")
        ],
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules")),
        sa.UniqueConstraint("kind", "form", name=op.f("uq_rules_kind")),
    )
    op.bulk_insert(rules, [_REGIONS_OWN | rule | {"id": new_id()} for rule in _RULES])


def _widen_evaluations() -> None:
    with op.batch_alter_table("evaluations") as table:
        table.add_column(sa.Column("purpose", sa.String(length=10), nullable=True))
        table.add_column(sa.Column("reminder_days", sa.JSON(), nullable=True))
        table.add_column(sa.Column("reminded", sa.Integer(), nullable=True))
        table.add_column(sa.Column("next_reminder_at", shared.db.UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("sample_seed", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("compared_with", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("imported_on", sa.Date(), nullable=True))
    op.execute("UPDATE evaluations SET purpose = 'occasion', reminder_days = '[]', reminded = 0")
    with op.batch_alter_table("evaluations") as table:
        table.alter_column("purpose", existing_type=sa.String(length=10), nullable=False)
        table.alter_column("reminder_days", existing_type=sa.JSON(), nullable=False)
        table.alter_column("reminded", existing_type=sa.Integer(), nullable=False)
        table.alter_column("occasion_id", existing_type=sa.Uuid(), nullable=True)
        table.alter_column("activity_id", existing_type=sa.Uuid(), nullable=True)
        table.alter_column("kind", existing_type=sa.String(length=20), nullable=True)
        table.alter_column("form", existing_type=sa.String(length=20), nullable=True)
        table.drop_constraint("uq_evaluations_occasion_id", type_="unique")
        table.create_unique_constraint("uq_evaluations_occasion_id", ["occasion_id", "purpose"])
        table.create_index("ix_evaluations_next_reminder_at", ["next_reminder_at"])


def _rewrite_invitations() -> None:
    """Links stand by themselves, and what nothing is counted by is not kept."""
    links = (
        op.get_bind()
        .execute(sa.text("SELECT token_hash, id FROM invitations WHERE token_hash IS NOT NULL"))
        .all()
    )
    with op.batch_alter_table("invitations") as table:
        table.add_column(sa.Column("issued_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("reminded", sa.Integer(), nullable=True))
        table.add_column(sa.Column("source", sa.String(length=16), nullable=True))
    op.execute("UPDATE invitations SET issued_on = CURRENT_DATE WHERE token_hash IS NOT NULL")
    with op.batch_alter_table("invitations") as table:
        table.drop_constraint("uq_invitations_evaluation_id", type_="unique")
        table.drop_constraint("uq_invitations_token_hash", type_="unique")
        table.alter_column("registration_id", new_column_name="respondent_id")
        for name in ("token_hash", "employer", "side", "role"):
            table.drop_column(name)
    with op.batch_alter_table("invitations") as table:
        table.create_unique_constraint("uq_invitations_evaluation_id", ["evaluation_id", "respondent_id"])
        table.create_index("ix_invitations_contact_id", ["contact_id"])
    op.create_table(
        "invitation_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_invitation_links_invitation_id_invitations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation_links")),
    )
    op.create_index("ix_invitation_links_invitation_id", "invitation_links", ["invitation_id"])
    if links:
        insert = sa.text("INSERT INTO invitation_links (token_hash, invitation_id) VALUES (:token, :id)")
        op.get_bind().execute(insert, [{"token": row.token_hash, "id": row.id} for row in links])


def _narrow_ballots() -> None:
    with op.batch_alter_table("pending_ballots") as table:
        for name in ("employer", "side", "role"):
            table.drop_column(name)
        table.alter_column("municipality", existing_type=sa.String(length=4), nullable=True)
    with op.batch_alter_table("free_texts") as table:
        table.add_column(sa.Column("is_masked", sa.Boolean(), nullable=True))
    op.execute(sa.text("UPDATE free_texts SET is_masked = :no").bindparams(no=False))
    with op.batch_alter_table("free_texts") as table:
        table.alter_column("is_masked", existing_type=sa.Boolean(), nullable=False)
    if op.get_bind().dialect.name == "postgresql":  # the planner's samples would keep what was masked
        op.execute("ALTER TABLE free_texts ALTER COLUMN text SET STATISTICS 0")
    with op.batch_alter_table("units") as table:
        table.add_column(sa.Column("purpose", sa.String(length=10), nullable=True))
        table.alter_column("activity_id", existing_type=sa.Uuid(), nullable=True)
    op.execute("UPDATE units SET purpose = 'occasion'")
    with op.batch_alter_table("units") as table:
        table.alter_column("purpose", existing_type=sa.String(length=10), nullable=False)
    with op.batch_alter_table("tallies") as table:
        table.alter_column(
            "answer",
            existing_type=sa.Integer(),
            type_=sa.String(length=40),
            postgresql_using="answer::varchar",
        )


def _create_lecturers_tables() -> None:
    op.create_table(
        "lecturer_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire", sa.String(length=40), nullable=False),
        sa.Column("questionnaire_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("answered_at", shared.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_lecturer_reports_evaluation_id_evaluations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lecturer_reports")),
        sa.UniqueConstraint("evaluation_id", name=op.f("uq_lecturer_reports_evaluation_id")),
    )
    op.create_table(
        "lecturer_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["lecturer_reports.id"],
            name=op.f("fk_lecturer_links_report_id_lecturer_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_lecturer_links")),
    )
    op.create_index("ix_lecturer_links_report_id", "lecturer_links", ["report_id"])
    op.create_table(
        "result_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_result_links_evaluation_id_evaluations")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_result_links")),
    )
    op.create_index("ix_result_links_evaluation_id", "result_links", ["evaluation_id"])
