"""The tables of the control database. It alone holds what can name a person.

All moments are INTEGER microseconds since 1970, UTC; JSON is TEXT. Changing a table here takes an
Alembic revision in `migrations/control/versions` (a test compares the two).
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData()

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),  # identity_key, session_key
    Column("value", LargeBinary, nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("identity", Integer, primary_key=True),  # events.identity.identity_hash
    Column("person", Integer, nullable=False),  # the canonical identity of the group
    Column("kind", Text, nullable=False),  # user or anonymous
    Column("value", Text, nullable=False),  # the id as it came
    Column("folded", Text),  # for search, only where the value is not plain ASCII
    Column("first_seen", Integer, nullable=False),
    # Nearly everyone is their own person: only the others need to be found by person.
    Index("members", "person", sqlite_where=text("person <> identity")),
)

traits = Table(
    "traits",
    metadata,
    Column("identity", Integer, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
    Column("at", Integer, nullable=False),
    Column("folded", Text),  # for search: names and addresses only
)

groups = Table(
    "groups",
    metadata,
    Column("group_id", Text, primary_key=True),
    Column("traits", Text, nullable=False),  # JSON object
    Column("at", Integer, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("identity", Integer, primary_key=True),
    Column("group_id", Text, primary_key=True),
    Column("at", Integer, nullable=False),
    Index("members_of_group", "group_id"),
)

write_keys = Table(
    "write_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False, unique=True),
    Column("prefix", Text, nullable=False),  # enough of the key to recognise it
    Column("created", Integer, nullable=False),
    Column("last_used", Integer),
    Column("revoked", Integer),
)

login_tokens = Table(
    "login_tokens",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("role", Text, nullable=False),
    Column("expires", Integer, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("filename", Text, nullable=False),  # as the person named it
    Column("path", Text, nullable=False),  # where the bytes are kept
    Column("bytes", Integer, nullable=False),
    Column("state", Text, nullable=False),  # ready, running, done or failed
    Column("progress", Float, nullable=False),  # 0 … 1
    Column("result", Text),  # JSON, ImportResult
    Column("errors", Text, nullable=False),  # JSON, problems
    Column("created", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),  # code, such as keys.revoke
    Column("details", Text, nullable=False),  # JSON object
)

accept_log = Table(
    "accept_log",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("received_at", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("events", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice, even after old rows are cleared
)
