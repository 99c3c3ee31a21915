"""The other engines, as tests start them: ClickHouse inside this process (chDB), and a small Spark cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from polku.app import Workspace
from tests.backends.comparing import Comparing

END = datetime(2026, 11, 20, 9, tzinfo=UTC)
DEMOS = {"shop": 600, "b2b": 400}
Both = Callable[[str, str], tuple[Workspace, Comparing]]


def in_worker(engine: str) -> pytest.MarkDecorator:
    """Each engine is started in one worker of its own, and they run side by side."""
    return pytest.mark.xdist_group(engine)


@contextmanager
def chdb_client(database: str) -> Iterator[Any]:
    """A client with a database of its own in the engine of this process."""
    import clickhouse_connect

    root = clickhouse_connect.get_client(dsn="chdb://memory")
    root.command(f"CREATE DATABASE IF NOT EXISTS {database}")
    client = clickhouse_connect.get_client(dsn=f"chdb://memory/{database}")
    try:
        yield client
    finally:
        client.close()
        root.close()


@contextmanager
def spark_session(folder: Path) -> Iterator[Any]:
    """Two workers in one process of Java. POLKU_SPARK="local-cluster[2,1,1024]" makes them processes of their own:
    the answers are the same, and take twice as long."""
    import pyspark
    from pyspark.sql import SparkSession

    home = folder / "home"  # the workers write beside what is installed: into links of our own
    home.mkdir()
    for each in Path(pyspark.__file__).parent.iterdir():
        (home / each.name).symlink_to(each)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["SPARK_HOME"] = str(home)
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        # So little data is counted before a plan is compiled or made anew.
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.log.level": "OFF",
        # A JVM that lives for minutes has no use for its second compiler.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    }
    builder = SparkSession.builder.master(os.environ.get("POLKU_SPARK", "local[2]"))
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()
