"""Whose question waits: the lane of the map counts askings without a reply, by where people stand now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from polku.app import Workspace
from polku.settings import settings_text

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
JOURNEY = """
key: main
name: Polku
stages:
- {key: lead, name: Liidit, enter: [{event: Form Submitted}]}
- {key: customer, name: Asiakkaat, axis: using, enter: [{event: Order Completed}]}
"""
# who, event, hours ago
HAPPENED = [
    ("anna", "Form Submitted", 300),
    ("anna", "Question Asked", 200),
    ("anna", "Question Asked", 100),
    ("anna", "Order Completed", 50),  # asked as a lead, waits as a customer
    ("ben", "Form Submitted", 300),
    ("ben", "Question Asked", 90),
    ("ben", "Question Answered", 80),
    ("cia", "Form Submitted", 300),
    ("cia", "Question Answered", 120),  # an answer before the question answers nothing
    ("cia", "Question Asked", 30),
    ("dan", "Question Asked", 10),  # on no stage
    ("eve", "Form Submitted", 300),
    ("eve", "Support Ticket Opened", 20),  # nothing tells yet of any ticket that is closed
]


def bring(work: Workspace, folder: Path, *, answered: bool) -> None:
    """A file of those events that are answers, or of the others."""
    rows = [
        f"{who},{event},{(NOW - timedelta(hours=hours)).isoformat()}"
        for who, event, hours in HAPPENED
        if ("Answered" in event) == answered
    ]
    file = folder / f"{answered}.csv"
    file.write_text("\n".join(["person,event,time", *rows]), "utf-8")
    columns = {"person": "person", "event": "event", "time": "time"}
    work.import_file(file, map=columns)


def waiting(workspace: Workspace) -> dict[str, tuple[int, int, float | None]]:
    sheets = workspace.reports.answer("responses", {}, fresh=True)["sheets"]
    rows = next((each["rows"] for each in sheets if each["key"] == "waiting"), [])
    return {
        row["id"].removeprefix("waiting:"): (
            row["unanswered"],
            row["people"],
            row["longest"] and pytest.approx(row["longest"], abs=0.01),
        )
        for row in rows
    }


def test_questions_without_a_reply_wait_where_the_person_stands_now(tmp_path: Path) -> None:
    """The longest wait is from the first unanswered asking; numbers open the people; no reply at all is not known."""
    (tmp_path / "journey.yaml").write_text(JOURNEY, "utf-8")
    (tmp_path / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    with Workspace.open(tmp_path, clock=lambda: NOW) as work:
        bring(work, tmp_path, answered=False)
        assert waiting(work) == {}
        bring(work, tmp_path, answered=True)
        ends = 10 / 24  # the last event is of ten hours ago
        assert waiting(work) == {
            "lead": (1, 1, 30 / 24 - ends),
            "customer": (2, 1, 200 / 24 - ends),
            "none": (1, 1, 0),
        }
        with work.warehouse.read() as cursor:
            for key in ("lead", "customer", "none"):
                row = f"waiting:{key}"
                found = work.reports.people(cursor, "responses", {}, row, "people")
                assert len(found) == 1
