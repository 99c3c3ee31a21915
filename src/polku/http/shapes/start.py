"""The bodies of the start and of the first steps."""

from __future__ import annotations

from typing import Literal

from polku.http.shapes.parts import Body

Kind = Literal["b2b", "shop", "subscription"]
Item = Literal["model", "audience", "goal", "events", "programme", "people"]


class StartBody(Body):
    """`GET /api/start`. `new`: nothing has begun here; `empty`: the example can still be opened."""

    new: bool
    empty: bool
    state: Literal["idle", "making", "failed"]


class Begin(Body):
    """`POST /api/start`."""

    kind: Kind
    language: Literal["fi", "en"]
    begin: Literal["demo", "own", "skip"]


class Begun(Body):
    """`journey`: the key of the own journey; null when the example is being made, or the start is skipped."""

    journey: str | None


class ChecklistItem(Body):
    """One of the six."""

    key: Item
    done: bool


class ChecklistBody(Body):
    """`GET /api/checklist`."""

    items: list[ChecklistItem]
    hidden: bool


class HideChecklist(Body):
    """`POST /api/checklist`."""

    hidden: bool
