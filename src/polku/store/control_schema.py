"""The version of the control database: made new, brought up to date by Alembic, or refused."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from polku.errors import Problem, StoreError
from polku.store.control_tables import metadata

HEAD = "0004"
"""The newest revision in `migrations/control/versions`."""


def version_of(connection: Connection) -> str | None:
    """The revision a control database is at, None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row else None


def prepare(connection: Connection, path: Path) -> None:
    """Makes today's tables, or runs the revisions it lacks. Raises StoreError for a newer one."""
    version = version_of(connection)
    if version is None:
        # Alembic takes half a second to import, so a new database gets today's form directly.
        metadata.create_all(connection)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    elif version > HEAD:
        params = {"path": path, "found": version, "known": HEAD}
        raise StoreError(Problem("store.newer", params=params))
    elif version < HEAD:
        upgrade(connection)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Runs Alembic's revisions inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "polku.store:migrations/control")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
