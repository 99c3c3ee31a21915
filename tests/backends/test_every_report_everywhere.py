"""Every report answers the same on DuckDB, ClickHouse and Spark, and so does every question behind it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from polku.reports.catalogue import KEYS, report
from polku.reports.reports import answered, parsed
from tests.backends.asked import FILTERED, cases
from tests.backends.comparing import unlike
from tests.backends.engines import DEMOS, Both, in_worker

pytestmark = pytest.mark.slow


def named(case: Any) -> str | None:
    if isinstance(case, dict):
        if case == FILTERED:
            return "filtered"
        return " ".join(f"{key}={value}" for key, value in case.items()) or "nothing said"
    return None


CASES = [
    pytest.param(
        engine,
        *case,
        marks=in_worker(engine),
        id="-".join(map(str, (engine, case[0], case[1], named(case[2])))),
    )
    for engine in ("clickhouse", "pyspark")
    for case in cases(engine)
]
PEOPLE = [
    pytest.param(engine, demo, key, marks=in_worker(engine))
    for engine, demos in (("clickhouse", tuple(DEMOS)), ("pyspark", ("shop",)))
    for demo in demos
    for key in KEYS
    if report(key).people
]


@pytest.mark.parametrize(("engine", "demo", "key", "asked"), CASES)
def test_an_answer_is_the_same(
    engine: str, demo: str, key: str, asked: dict[str, Any], engines: Both
) -> None:
    """Rows in their order, sentences, figures and statistics: floats to nine digits."""
    one = report(key)
    wanted = parsed(one, asked)
    work, comparing = engines(demo, engine)
    scene = work.reports.scene(comparing.duck.cursor)
    expected = answered(one, wanted, scene, "en")
    with comparing.listening():
        found = answered(one, wanted, replace(scene, reader=comparing), "en")
        comparing.done.add((key, str(asked)))
    assert not list(unlike(expected, found))


@pytest.mark.parametrize(("engine", "demo", "key"), PEOPLE)
def test_a_number_opens_the_same_people(engine: str, demo: str, key: str, engines: Both) -> None:
    """Of every column that opens people, the first row that has a number."""
    one = report(key)
    wanted = parsed(one, {})
    work, comparing = engines(demo, engine)
    scene = work.reports.scene(comparing.duck.cursor)
    with comparing.listening():
        for row, column in cells(answered(one, wanted, scene, "en")):
            assert one.people is not None
            expected = one.people(scene, wanted, row, column)
            found = one.people(replace(scene, reader=comparing), wanted, row, column)
            ours, theirs = (sorted(each["person"].to_pylist()) for each in (expected, found))
            assert ours == theirs, (row, column)
        comparing.done.add(key)


@pytest.mark.xdist_group("clickhouse")  # the worker that has less to do
@pytest.mark.skipif("POLKU_SPARK" in os.environ, reason="this is what it starts")
def test_a_cluster_of_several_processes_answers_the_same() -> None:
    """Conversion and funnel on two workers that share no memory with whoever asks."""
    asked = [
        f"{__file__}::test_an_answer_is_the_same[pyspark-shop-{key}-nothing said]"
        for key in ("conversion", "funnel")
    ]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *asked],
        env=env | {"POLKU_SPARK": "local-cluster[2,1,1024]"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if re.search(r"\b2 skipped", done.stdout):
        pytest.skip("no java: the tests on Spark did not run (make test installs it)")
    assert re.search(r"\b2 passed", done.stdout), done.stdout + done.stderr


def cells(answer: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(row, column) of one cell of each column that opens people."""
    for figure in answer["figures"]:
        if figure["people"] and figure["value"]:
            yield "", figure["key"]
    for sheet in answer["sheets"]:
        for column in (each["key"] for each in sheet["columns"] if each["people"]):
            opened = (row["id"] for row in sheet["rows"] if row.get(column))
            yield from ((row, column) for row in islice(opened, 1))
