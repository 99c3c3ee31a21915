"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "secrets",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "identities",
        sa.Column("identity", sa.Integer, primary_key=True),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("folded", sa.Text),
        sa.Column("first_seen", sa.Integer, nullable=False),
    )
    op.create_index("members", "identities", ["person"], sqlite_where=sa.text("person <> identity"))
    op.create_table(
        "traits",
        sa.Column("identity", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("folded", sa.Text),
    )
    op.create_table(
        "groups",
        sa.Column("group_id", sa.Text, primary_key=True),
        sa.Column("traits", sa.Text, nullable=False),
        sa.Column("at", sa.Integer, nullable=False),
    )
    op.create_table(
        "memberships",
        sa.Column("identity", sa.Integer, primary_key=True),
        sa.Column("group_id", sa.Text, primary_key=True),
        sa.Column("at", sa.Integer, nullable=False),
    )
    op.create_index("members_of_group", "memberships", ["group_id"])
    op.create_table(
        "write_keys",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("prefix", sa.Text, nullable=False),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("last_used", sa.Integer),
        sa.Column("revoked", sa.Integer),
    )
    op.create_table(
        "login_tokens",
        sa.Column("sha256", sa.LargeBinary, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("expires", sa.Integer, nullable=False),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("filename", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("progress", sa.Float, nullable=False),
        sa.Column("result", sa.Text),
        sa.Column("errors", sa.Text, nullable=False),
        sa.Column("created", sa.Integer, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
    )
    op.create_table(
        "accept_log",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("received_at", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
