"""Every report answers the same on DuckDB, ClickHouse and Spark, and so does every question behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from polku.reports.catalogue import KEYS, report
from polku.reports.reports import answered, parsed
from tests.backends.asked import ASKED, FILTERED
from tests.backends.comparing import unlike
from tests.backends.engines import DEMOS, ENGINES, Both

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("backends")]

CASES = [(key, {}) for key in KEYS]
CASES += [(key, asked) for key in KEYS for asked in FILTERED]
CASES += [(key, asked) for key, asked in ASKED if key in KEYS]


def demos_of(engine: str, asked: dict[str, Any]) -> tuple[str, ...]:
    """Spark needs a third of a second for each question: what is more than the default it is asked of one demo."""
    return ("shop",) if engine == "pyspark" and asked else tuple(DEMOS)


def named(case: Any) -> str | None:
    if isinstance(case, dict):
        return " ".join(f"{key}={value}" for key, value in case.items()) or "nothing said"
    return None


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("key", "asked"), CASES, ids=named)
def test_an_answer_is_the_same(key: str, asked: dict[str, Any], engine: str, engines: Both) -> None:
    """Rows in their order, sentences, figures and the people behind them: floats to nine digits."""
    one = report(key)
    wanted = parsed(one, asked)
    for kind in demos_of(engine, asked):
        work, comparing = engines(kind, engine)
        scene = work.reports.scene(comparing.duck.cursor)
        expected = answered(one, wanted, scene, "en")
        with comparing.listening():
            found = answered(one, wanted, replace(scene, reader=comparing), "en")
        assert not list(unlike(expected, found)), kind


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("key", [key for key in KEYS if report(key).people])
def test_a_number_opens_the_same_people(key: str, engine: str, engines: Both) -> None:
    """Of every column that opens people, the first row that has a number."""
    one = report(key)
    wanted = parsed(one, {})
    for kind in demos_of(engine, {"people": True}):
        work, comparing = engines(kind, engine)
        scene = work.reports.scene(comparing.duck.cursor)
        with comparing.listening():
            for row, column in cells(answered(one, wanted, scene, "en")):
                assert one.people is not None
                expected = one.people(scene, wanted, row, column)
                found = one.people(replace(scene, reader=comparing), wanted, row, column)
                ours, theirs = (sorted(each["person"].to_pylist()) for each in (expected, found))
                assert ours == theirs, (kind, row, column)


def cells(answer: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(row, column) of one cell of each column that opens people."""
    for figure in answer["figures"]:
        if figure["people"] and figure["value"]:
            yield "", figure["key"]
    for sheet in answer["sheets"]:
        for column in (each["key"] for each in sheet["columns"] if each["people"]):
            opened = (row["id"] for row in sheet["rows"] if row[column])
            yield from ((row, column) for row in islice(opened, 1))
