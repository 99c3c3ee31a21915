"""A workspace as time passes: the stored fold follows the document, the events and the hour."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from polku.app import Workspace
from polku.errors import DocumentError
from polku.starting import make_workspace
from tests.flow.test_cli import JOURNEY

pytestmark = pytest.mark.slow

MAP = {"person": "who", "time": "day", "event": "=Order Completed"}


class Hands:
    """A clock whose hands the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2024, 4, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def place(tmp_path: Path) -> Path:
    make_workspace(tmp_path / "w", template="shop")
    (tmp_path / "w" / "journey.yaml").write_text(JOURNEY, "utf-8")
    return tmp_path / "w"


def bring(workspace: Workspace, *rows: str) -> dict[str, int]:
    path = workspace.directory / "rows.csv"
    path.write_text("who,day\n" + "\n".join(rows) + "\n")
    return workspace.import_file(path, map=MAP)


def stages(workspace: Workspace) -> dict[str | None, int]:
    return {row["stage"]: row["people"] for row in workspace.stages().records() if row["people"]}


def stored_is_fresh(workspace: Workspace, now: datetime) -> None:
    """The stored fold is what a fold of the whole history gives at the same moment."""
    kept, made = workspace.transitions(), workspace.transitions(as_of=now)
    assert list(kept.records()) == list(made.records())


def test_time_alone_moves_people_and_the_stored_fold_follows(place: Path) -> None:
    """A timed rule fires when its hour has come, without any event."""
    hands = Hands()
    with Workspace.open(place, clock=hands) as workspace:
        bring(workspace, "ann,2024-01-01", "bob,2024-03-01", "bob,2024-03-15")
        assert stages(workspace) == {"once": 1, "again": 1}
        for day, expected in (
            ("2024-06-28", {"once": 1, "again": 1}),
            ("2024-06-29", {"gone": 1, "again": 1}),  # 180 days after ann's order
            ("2024-09-11", {"gone": 2}),
        ):
            hands.now = datetime.fromisoformat(day).replace(tzinfo=UTC)
            workspace.beat()
            assert stages(workspace) == expected, day
            stored_is_fresh(workspace, hands.now)


def test_late_and_future_events_find_their_place(place: Path) -> None:
    """A late event refolds its person; one dated after now waits for its day."""
    hands = Hands()
    with Workspace.open(place, clock=hands) as workspace:
        bring(workspace, "ann,2024-03-01")
        assert stages(workspace) == {"once": 1}
        bring(workspace, "ann,2024-02-01", "cat,2024-05-01")
        assert stages(workspace) == {"again": 1}
        hands.now = datetime(2024, 5, 2, tzinfo=UTC)
        assert stages(workspace) == {"again": 1, "once": 1}
        stored_is_fresh(workspace, hands.now)


def test_a_document_that_breaks_leaves_the_last_fold_and_mends_when_it_does(place: Path) -> None:
    """Half-saved YAML is told; the people stay where they were."""
    with Workspace.open(place, clock=Hands()) as workspace:
        bring(workspace, "ann,2024-03-01")
        before = list(workspace.transitions().records())
        (place / "journey.yaml").write_text("stages: [", "utf-8")
        with pytest.raises(DocumentError):
            workspace.stages()
        (place / "journey.yaml").write_text(JOURNEY, "utf-8")
        assert list(workspace.transitions().records()) == before


def test_events_stored_but_not_folded_are_folded_at_the_next_look(place: Path) -> None:
    """A process that died between the two mends itself."""
    with Workspace.open(place, clock=Hands()) as workspace:
        bring(workspace, "ann,2024-03-01")
        assert stages(workspace) == {"once": 1}
        bring(workspace, "bob,2024-03-01", "ann,2024-03-02")  # import does not fold
    with Workspace.open(place, clock=Hands()) as workspace:
        assert stages(workspace) == {"once": 1, "again": 1}
        stored_is_fresh(workspace, Hands().now)
