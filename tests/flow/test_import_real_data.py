"""The real files beside the checkout: what is in them comes in, counted by hand-known numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from polku import importer
from tests.importing import Desk, open_desk

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        yield made


def test_cdnow_is_every_purchase_to_the_cent(desk: Desk, real_data: Path) -> None:
    """69,659 purchases of 23,570 people; read with split() in one line, and by the importer."""
    asked = {
        "person": "customer_id",
        "time": "date",
        "event": "=Order Completed",
        "revenue": "dollar_value",
        "currency": "=USD",
    }
    result = desk.run(real_data / "cdnow.txt", asked)
    assert (result.rows, result.accepted, result.rejected) == (69_659, 69_659, 0)
    assert result.people == 23_570
    assert (result.first, result.last) == ("1997-01-01T00:00:00Z", "1998-06-30T00:00:00Z")
    lines = (real_data / "cdnow.txt").read_text().splitlines()[1:]
    wanted = Counter(
        (who, f"{day[:4]}-{day[4:6]}-{day[6:]} 00:00:00", int(n), int(Decimal(sum_) * 100))
        for who, day, n, sum_ in (line.split() for line in lines if line.strip())
    )
    found = Counter(
        (e["person"], e["ts"], e["properties"]["number_of_cds"], e["revenue"])
        for e in desk.events()
    )
    assert found == wanted
    again = desk.run(real_data / "cdnow.txt", asked)
    assert (again.accepted, again.duplicates) == (0, 69_659)


def test_the_receipt_process_needs_no_map(desk: Desk, real_data: Path) -> None:
    result = desk.run(real_data / "receipt.csv")
    assert (result.rows, result.accepted, result.people) == (8_577, 8_577, 1_434)
    events = desk.events()
    assert len({e["event"] for e in events}) == 27
    first = next(e for e in events if e["person"] == "case-10011")
    assert (first["event"], first["ts"], first["channel"]) == (
        "Confirmation of receipt", "2011-10-11 11:45:40.276", "Internet",
    )  # fmt: skip


def test_the_index_column_of_the_running_example_is_left_out(desk: Desk, real_data: Path) -> None:
    proposal = importer.propose(real_data / "running-example.csv")
    assert proposal.columns[0].role == "ignore"
    result = desk.run(real_data / "running-example.csv")
    assert (result.rows, result.people) == (42, 6)
    assert "column_1" not in desk.events()[0]["properties"]
    assert desk.events()[0]["properties"]["Costs"] == 50


def test_hillstrom_is_no_event_log_and_the_proposal_says_why(real_data: Path) -> None:
    proposal = importer.propose(real_data / "hillstrom.csv")
    assert [p.code for p in proposal.problems] == [
        "import.no-person-column", "import.no-time-column", "import.no-event-column",
    ]  # fmt: skip
    assert abs(proposal.rows_estimate - 64_000) < 640
