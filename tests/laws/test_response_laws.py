"""The response time of tasks against a slow count, task by task."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.analytics.period import Period
from polku.delivery.working_time import WorkingTime
from polku.reports.report import Scene
from polku.reports.response_tasks import late_people, task_times
from polku.settings import MoneySettings, Settings
from polku.store.control import Control
from polku.store.tasks import TaskRow, answer_within, open_within

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)  # a Friday
START = NOW - timedelta(days=20)
SETTINGS = Settings()
WORK = WorkingTime(SETTINGS.hours, ZoneInfo(SETTINGS.workspace.timezone))
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class One:
    person: int
    programme: str
    stage: str | None
    opened: datetime
    promised: int | None  # working hours
    answered: datetime | None

    @property
    def due(self) -> datetime | None:
        return None if self.promised is None else WORK.after(self.opened, self.promised * HOUR)

    @property
    def minutes(self) -> int:
        return WORK.between(self.opened, self.answered or NOW) // timedelta(minutes=1)


@st.composite
def tasks(draw: st.DrawFn) -> One:
    opened = NOW - timedelta(minutes=draw(st.integers(0, 30 * 1440)))
    longest = (NOW - opened) // timedelta(minutes=1)
    after = draw(st.none() | st.integers(0, longest))
    return One(
        draw(st.integers(1, 6)),
        draw(st.sampled_from(["hot", "renewal"])),
        draw(st.sampled_from(["lead", None])),
        opened,
        draw(st.sampled_from([None, 4, 8])),
        None if after is None else opened + timedelta(minutes=after),
    )


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Control]:
    with Control.open(tmp_path_factory.mktemp("tasks") / "control.db", clock=lambda: NOW) as made:
        yield made


def scene(control: Control, chosen: list[int] | None) -> Scene:
    people = None if chosen is None else pa.table({"person": pa.array(chosen, pa.int64())})
    place: Any = SimpleNamespace(control=control, settings=SETTINGS)
    return Scene(
        reader=None,  # type: ignore[arg-type]
        journey=SimpleNamespace(stages=()),  # type: ignore[arg-type]
        path=None,  # type: ignore[arg-type]
        codes={},
        period=Period(NOW, NOW, first=START - timedelta(days=900), start=START),
        zone=ZoneInfo("Europe/Helsinki"),
        money=MoneySettings(),
        chosen=people,
        workplace=place,
    )


def kept(control: Control, rows: list[One]) -> None:
    with control.write() as connection:
        connection.exec_driver_sql("DELETE FROM tasks")
        for id_, one in enumerate(rows, 1):
            made = TaskRow(
                id_, one.person, one.programme, 1, "call", "Soita", "sales", "call", one.opened,
                one.due, "open", None, None, None, {"stage": one.stage},
            )  # fmt: skip
            assert open_within(connection, made)
            if one.answered is not None:
                answer_within(connection, id_, "reached", one.answered)


def slow_median(rows: list[One]) -> float | None:
    """Kaplan and Meier, time by time."""
    staying = 1.0
    for minutes in sorted({one.minutes for one in rows}):
        risk = sum(one.minutes >= minutes for one in rows)
        ended = sum(one.minutes == minutes and one.answered is not None for one in rows)
        staying *= 1 - ended / risk
        if staying <= 0.5 + 1e-9:
            return minutes / 60
    return None


def verdict(one: One) -> bool | None:
    """In time, late, or not yet known."""
    if one.due is None:
        return None
    if one.answered is not None:
        return one.answered <= one.due
    return False if one.due < NOW else None


@settings(max_examples=60, deadline=None)
@given(st.lists(tasks(), max_size=25), st.none() | st.lists(st.integers(1, 6), unique=True))
def test_rows_are_those_of_a_slow_count(
    control: Control, rows: list[One], chosen: list[int] | None
) -> None:
    kept(control, rows)
    asked = scene(control, chosen)
    found = task_times(asked)
    mine = [one for one in rows if one.opened >= START and (chosen is None or one.person in chosen)]
    assert found.n == len(mine)
    if not mine:
        assert found.figures == []
        return
    median, in_time, late = (figure.value for figure in found.figures)
    verdicts = [verdict(one) for one in mine]
    known = [each for each in verdicts if each is not None]
    assert median == slow_median(mine)
    assert in_time == (sum(known) / len(known) if known else None)
    waiting = {one.person for one in mine if one.answered is None and verdict(one) is False}
    assert late == len(waiting)
    assert set(late_people(asked, "")["person"].to_pylist()) == waiting

    shown = {row["id"]: row for row in found.sheets[0].rows}
    groups = {(one.programme, one.stage) for one in mine}
    assert set(shown) == {f"{programme}:call:{stage or ''}" for programme, stage in groups}
    for programme, stage in groups:
        here = [one for one in mine if (one.programme, one.stage) == (programme, stage)]
        row = shown[f"{programme}:call:{stage or ''}"]
        assert row["tasks"] == len(here)
        assert row["answered"] == sum(one.answered is not None for one in here)
        assert row["work_median"] == slow_median(here)
        late_here = {one.person for one in here if one.answered is None and verdict(one) is False}
        assert row["late"] == len(late_here)
        assert set(late_people(asked, row["id"])["person"].to_pylist()) == late_here


def test_a_task_nobody_answers_makes_the_median_longer_not_shorter(control: Control) -> None:
    """Dropping those who wait would say two hours; and a row that is not there is told."""
    monday = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)
    quick = [One(n, "hot", "lead", monday, 4, monday + 2 * HOUR) for n in (1, 2)]
    left = [One(n, "hot", "lead", monday, 4, None) for n in (3, 4, 5)]
    kept(control, quick + left)
    asked = scene(control, None)
    median, in_time, late = task_times(asked).figures
    assert (median.value, in_time.value, late.value) == (None, 0.4, 3)
    row = task_times(asked).sheets[0].rows[0]
    assert (row["work_target"], row["task"]) == (4.0, "Soita")
    with pytest.raises(KeyError):
        late_people(asked, "hot:nothing:")
