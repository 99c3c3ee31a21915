"""A workspace from a ZIP that `archive` wrote. The file may be broken or made with bad intent: everything is looked at
before anything is taken, and what is not known is refused."""

from __future__ import annotations

import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, LargeBinary, Table
from sqlalchemy.exc import SQLAlchemyError

from polku.documents import DATA, JOURNEY
from polku.errors import PolkuError, Problem
from polku.journey import load_journey
from polku.settings import FILE as SETTINGS
from polku.settings import parse_settings
from polku.store.control import Control
from polku.store.control_tables import metadata
from polku.studio.archive import EDITION, FILES, FORMAT, KEYS, PEOPLE, TEAM, without_secrets

MOST_FILES = 5_000
MOST_BYTES = 20 * 1024**3
MOST_TEXT = 256 * 1024**2  # of one member that is read into memory or line by line
LONGEST_LINE = 16 * 1024**2
DENSEST = 250  # times smaller than what it holds: a bomb
_FILE = re.compile(r"[^/\\\x00-\x1f]{1,200}")
_EVENTS = re.compile(r"people/events-[0-9]{1,4}\.jsonl")
_JSON = {"details", "mentions", "metric", "verified", "agenda", "minutes", "brief"}
ROWS = 5_000


class Archive:
    """An opened ZIP. Raises PolkuError (`team.not-an-export`) when it is not one of ours."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self._members = {each.filename: each for each in self._checked()}
            self.manifest = self._manifest()
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
            raise refused(str(error) or type(error).__name__) from None

    @property
    def people(self) -> bool:
        """Whether people and events are in it."""
        return bool(self.manifest["people"])

    def close(self) -> None:
        self._zip.close()

    def has(self, name: str) -> bool:
        return name in self._members

    def files(self) -> Iterator[str]:
        """The names of the team's own files."""
        return (each for each in self._members if each.startswith(f"{FILES}/"))

    def text(self, name: str) -> str:
        """A member as text. Raises PolkuError."""
        if name not in self._members or self._members[name].file_size > MOST_TEXT:
            raise refused(name)
        try:
            return self._zip.read(name).decode("utf-8")
        except (UnicodeDecodeError, zipfile.BadZipFile, zlib.error, OSError, EOFError):
            raise refused(name) from None

    def unpack(self, name: str, target: Path) -> None:
        """A member as a file. No more than was declared is ever written. Raises PolkuError."""
        left = self._members[name].file_size
        try:
            with self._zip.open(name) as source, target.open("wb") as file:
                while part := source.read(1 << 20):
                    left -= len(part)
                    if left < 0:
                        raise refused(name)
                    file.write(part)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise refused(name) from None

    def rows(self, name: str, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of a table, each with just its columns and their types. Raises PolkuError."""
        if name not in self._members:
            return
        try:
            with self._zip.open(name) as file:
                number = 0
                while line := file.readline(LONGEST_LINE):
                    number += 1
                    yield _row(line, table, f"{name}:{number}")
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise refused(name) from None

    def _checked(self) -> Iterator[zipfile.ZipInfo]:
        known = {
            JOURNEY,
            SETTINGS,
            "manifest.json",
            "people/spend.parquet",
        }
        known |= {f"team/{each}.jsonl" for each in TEAM} | {
            f"people/{each}.jsonl" for each in PEOPLE
        }
        seen: set[str] = set()
        total = 0
        infos = self._zip.infolist()
        if len(infos) > MOST_FILES:
            raise refused(f"{len(infos)} files")
        for info in infos:
            name = info.filename
            folder, _, own = name.partition("/")
            fine = (
                name in known
                or _EVENTS.fullmatch(name)
                or (folder == FILES and _FILE.fullmatch(own) and own not in (".", ".."))
            )
            kind = stat.S_IFMT(info.external_attr >> 16)
            total += info.file_size
            dense = info.file_size > 1 << 20 and info.file_size > DENSEST * max(
                info.compress_size, 1
            )
            if (
                not fine
                or name in seen
                or info.flag_bits & 1
                or kind not in (0, stat.S_IFREG)
                or dense
                or total > MOST_BYTES
            ):
                raise refused(name[:100])
            seen.add(name)
            yield info

    def _manifest(self) -> dict[str, Any]:
        try:
            manifest = json.loads(self.text("manifest.json"))
        except (ValueError, RecursionError):
            raise refused("manifest.json") from None
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise refused("manifest.json")
        if manifest.get("edition") != EDITION:
            raise refused(f"edition {str(manifest.get('edition'))[:20]}")
        keys = manifest.get("keys")
        people = manifest.get("people")
        good = isinstance(keys, dict) and all(
            name in KEYS and isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value)
            for name, value in keys.items()
        )
        sources = manifest.get("sources")
        good = (
            good
            and isinstance(sources, list)
            and all(isinstance(each, str) and 0 < len(each) <= 500 for each in sources)
        )
        if not isinstance(people, bool) or not good or (people and set(keys or ()) != set(KEYS)):
            raise refused("manifest.json")
        return manifest


def unpack_documents(archive: Archive, directory: Path) -> None:
    """journey.yaml, polku.toml and the team's files, each looked at first. Raises PolkuError, DocumentError."""
    journey, settings = archive.text(JOURNEY), without_secrets_of(archive.text(SETTINGS))
    load_journey(journey)
    (directory / DATA).mkdir(parents=True)
    (directory / SETTINGS).touch(mode=0o600)
    (directory / SETTINGS).write_text(settings, "utf-8")
    (directory / JOURNEY).write_text(journey, "utf-8")
    names = [*archive.files()]
    if names:
        (directory / FILES).mkdir()
    for name in names:
        archive.unpack(name, directory / name)


def without_secrets_of(text: str) -> str:
    """Settings from elsewhere: valid, and with nothing that names a secret or an address of this machine."""
    parse_settings(text)
    return without_secrets(text)


def put_keys(archive: Archive, path: Path) -> None:
    """The people's keys into a control database that nobody has opened yet."""
    Control.open(path).close()
    with Control.open(path) as control, control.write() as connection:
        for name, value in archive.manifest["keys"].items():
            connection.exec_driver_sql(
                "UPDATE secrets SET value = ? WHERE name = ?", (bytes.fromhex(value), name)
            )


def put_rows(archive: Archive, control: Control) -> None:
    """The tables, in one transaction. Programmes come as drafts: none of them sends by itself in a new place."""
    names = [(f"team/{each}.jsonl", each) for each in TEAM]
    if archive.people:
        names += [(f"people/{each}.jsonl", each) for each in PEOPLE]
    try:
        with control.write() as connection:
            for member, name in names:
                table, batch = metadata.tables[name], []
                for row in archive.rows(member, table):
                    batch.append(row)
                    if len(batch) == ROWS:
                        connection.execute(table.insert(), batch)
                        batch = []
                if batch:
                    connection.execute(table.insert(), batch)
            connection.exec_driver_sql(
                "UPDATE definitions SET state = 'draft', details = '{}' WHERE kind = 'programme'"
            )
            connection.exec_driver_sql("UPDATE users SET password = NULL, epoch = 1")
    except (SQLAlchemyError, OverflowError) as error:
        raise refused(type(error).__name__) from None


def refused(reason: str) -> PolkuError:
    return PolkuError(Problem("team.not-an-export", params={"reason": reason[:200]}))


def _row(line: bytes, table: Table, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise refused(where) from None
    if not isinstance(row, dict) or set(row) != {each.name for each in table.columns}:
        raise refused(where)
    for column in table.columns:
        value = row[column.name]
        if value is None:
            if not column.nullable and not column.primary_key:
                raise refused(f"{where} {column.name}")
            continue
        if isinstance(column.type, LargeBinary):
            if not isinstance(value, str) or not re.fullmatch("(?:[0-9a-f]{2})*", value):
                raise refused(f"{where} {column.name}")
            row[column.name] = bytes.fromhex(value)
        elif isinstance(value, bool) or not isinstance(
            value, int if isinstance(column.type, Integer) else str
        ):
            raise refused(f"{where} {column.name}")
        elif column.name in _JSON or (
            column.name == "value" and table.name in ("choices", "traits")
        ):
            try:
                json.loads(str(value))
            except (ValueError, RecursionError):
                raise refused(f"{where} {column.name}") from None
    return row
