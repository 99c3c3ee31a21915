"""The two demos in small, in the embedded warehouse, in ClickHouse (chDB) and in Spark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

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
def engines(
    demos: dict[str, Workspace], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """(demo, engine) → the workspace and a reader of the engine that compares itself with DuckDB."""
    if shutil.which("java") is None:
        reason = "no java: the tests on Spark did not run (make test installs it)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    found: Both = {}
    with (
        spark_session(tmp_path_factory.mktemp("spark")) as spark,
        chdb_client("shop") as shop,
        chdb_client("b2b") as b2b,
        demos["shop"].warehouse.read() as one,
        demos["b2b"].warehouse.read() as two,
    ):
        for kind, client, cursor in (("shop", shop, one), ("b2b", b2b, two)):
            duck, work = DuckReader(cursor), demos[kind]
            clickhouse = copy_to_clickhouse(cursor, client)
            own = copy_to_spark(cursor, spark.newSession())
            found[kind, "clickhouse"] = (work, Comparing(duck, clickhouse))
            found[kind, "pyspark"] = (work, Comparing(duck, own))
        yield found
