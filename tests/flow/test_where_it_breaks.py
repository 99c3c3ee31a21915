"""Where does the path break? Home, the report (so the assistant too), Improve and the review say the same."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from polku.app import Workspace
from polku.demo import b2b_demo, journey_text, shop_demo
from polku.settings import settings_text
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow

END = datetime(2026, 11, 22, tzinfo=UTC)
MAKERS = {"shop": shop_demo, "b2b": b2b_demo}


def decided(client: httpx.Client) -> dict[str, Any]:
    """Home's decisions, which are made behind its first figures."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        home: dict[str, Any] = client.get("/api/home").json()
        if home["decisions"] is not None:
            return home
        time.sleep(0.1)
    raise AssertionError("no decisions")


@pytest.mark.parametrize("kind", MAKERS)
def test_everybody_names_the_same_arrow_and_the_same_euros(tmp_path: Path, kind: str) -> None:
    """Each place is asked over HTTP; Home, the report's rows, findings and the agenda agree to the cent."""
    (tmp_path / "journey.yaml").write_text(journey_text(kind, END), "utf-8")
    (tmp_path / "polku.toml").write_text(settings_text("Demo", "fi"), "utf-8")
    clock = END + timedelta(minutes=5)
    with Workspace.open(tmp_path, clock=lambda: clock) as workspace:
        workspace.load_demo(MAKERS[kind](people=600, end=END))
        with running_api(workspace) as client:
            as_program(client)
            home = decided(client)
            first, rows = home["decisions"]["first"], home["decisions"]["next"]
            mend = client.get("/api/reports/mend/fresh").json()
            found = client.get("/api/findings").json()
            agenda = client.post("/api/reviews", json={}).json()["agenda"]

    column, brings = {"surest": ("achievable", "gain"), "point": ("point", "point")}[first["why"]]
    assert first["value_low"] > 0
    assert mend["details"]["first"] == first
    top = mend["sheets"][0]["rows"][0]
    assert top["id"] == first["from"]
    for end in ("", "_low", "_high"):
        assert top[column + end] == first[f"value{end}"] == rows[0][brings + end]
    assert rows[0]["stage"] == first["from"]
    ids = [row["id"] for row in mend["sheets"][0]["rows"] if row["why"] is not None]
    assert [row["stage"] for row in rows] == ids[:3]
    note = next(each for each in mend["notes"] if each["code"].startswith("mend.first"))
    assert note["what"].removesuffix(".") in first["what"].values()
    assert found[0]["stage"] == first["from"]
    assert (found[0]["title"], found[0]["text"]) == (first["what"], first["because"])
    assert agenda["breaks"] == {"what": first["what"], "because": first["because"]}
    # The share beside the euros is of the same people in the same period.
    arrow = next(each for each in home["arrows"] if each["from"] == first["from"])
    assert (arrow["to"], arrow["entered"]) == (first["to"], top["entered"])
    assert arrow["conversion"] == pytest.approx(top["conversion"])
