"""The team and the studio: users, comments, improvements, decisions, reviews, shares and choices."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("login_tokens", sa.Column("user", sa.Text))
    op.create_table(
        "users",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, unique=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("seen", sa.Integer),
        sa.Column("disabled", sa.Integer),
        sa.Column("epoch", sa.Integer, nullable=False),
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("parent", sa.Integer),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("resolved", sa.Integer),
        sa.Column("resolver", sa.Text),
        sa.Column("mentions", sa.Text, nullable=False),
    )
    op.create_index("comments_about", "comments", ["about"])
    op.create_table(
        "improvements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("friction", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("journey", sa.Text, nullable=False),
        sa.Column("stage", sa.Text),
        sa.Column("arrow", sa.Text),
        sa.Column("touchpoint", sa.Text),
        sa.Column("persona", sa.Text),
        sa.Column("parent", sa.Integer),
        sa.Column("customer_value", sa.Integer),
        sa.Column("business_value", sa.Integer),
        sa.Column("effort", sa.Integer),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due", sa.Integer),
        sa.Column("programme", sa.Text),
        sa.Column("metric", sa.Text),
        sa.Column("verified", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("hidden", sa.Integer),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("updated", sa.Integer, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
    )
    op.create_index("improvements_of", "improvements", ["journey", "kind", "state"])
    op.create_table(
        "votes",
        sa.Column("improvement", sa.Integer, primary_key=True),
        sa.Column("voter", sa.LargeBinary, primary_key=True),
        sa.Column("at", sa.Integer, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("journey", sa.Text, nullable=False),
        sa.Column("improvement", sa.Integer),
        sa.Column("review", sa.Integer),
    )
    op.create_index("decisions_of", "decisions", ["journey", "at"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("journey", sa.Text, nullable=False),
        sa.Column("started", sa.Integer, nullable=False),
        sa.Column("ended", sa.Integer),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("agenda", sa.Text, nullable=False),
        sa.Column("minutes", sa.Text, nullable=False),
    )
    op.create_index("reviews_of", "reviews", ["journey", "started"])
    op.create_table(
        "shares",
        sa.Column("token", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("expires", sa.Integer),
        sa.Column("revoked", sa.Integer),
    )
    op.create_table(
        "choices",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
    )
    op.create_index("offers_by_version", "offers_shown", ["offer", "version", "identity"])
