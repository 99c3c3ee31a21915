"""Numbers open their people: each filter of the list against the number that leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from polku.app import Workspace
from polku.settings import settings_text
from tests.flow.test_api import JOURNEY, MAP, NOW, csv_rows, until
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Forty leads of June, 24 of whom bought, 4 of them thrice; one watched a video."""
    directory: Path = tmp_path_factory.mktemp("opened") / "shop"
    directory.mkdir()
    (directory / "journey.yaml").write_text(JOURNEY, "utf-8")
    (directory / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    (directory / "rows.csv").write_text("\n".join(csv_rows()), "utf-8")
    with Workspace.open(directory, clock=lambda: NOW) as workspace:
        workspace.import_file(directory / "rows.csv", map=MAP)
        workspace.beat()  # places people on stages, as a running server does each second
        with running_api(workspace) as client:
            yield as_program(client)


def test_what_people_did_and_where_they_moved_opens_them(api: httpx.Client) -> None:
    """The counts of touchpoints, of events not on the map and of return arcs, and limits together."""
    live = until(
        lambda: api.get("/api/journey/live").json(),
        lambda live: live["unmapped"] and live["stages"][2]["people"],
    )

    def total(**params: str | int) -> int:
        answer = api.get("/api/people", params=params)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["total"])

    for stage in live["stages"]:
        for point in stage["touchpoints"]:
            assert total(touchpoint=point["key"]) == point["people_30d"]
    for each in live["unmapped"]:
        assert total(event=each["event"]) == each["people_30d"] == 1
    assert total(event="Never Heard Of") == 0
    assert total(touchpoint="form", days=366) == 40
    assert total(event="Order Completed", days=366, q="p0") == 10
    # Four left after 60 days of silence and came back on 6 October.
    assert total(**{"from": "left", "to": "customer"}) == 0
    assert total(**{"from": "left", "to": "customer", "days": 60}) == 4
    assert total(to="regular") == 4
    assert total(to="regular", days=7) == 0
    assert total(to="regular", touchpoint="big-order", stage="regular") == 4
    for params, where in (({"touchpoint": "x"}, "touchpoint"), ({"from": "x"}, "from")):
        refused = api.get("/api/people", params=params)
        assert (refused.status_code, refused.json()["errors"][0]["where"]) == (404, where)


def test_the_lost_are_told_by_stage_and_the_unreachable_can_be_left_out(
    tmp_path: Path,
) -> None:
    """Five came to the first stage without a name; one told an address, one a number, one later
    said who they are and bought: two are left whom nobody can reach."""
    (tmp_path / "journey.yaml").write_text(JOURNEY, "utf-8")
    (tmp_path / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    rows = ["anon,who,when,what,email,phone"]
    rows += [f"a{i},,2026-06-01T08:00:00Z,Form Submitted,," for i in range(2)]
    rows += ["a2,,2026-06-01T08:00:00Z,Form Submitted,a@example.com,"]
    rows += ["a3,,2026-06-01T08:00:00Z,Form Submitted,,+358401"]
    rows += ["a4,u4,2026-06-01T08:00:00Z,Form Submitted,,"]
    rows += ["a5,u5,2026-06-01T08:00:00Z,Form Submitted,,"]
    (tmp_path / "rows.csv").write_text("\n".join(rows), "utf-8")
    mapping = {"anonymous": "anon", "person": "who", "time": "when", "event": "what"}
    with Workspace.open(tmp_path, clock=lambda: NOW) as workspace:
        workspace.import_file(tmp_path / "rows.csv", map={**mapping, "personal": "email|phone"})
        # The history ends at its last event: without a later one nobody would be lost.
        later = ["who,when,what", "u5,2026-10-01T08:00:00Z,Order Completed"]
        (tmp_path / "later.csv").write_text("\n".join(later), "utf-8")
        workspace.import_file(
            tmp_path / "later.csv", map={"person": "who", "time": "when", "event": "what"}
        )
        workspace.beat()
        with running_api(workspace) as client:
            as_program(client)
            until(
                lambda: client.get("/api/home").json(),
                lambda home: home["stages"][1]["people"] == 1,
            )
            every = client.get("/api/people", params={"list": "lost"}).json()
            known = client.get("/api/people", params={"list": "lost", "anonymous": "hidden"}).json()
            live = client.get("/api/journey/live").json()
            everybody = client.get("/api/people").json()
    assert (every["total"], known["total"]) == (5, 3) == (live["stages"][0]["lost"], 3)
    assert every["lost"] == [{"stage": "lead", "people": 5, "unreachable": 2}]
    assert known["lost"] == [{"stage": "lead", "people": 3, "unreachable": 2}]
    assert {row["id"] for row in every["people"]} - {row["id"] for row in known["people"]} == {
        "a0",
        "a1",
    }
    assert all(row["lost"]["measured"] is False for row in every["people"])
    assert everybody["lost"] is None
