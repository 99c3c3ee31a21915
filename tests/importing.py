"""A workspace to import into, and what came in, for the tests of the importer."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polku import importer
from polku.importer import ImportResult
from polku.store.control import Control
from polku.store.warehouse import Warehouse

HEAD = "user_id,time,event,revenue\n"
PRIVACY = frozenset({"email", "phone", "name"})


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    """A workspace in this folder."""
    with (
        Warehouse.open(folder / "warehouse.duckdb") as warehouse,
        Control.open(folder / "control.db") as control,
    ):
        yield Desk(warehouse, control, folder)


@dataclass
class Desk:
    """A fresh warehouse and control, and the folder they are in."""

    warehouse: Warehouse
    control: Control
    folder: Path

    def write(self, content: str | bytes, name: str = "events.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(
        self,
        path: Path,
        map: Mapping[str, str] | None = None,
        timezone: str | None = None,
    ) -> ImportResult:
        return importer.run(
            path,
            map=map,
            timezone=timezone,
            warehouse=self.warehouse,
            control=self.control,
            privacy=PRIVACY,
            rejects_dir=self.folder / "rejects",
        )

    def load(
        self,
        content: str | bytes,
        map: Mapping[str, str] | None = None,
        timezone: str | None = None,
        name: str = "events.csv",
    ) -> ImportResult:
        return self.run(self.write(content, name), map, timezone)

    def events(self) -> list[dict[str, Any]]:
        """All events in order of acceptance: person, ts (text), event, channel, revenue, currency,
        properties (object), source."""
        with self.warehouse.read() as con:
            rows = con.execute(
                """SELECT e.person, CAST(e.ts AS VARCHAR), ev.name, c.name, e.revenue, e.currency,
                e.properties, s.name
                FROM events e JOIN names ev ON ev.kind = 'event' AND ev.code = e.event
                LEFT JOIN names c ON c.kind = 'channel' AND c.code = e.channel
                JOIN names s ON s.kind = 'source' AND s.code = e.source ORDER BY e.seq"""
            ).fetchall()
        labels = self.control.identities.labels([row[0] for row in rows]) if rows else []
        names = ("ts", "event", "channel", "revenue", "currency", "properties", "source")
        return [
            {"person": label}
            | dict(zip(names, row[1:], strict=True))
            | {"properties": json.loads(row[6]) if row[6] else {}}
            for label, row in zip(labels, rows, strict=True)
        ]

    def rejects(self, result: ImportResult) -> list[tuple[int, int | None, str, str]]:
        """(row, line, reason, content) of the reject file."""
        if result.reject_file is None:
            return []
        with Path(result.reject_file).open(encoding="utf-8-sig", newline="") as file:
            return [
                (int(r["row"]), int(r["line"]) if r["line"] else None, r["reason"], r["content"])
                for r in csv.DictReader(file)
            ]

    def everything(self) -> set[str]:
        """The files of the workspace but the databases: what an import may leave behind."""
        return {
            str(p.relative_to(self.folder))
            for p in self.folder.rglob("*")
            if not p.name.startswith(("warehouse.duckdb", "control.db"))
        }
