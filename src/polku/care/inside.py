"""Who is inside a programme, where they wait and until when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np

from polku.care.places import Place, programme_places
from polku.care.workplace import Workplace
from polku.errors import Problem, RequestRefused
from polku.table import iso

_PAGE = """
SELECT place, entry, person, since, due, entered FROM positions
WHERE place IN (SELECT unnest($places))
  AND ($after_due IS NULL OR (coalesce(due, TIMESTAMP '9999-01-01'), entry) > ($after_due, $after_entry))
ORDER BY coalesce(due, TIMESTAMP '9999-01-01'), entry LIMIT $limit
"""
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def inside(
    at: Workplace, key: str, *, node: str | None, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A page of them, the soonest to move on first. Raises NotFound, RequestRefused (a bad cursor)."""
    at.get(key)
    after_due, after_entry = _read(cursor)
    names = at.warehouse.names("place")
    codes = {
        code: place
        for place, code in programme_places(names, key)
        if place.port is None and (node is None or place.node == node)
    }
    with at.warehouse.read() as con:
        total = con.execute(
            "SELECT count(*) FROM positions WHERE place IN (SELECT unnest($places))",
            {"places": list(codes)},
        ).fetchall()[0][0]
        rows = con.execute(
            _PAGE,
            {
                "places": list(codes),
                "after_due": after_due,
                "after_entry": after_entry,
                "limit": limit + 1,
            },
        ).fetchall()
    people = np.array([row[2] for row in rows], np.int64)
    ids = at.control.identities.labels(people) if len(rows) else []
    shown = at.control.traits.names(people) if len(rows) else []
    last = rows[limit - 1] if len(rows) > limit else None
    return {
        "total": total,
        "people": [
            _row(codes[row[0]], row, label, name)
            for row, label, name in zip(rows[:limit], ids, shown, strict=False)
        ],
        "next": None if last is None else f"{iso(last[4] or _NEVER)}_{last[1]}",
        "as_of": iso(at.now()),
    }


def _row(place: Place, row: Any, label: str, name: str | None) -> dict[str, Any]:
    _, _, person, since, due, entered = row
    return {
        "person": str(person),
        "id": label,
        "name": name,
        "node": place.node,
        "since": iso(since),
        "due": None if due is None else iso(due),
        "entered": iso(entered),
    }


def _read(cursor: str | None) -> tuple[datetime | None, int | None]:
    if cursor is None:
        return None, None
    due, _, entry = cursor.partition("_")
    try:
        return datetime.fromisoformat(due.removesuffix("Z")), int(entry)
    except ValueError:
        raise RequestRefused(Problem("api.bad-cursor", "cursor"), 400) from None
