"""Ad costs from files into the ledger: known by their headings, told in one's own words, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import polku
from polku.errors import ImportRefused
from polku.starting import make_workspace

GA4 = """date,source,medium,campaign_id,campaign,cost,clicks,impressions
2026-03-01,google,cpc,11,Brand,12.50,20,300
2026-03-01,google,cpc,11,Brand,2.50,2,30
2026-03-01,facebook,paid_social,12,Opas,7.00,30,3000
2026-03-02,google,cpc,11,Brand,0.1,1,1
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Any]:
    make_workspace(tmp_path / "w")
    with polku.open(tmp_path / "w") as found:
        yield found


def brought(workspace: Any, tmp_path: Path, text: str, name: str = "costs.csv") -> dict[str, Any]:
    """The file through propose and run, as the wizard does it."""
    file = tmp_path / name
    file.write_bytes(text.encode("utf-8"))
    proposal = workspace.propose(file)
    assert proposal["kind"] == "spend"
    assert not [p for p in proposal["problems"] if p["level"] == "error"]
    found: dict[str, Any] = workspace.import_file(file, map=proposal["map"])
    return found


def ledger(workspace: Any) -> list[tuple[Any, ...]]:
    return [
        (str(r["day"]), r["channel"], r["campaign"], float(r["cost"]), r["currency"], r["clicks"])
        for r in workspace.spend().arrow.to_pylist()
    ]


def test_the_same_file_twice_adds_nothing_and_a_newer_one_replaces(
    workspace: Any, tmp_path: Path
) -> None:
    first = brought(workspace, tmp_path, GA4)
    assert (first["accepted"], first["duplicates"], first["kind"]) == (4, 0, "spend")
    stored = ledger(workspace)
    assert stored == [
        ("2026-03-01", "paid_search", "Brand", 15.0, "EUR", 22),
        ("2026-03-01", "paid_social", "Opas", 7.0, "EUR", 30),
        ("2026-03-02", "paid_search", "Brand", 0.1, "EUR", 1),
    ]
    again = brought(workspace, tmp_path, GA4, "same.csv")
    assert (again["accepted"], again["duplicates"], again["replaced"]) == (0, 4, 0)
    assert ledger(workspace) == stored
    newer = brought(workspace, tmp_path, GA4.replace("7.00", "9.99"), "newer.csv")
    assert (newer["accepted"], newer["duplicates"], newer["replaced"]) == (1, 3, 1)
    assert ledger(workspace)[1][3] == 9.99
    assert len(ledger(workspace)) == 3


def test_rows_that_cannot_be_costs_are_named(workspace: Any, tmp_path: Path) -> None:
    bad = (
        "2026-03-03,google,cpc,1,B,-3,1,1\n,google,cpc,1,B,3,1,1\n2099-01-01,google,cpc,1,B,3,1,1\n"
        "2026-03-03,google,cpc,1,B,much,1,1\n2026-03-03,google,cpc,1,B,,1,1\n2026-03-03,,,1,B,3,1,1\n"
        "2026-03-03,google,cpc,1,B,3,some,1\n"
    )
    found = brought(workspace, tmp_path, GA4 + bad)
    assert (found["accepted"], found["rejected"]) == (4, 7)
    from polku.importer import read_rejects

    rejects = read_rejects(Path(found["reject_file"]))
    assert [each["reason"] for each in rejects] == [
        "negative-cost", "no-date", "future-day", "bad-cost", "no-cost", "no-channel", "bad-clicks",
    ]  # fmt: skip
    assert all(each["words"] for each in rejects)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Päivä;Kampanja;Kustannus;Näyttökerrat;Klikkaukset;Keskim. klikkaushinta\n"
            "1.3.2026;Brändi;1 234,50;1 000;20;0,6\n",
            ("2026-03-01", "paid_search", "Brändi", 1234.5, "EUR", 20),
        ),
        (
            "Day,Campaign,Impr.,Clicks,Cost,Currency code\n2026-03-01,Brand,1000,20,5.5,USD\n",
            ("2026-03-01", "paid_search", "Brand", 5.5, "USD", 20),
        ),
        (
            "Kampanjan nimi,Raportoinnin aloitus,Käytetty summa (SEK),Linkin klikkaukset\n"
            "Opas,2026-03-01,100.25,50\n",
            ("2026-03-01", "paid_social", "Opas", 100.25, "SEK", 50),
        ),
        (
            "Campaign name,Reporting starts,Amount spent (EUR),Link clicks\nGuide,2026-03-01,7.1,5\n",
            ("2026-03-01", "paid_social", "Guide", 7.1, "EUR", 5),
        ),
    ],
)
def test_headings_of_google_and_meta(
    workspace: Any, tmp_path: Path, text: str, row: tuple[Any, ...]
) -> None:
    brought(workspace, tmp_path, text)
    assert ledger(workspace) == [row]


def test_channels_are_called_as_the_events_call_them(workspace: Any, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("user_id,time,event,channel\na,2026-03-01,Page Viewed,paid search\n", "utf-8")
    assert workspace.propose(events)["kind"] == "events"
    workspace.import_file(events, map=workspace.propose(events)["map"])
    brought(workspace, tmp_path, GA4)
    assert {row[1] for row in ledger(workspace)} == {"paid search", "paid_social"}


def test_what_does_not_tell_enough_is_refused(workspace: Any, tmp_path: Path) -> None:
    """No channel, no cost: a sentence and nothing written."""
    file = tmp_path / "plain.csv"
    file.write_text("date,cost,campaign\n2026-03-01,5,A\n", "utf-8")
    codes = [p["code"] for p in workspace.propose(file)["problems"]]
    assert codes == ["import.no-channel-column"]
    with pytest.raises(ImportRefused):
        workspace.import_file(file, map={"kind": "spend"})
    workspace.import_file(
        file, map={"kind": "spend", "channel": "=radio", "date": "date", "cost": "cost"}
    )
    assert ledger(workspace) == [("2026-03-01", "radio", None, 5.0, "EUR", None)]
    orders = tmp_path / "orders.csv"
    orders.write_text("customer_id,date,cost,campaign\nx,2026-03-01,5,A\n", "utf-8")
    assert workspace.propose(orders)["kind"] == "events"


def test_a_mark_that_may_be_of_thousands_is_told(workspace: Any, tmp_path: Path) -> None:
    """1.234 is 1.23 or 1234: a thousand times the cost, so the reader is warned before anything is stored."""
    file = tmp_path / "costs.csv"
    rows = "2026-03-01;ads;a;1.234;1\n2026-03-02;ads;a;950;1\n"
    file.write_text("day;channel;campaign;cost;clicks\n" + rows, "utf-8")
    told = workspace.propose(file)["problems"]
    assert [(each["code"], each["level"]) for each in told] == [
        ("import.unsure-decimal", "warning")
    ]
    assert not workspace.propose(file, map={**workspace.propose(file)["map"], "decimal": ","})[
        "problems"
    ]
    file.write_text(file.read_text("utf-8") + "2026-03-03;ads;a;12,50;1\n", "utf-8")
    assert not workspace.propose(file)["problems"]
