"""The two demos in small, in the embedded warehouse, in ClickHouse (chDB) and in Spark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from polku.analytics.copying import copy_to_clickhouse, copy_to_spark
from polku.analytics.reader import DuckReader
from polku.app import Workspace
from polku.starting import make_demo
from tests.backends.comparing import Comparing
from tests.backends.engines import DEMOS, END, Both, chdb_client, spark_session


@pytest.fixture(scope="session")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Workspace]]:
    """Shop and B2B with a year behind them."""
    folder = tmp_path_factory.mktemp("backends")
    made = {}
    for kind, people in DEMOS.items():
        make_demo(folder / kind, kind=kind, people=people, end=END)
        made[kind] = Workspace.open(folder / kind, clock=lambda: END)
        made[kind].refresh()
    yield made
    for each in made.values():
        each.close()


@pytest.fixture(scope="session")
def clickhouse(demos: dict[str, Workspace]) -> Iterator[dict[str, Comparing]]:
    """Demo → a reader of chDB that compares itself with DuckDB."""
    with ExitStack() as stack:
        found = {}
        for kind, work in demos.items():
            cursor = stack.enter_context(work.warehouse.read())
            client = stack.enter_context(chdb_client(kind))
            found[kind] = Comparing(DuckReader(cursor), copy_to_clickhouse(cursor, client))
        yield found


@pytest.fixture(scope="session")
def pyspark(
    demos: dict[str, Workspace], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Comparing]]:
    """The same of Spark."""
    if shutil.which("java") is None:
        reason = "no java: the tests on Spark did not run (make test installs it)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with ExitStack() as stack:
        session = stack.enter_context(spark_session(tmp_path_factory.mktemp("spark")))
        found = {}
        for kind, work in demos.items():
            cursor = stack.enter_context(work.warehouse.read())
            reader = copy_to_spark(cursor, session.newSession())
            found[kind] = Comparing(DuckReader(cursor), reader)
        yield found


@pytest.fixture
def engines(demos: dict[str, Workspace], request: pytest.FixtureRequest) -> Both:
    """(demo, engine) → the workspace and the reader; an engine starts when it is first asked for."""
    return lambda kind, engine: (demos[kind], request.getfixturevalue(engine)[kind])
