"""Where the events come from."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import APIRouter

from polku.http.auth import needs
from polku.http.desk import AtDesk
from polku.http.shapes.data import Source

router = APIRouter()
Kind = Literal["http", "import", "demo"]


@router.get("/sources", dependencies=[needs("viewer")])
def list_sources(desk: AtDesk) -> list[Source]:
    """Every source that has events, the largest first."""
    control = desk.workspace.control
    used = {key.name: key.last_used for key in control.keys.list()}
    files = {each.filename: each.created for each in reversed(control.imports.list())}
    words = desk.workspace.warehouse.words("source")

    def kind_of(name: str) -> tuple[Kind, datetime | None]:
        if name == "demo":
            return "demo", None
        return ("http", used[name]) if name in used else ("import", files.get(name))

    found = []
    for row in desk.sources():
        name = words.get(row["source"], "?")
        kind, received = kind_of(name)
        found.append(
            Source(
                name=name,
                kind=kind,
                events=row["events"],
                people=row["people"],
                last_ts=row["last_ts"],
                last_received=received,
            )
        )
    return found
