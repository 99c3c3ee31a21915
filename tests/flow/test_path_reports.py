"""The reports about paths on a real process log and on groups that do not differ."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polku.journey.load import load_journey
from polku.science.difference import shares_differ
from polku.science.discovery import benjamini_hochberg
from polku.science.paths.doing import moved
from polku.science.paths.log import log_of
from tests.conftest import ROOT, run_polku

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def permits(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Path:
    """A workspace with the permit log, as docs/how-to/process-log.md makes it."""
    folder = tmp_path_factory.mktemp("permits") / "w"
    run_polku("init", folder, "--template", "b2b", "--lang", "en")
    shutil.copy(ROOT / "examples" / "permit" / "journey.yaml", folder / "journey.yaml")
    run_polku("-C", folder, "import", real_data / "receipt.csv", "--yes")
    return folder


def asked(folder: Path, *words: str) -> Any:
    """The report's answer."""
    return run_polku("-C", folder, "report", *words, "--json").json


def sheet(found: Any, key: str) -> list[dict[str, Any]]:
    """The rows of one table."""
    return next(each["rows"] for each in found["sheets"] if each["key"] == key)


def test_the_permit_log_has_its_known_size(permits: Path, real_data: Path) -> None:
    """1,434 cases walk 116 variants of 27 activities in 8,577 events; the arrows are those of a plain walk."""
    found = asked(permits, "variants", "longest=100", "most=500")
    assert found["n"] == 1434
    assert {each["key"]: each["value"] for each in found["figures"]}["variants"] == 116
    assert sum(row["paths"] for row in sheet(found, "variants")) == 1434
    cases: dict[str, list[tuple[datetime, int, str]]] = {}
    with (real_data / "receipt.csv").open(newline="") as file:
        for place, row in enumerate(csv.DictReader(file)):
            at = datetime.fromisoformat(row["time:timestamp"])
            cases.setdefault(row["case:concept:name"], []).append((at, place, row["concept:name"]))
    moves = Counter((a[2], b[2]) for case in cases.values() for a, b in pairwise(sorted(case)))
    graph = asked(permits, "graph", "most=50")
    assert graph["n"] == 8577
    assert len(sheet(graph, "nodes")) == 27
    assert {(r["source"], r["target"]): r["moves"] for r in sheet(graph, "arrows")} == moves


def test_a_journey_is_proposed_that_can_be_loaded(permits: Path) -> None:
    """The draft of `propose` is a valid document, and each stage begins with an event of the log."""
    found = asked(permits, "propose", "stages=4")
    journey = load_journey(found["details"]["yaml"]).journey
    assert 2 <= len(journey.stages) <= 4
    assert len(sheet(found, "stages")) == len(journey.stages)


def test_groups_made_by_lot_differ_by_chance_only() -> None:
    """Of 200 splits by lot of the same people, few have any finding at a false discovery rate of 5 %: with no
    difference at all the chance of one finding or more is what the rate bounds."""
    rng = np.random.default_rng(7)
    people, steps = 1_000, 8
    person = np.repeat(np.arange(people), steps)
    event = rng.integers(0, 5, people * steps)
    log = log_of(person, np.tile(np.arange(steps), people), event)
    false = 0
    for _ in range(200):
        chosen = rng.random(people) < 0.5
        one, two = (moved(log, np.flatnonzero(side), 5) for side in (chosen, ~chosen))
        p = [
            shares_differ(
                int(one.did[a, b]), int(one.could[a]), int(two.did[a, b]), int(two.could[a])
            )
            for a in range(5)
            for b in range(5)
        ]
        false += bool((benjamini_hochberg(p) <= 0.05).any())
    assert false <= 18  # 10 expected at most; 18 is its 99 % point
