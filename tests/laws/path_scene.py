"""Random small logs as a warehouse and a scene, and the same paths as plain lists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
from hypothesis import strategies as st

from polku.analytics.path import path_of
from polku.analytics.period import Period
from polku.analytics.reader import DuckReader
from polku.journey.load import load_journey
from polku.reports.catalogue import report
from polku.reports.report import Scene
from polku.settings import MoneySettings
from polku.store.tables import DDL

END = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIRST = END - timedelta(days=100)
NAMES = ("A", "B", "C", "D", "Identified")
JOURNEY = load_journey(
    "stages:\n  - {key: one, name: One, enter: [A]}\n  - {key: two, name: Two, enter: [B]}\n"
    "  - {key: three, name: Three, enter: [C]}\n"
).journey

Step = tuple[int, int]
"""Seconds after FIRST, and the code of the event."""

steps = st.lists(
    st.tuples(st.integers(0, 40) | st.integers(0, 99 * 86_400), st.integers(0, 4)),
    min_size=1,
    max_size=9,
)
crowds = st.lists(steps, min_size=1, max_size=10)


def sorted_paths(crowd: list[list[Step]]) -> list[list[Step]]:
    """Each person's steps in order of time; at equal times in the order they came."""
    return [sorted(person, key=lambda step: step[0]) for person in crowd]


def scene_of(crowd: list[list[Step]], tail: int = 0, *, start: datetime | None = None) -> Scene:
    """A scene of that log. The last event of every `tail`-th person is not compacted yet (0: of nobody)."""
    con = duckdb.connect()
    con.execute(DDL)
    seq = 0
    for who, path in enumerate(sorted_paths(crowd), start=1):
        late = bool(tail) and who % tail == 0
        kept = path[:-1] if late else path
        for n, (at, event) in enumerate(path):
            seq += 1
            row: list[Any] = [who, _moment(at), seq, event, seq, who, 0, None, None, None, None]
            if n < len(kept):
                after = kept[n + 1] if n + 1 < len(kept) else None
                row += [n + 1, after[1] if after else None, _moment(after[0]) if after else None]
                con.execute(f"INSERT INTO base VALUES ({', '.join('?' * 14)})", row)
            else:
                con.execute(f"INSERT INTO tail VALUES ({', '.join('?' * 11)})", row)
        # Stages: every change of A, B, C is one.
        stage, n = None, 0
        for at, event in path:
            if event < 3 and event != stage:
                con.execute(
                    "INSERT INTO transitions VALUES (?, ?, ?, ?, ?, 'r[0]', ?)",
                    [who, n, _moment(at), stage, event, seq],
                )
                stage, n = event, n + 1
    codes = {
        "event": {name: code for code, name in enumerate(NAMES)},
        "stage": {"one": 0, "two": 1, "three": 2},
        "channel": {},
    }
    return Scene(
        reader=DuckReader(con),
        journey=JOURNEY,
        path=path_of(JOURNEY, codes["stage"]),
        codes=codes,
        period=Period(END, END, FIRST, start),
        zone=ZoneInfo("Europe/Helsinki"),
        money=MoneySettings(),
    )


def _moment(seconds: int) -> datetime:
    return (FIRST + timedelta(seconds=seconds)).replace(tzinfo=None)


def plain(
    crowd: list[list[Step]],
    *,
    without: tuple[int, ...] = (4,),
    gap: int | None = None,
    collapse: bool = False,
    since: int = 0,
) -> list[tuple[int, list[Step]]]:
    """(person, path) by a walk over each step."""
    found = []
    for who, path in enumerate(sorted_paths(crowd), start=1):
        current: list[Step] = []
        last = 0
        for at, event in path:
            if event in without or at < since:
                continue
            if current and gap is not None and at - last > gap:
                found.append((who, current))
                current = []
            last = at
            if collapse and current and current[-1][1] == event:
                continue
            current.append((at, event))
        if current:
            found.append((who, current))
    return found


def answer(scene: Scene, key: str, **given: Any) -> Any:
    """The report's answer."""
    one = report(key)
    return one.answer(scene, one.asked.model_validate(given))


def people_behind(scene: Scene, key: str, row: str, column: str, **given: Any) -> list[int]:
    """The people behind a cell, sorted."""
    one = report(key)
    assert one.people is not None
    return sorted(
        one.people(scene, one.asked.model_validate(given), row, column)["person"].to_pylist()
    )
