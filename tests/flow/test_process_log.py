"""A process log as a journey: docs/how-to/process-log.md on the real log, against a plain walk over each case."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import ROOT, run_polku

pytestmark = pytest.mark.slow

UNTIL = datetime(2012, 3, 1, tzinfo=UTC)
ALIVE = ("Confirmation", "T02", "T03", "T04", "T05", "T06")
ENDS = ("T15", "T20")


def walk(steps: list[tuple[datetime, str]]) -> str | None:
    """The stage of one case on UNTIL, by the rules of examples/permit/journey.yaml read aloud."""
    stage: str | None = None
    last_alive: datetime | None = None
    for at, name in [*steps, (datetime.max.replace(tzinfo=UTC), "")]:
        if last_alive is not None:
            forgotten = last_alive + timedelta(days=60)
            begins_anew = name.startswith(ALIVE) and at <= forgotten
            fires = forgotten <= UNTIL and not begins_anew and forgotten < at
            if fires and stage in ("received", "checked", "confirmed"):
                stage = "forgotten"
            if fires:
                last_alive = None
        if at > UNTIL:
            break
        if name.startswith(ENDS) or (name.startswith("T10") and stage not in (None, "decided")):
            stage = "decided"
        elif name.startswith("T05") and stage in (None, "received", "checked"):
            stage = "confirmed"
        elif name.startswith("T02") and stage in (None, "received"):
            stage = "checked"
        elif (name.startswith("Confirmation") and stage is None) or (
            name.startswith("T03") and stage in ("checked", "confirmed")
        ):
            stage = "received"
        if name.startswith(ALIVE):
            last_alive = at
    return stage


def test_every_case_of_the_permit_log_stands_where_a_plain_walk_puts_it(
    tmp_path: Path, real_data: Path
) -> None:
    """8,577 steps of 1,434 cases, offsets of winter and summer time, a way back and a timed end."""
    run_polku("init", tmp_path / "w", "--template", "b2b", "--lang", "en")
    shutil.copy(ROOT / "examples" / "permit" / "journey.yaml", tmp_path / "w" / "journey.yaml")
    result = run_polku(
        "-C", tmp_path / "w", "import", real_data / "receipt.csv", "--yes", "--json"
    ).json
    assert (result["rows"], result["accepted"], result["people"]) == (8577, 8577, 1434)
    cases: dict[str, list[tuple[datetime, str]]] = {}
    with (real_data / "receipt.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            at = datetime.fromisoformat(row["time:timestamp"]).astimezone(UTC)
            cases.setdefault(row["case:concept:name"], []).append((at, row["concept:name"]))
    expected = Counter(walk(sorted(steps, key=lambda s: s[0])) for steps in cases.values())
    got = run_polku("-C", tmp_path / "w", "stages", "--as-of", "2012-03-01", "--json").json
    assert {row["stage"]: row["people"] for row in got if row["people"]} == {
        k: v for k, v in expected.items() if v
    }


def test_the_small_log_imports_without_a_word(tmp_path: Path, real_data: Path) -> None:
    """running-example.csv, whose first column has no name."""
    run_polku("init", tmp_path / "w", "--template", "b2b")
    result = run_polku(
        "-C", tmp_path / "w", "import", real_data / "running-example.csv", "--yes", "--json"
    ).json
    assert (result["accepted"], result["rejected"], result["people"]) == (42, 0, 6)
