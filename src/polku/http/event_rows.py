"""Rows of the view `events` as the API shows them: names instead of codes, ids instead of numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from polku.http.shapes.data import EventRow
from polku.http.shapes.parts import Money

if TYPE_CHECKING:
    from polku.app import Workspace


def event_rows(workspace: Workspace, rows: Sequence[Mapping[str, Any]]) -> list[EventRow]:
    """The same rows in the same order."""
    if not rows:
        return []
    events, sources, channels = (
        workspace.warehouse.words(kind) for kind in ("event", "source", "channel")
    )
    people = np.array([row["person"] for row in rows], np.int64)
    return [
        EventRow(
            seq=row["seq"],
            ts=row["ts"],
            event=events.get(row["event"], "?"),
            person=str(row["person"]),
            id=label,
            source=sources.get(row["source"], "?"),
            channel=channels.get(row["channel"]),
            properties=properties(row["properties"]),
        )
        for row, label in zip(rows, workspace.control.identities.labels(people), strict=True)
    ]


def properties(text: str | None) -> dict[str, Any] | None:
    """The JSON object that the warehouse keeps as text."""
    found = None if text is None else json.loads(text)
    return found if isinstance(found, dict) else None


def money(row: Mapping[str, Any]) -> Money | None:
    """The revenue of an event; None when it brought none or its currency is not known."""
    if row["revenue"] is None:
        return None
    return Money(minor=row["revenue"], currency=row["currency"] or "EUR")
