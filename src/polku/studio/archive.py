"""A whole workspace as one ZIP: what the team has made, and with `people` also whom it is about and what they did."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import duckdb
import pyarrow as pa
import tomlkit
from pyarrow import parquet
from sqlalchemy import LargeBinary, Table

from polku.documents import JOURNEY
from polku.settings import FILE as SETTINGS
from polku.settings import Secret, Settings
from polku.store.control import Control
from polku.store.control_tables import metadata

FORMAT, EDITION = "polku-workspace", 1
FILES = "files"
TEAM = (
    "definitions",
    "versions",
    "improvements",
    "votes",
    "decisions",
    "reviews",
    "comments",
    "users",
    "choices",
    "form_openings",
)
PEOPLE = (
    "identities",
    "traits",
    "groups",
    "memberships",
    "consents",
    "suppressions",
    "offers_shown",
    "acceptances",
    "referral_codes",
    "tasks",
    "task_notes",
)
KEYS = ("identity_key", "suppression_key")
"""With the people go the keys by which their numbers and what they have refused are known."""
LEFT_OUT = {"users": {"password": None, "seen": None, "epoch": 1}}
"""What nobody takes along: passwords and sessions."""


PART = "polku:"
"""Before the names of an event's parts in the file: no property begins so."""
_PARTS = {
    "person": "CASE WHEN person IS DISTINCT FROM anonymous THEN person END",
    "anonymous": "anonymous",
    "time": "strftime(time, '%Y-%m-%dT%H:%M:%S.%fZ')",
    "event": "event",
    "revenue": "CAST(revenue AS VARCHAR)",
    "currency": "currency",
    "channel": "channel",
    "message_id": "message_id",
}


EVENT_PARTS = tuple(_PARTS)


@dataclass(frozen=True)
class Rows:
    """The tables of the warehouse that go along with people."""

    events: Callable[[], pa.Table]
    spend: Callable[[], pa.Table]


def write_archive(
    directory: Path, control: Control, target: Path, rows: Rows | None
) -> dict[str, int]:
    """Writes the ZIP beside `target` first and moves it there whole. Without `rows` no people are in it.

    Returns table → rows. Secrets are never in it: passwords, keys of services, sessions, links.
    """
    unfinished = target.with_name(target.name + ".part")
    counts: dict[str, int] = {}
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(directory / JOURNEY, JOURNEY)
            archive.writestr(SETTINGS, without_secrets((directory / SETTINGS).read_text("utf-8")))
            for name in (*TEAM, *(PEOPLE if rows else ())):
                member = f"{'team' if name in TEAM else 'people'}/{name}.jsonl"
                with archive.open(member, "w", force_zip64=True) as file:
                    counts[name] = _dump(control, metadata.tables[name], file)
            for path in sorted((directory / FILES).glob("*")):
                if path.is_file() and not path.is_symlink():
                    archive.write(path, f"{FILES}/{path.name}")
            keys, sources = (_keys(control) if rows else {}), list[str]()
            if rows:
                counts["events"], sources = _events(archive, rows.events(), target.parent)
                counts["spend"] = _parquet(archive, "people/spend.parquet", rows.spend())
            manifest = {
                "format": FORMAT,
                "edition": EDITION,
                "people": rows is not None,
                "keys": keys,
                "sources": sources,
                "rows": counts,
            }
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        unfinished.chmod(0o600)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return counts


def without_secrets(text: str) -> str:
    """polku.toml without the values that nobody else may know, and without where this machine serves."""
    document = tomlkit.parse(text)
    document.pop("server", None)
    for section, key in secret_settings():
        if section in document:
            document[section].pop(key, None)
    return tomlkit.dumps(document)


def secret_settings() -> Iterator[tuple[str, str]]:
    """Section and key of each setting that is a secret."""
    for section, field in Settings.model_fields.items():
        part: Any = field.annotation
        for key, inner in getattr(part, "model_fields", {}).items():
            if inner.annotation is Secret:
                yield field.alias or section, key


def _dump(control: Control, table: Table, file: IO[bytes]) -> int:
    """One JSON object a line; bytes as hexadecimal digits."""
    left_out = LEFT_OUT.get(table.name, {})
    binary = {each.name for each in table.columns if isinstance(each.type, LargeBinary)}
    count = 0
    with control.read() as connection:
        for row in connection.execution_options(stream_results=True).execute(table.select()):
            values = {**row._mapping, **left_out}
            if table.name == "choices" and ":" in values["name"]:
                continue  # what a user has for themselves
            for name in binary:
                values[name] = None if values[name] is None else bytes(values[name]).hex()
            file.write(
                json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
            )
            count += 1
    return count


def _events(archive: zipfile.ZipFile, events: pa.Table, beside: Path) -> tuple[int, list[str]]:
    """The events as JSON Lines, a member for each source; the names of the sources in their order. The properties stand
    at the top, the parts of an event under names of their own, so that nothing is mistaken for another thing."""
    fields = ", ".join(f"'{PART}{name}', {sql}" for name, sql in _PARTS.items())
    with duckdb.connect(config={"temp_directory": str(beside)}) as con:
        con.register("events", events)
        names = con.execute("SELECT DISTINCT source FROM events ORDER BY source").fetchall()
        sources = [str(name) for (name,) in names]
        for number, source in enumerate(sources):
            found = con.execute(
                f"""SELECT json_merge_patch(coalesce(properties, '{{}}'), json_object({fields}))::VARCHAR AS line
                FROM events WHERE source = ?""",
                [source],
            )
            with archive.open(f"people/events-{number}.jsonl", "w", force_zip64=True) as file:
                for batch in found.to_arrow_reader(20_000):
                    lines = "\n".join(batch.column("line").to_pylist())
                    file.write(lines.encode("utf-8", "surrogatepass") + b"\n")
    return int(events.num_rows), sources


def _keys(control: Control) -> dict[str, str]:
    with control.read() as connection:
        found = connection.exec_driver_sql("SELECT name, value FROM secrets").all()
    return {name: bytes(value).hex() for name, value in found if name in KEYS}


def _parquet(archive: zipfile.ZipFile, name: str, rows: pa.Table) -> int:
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        parquet.write_table(rows, file.name, compression="zstd")
        archive.write(file.name, name, compress_type=zipfile.ZIP_STORED)
    return int(rows.num_rows)
