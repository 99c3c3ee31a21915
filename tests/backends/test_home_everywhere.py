"""What is asked outside reports answers the same everywhere: Home, lists of people, a timeline, segments, results
of care; and no question that there is goes unasked."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pytest

import polku.analytics
from polku.analytics.content_met import LOOKED_BACK, MOVES_WITHIN, met
from polku.analytics.facts import ask, questions
from polku.analytics.lost_people import lost_now, lost_ones
from polku.analytics.moves_between import positions
from polku.analytics.numbers import numbers
from polku.analytics.people_list import NO_STAGE, Wanted, people_list
from polku.analytics.person_timeline import person_timeline
from polku.analytics.programme_counts import programme_counts
from polku.analytics.programme_results import programme_results
from polku.analytics.reader import Reader
from polku.analytics.recent_events import newest
from polku.analytics.recent_people import people_who_met, people_who_moved
from polku.analytics.sources import by_source, one_of_source
from polku.analytics.step_days import people_stopped
from polku.analytics.touchpoint_counts import hashable_codes
from polku.app import Workspace
from polku.care.places import Place
from polku.conditions.event import EventCondition
from polku.conditions.person import Meanings
from polku.conditions.person_registry import parse_person_condition
from polku.reports.catalogue import KEYS, report
from polku.reports.reports import answered, parsed
from polku.segments.asking import count, members
from tests.backends.asked import cases
from tests.backends.comparing import unlike
from tests.backends.engines import DEMOS, END, Both, in_worker
from tests.backends.test_every_report_everywhere import cells

pytestmark = pytest.mark.slow

KINDS = ("event", "source", "channel", "stage", "place")
CONDITIONS: tuple[dict[str, Any], ...] = (
    {"did": "Order Completed", "count": ">=2", "within": "365d"},
    {"did": "Order Completed", "where": {"revenue": ">=50", "device": "mobile"}, "within": "90d"},
    {"did": "Order Completed", "where": {"revenue": "<=20", "device": ["!=mobile", None]}},
    {"did": "Order Completed", "where": {"products.0.quantity": ">1"}},
    {"did": "Order Completed", "where": {"products.0.name": "contains a"}},
    {"did": "Page Viewed", "where": {"device": None, "channel": "email"}},
    {"did": "Order Completed", "first": True, "within": "90d"},
    {"did": "Never Seen"},
    {"not": {"did": "Page Viewed", "count": "=0", "within": "30d"}},
    {"trait": "plan", "is": ["pro", "team"]},
    {"stage": ["lead", "none"], "since": "10d"},
    {"not": {"stage": ["customer"]}},
    {"consent": "marketing", "channel": "email"},
    {"message": "opened", "within": "60d"},
    {"answered": "nps", "score": ">=9"},
    {"answered": "nps", "score": "<=6"},
    {"spent": ">100", "currency": "EUR", "within": "365d"},
    {"spent": "=0"},
    {"all": [{"segment": "again"}, {"not": {"persona": "often"}}]},
    {"any": [{"segment": "missing"}, {"persona": "often"}, {"did": "Form Submitted"}]},
)
MEANINGS = Meanings(
    {"again": parse_person_condition({"did": "Order Completed", "count": ">=2"})},
    {"often": "again"},
)


def told(work: Workspace, reader: Reader) -> dict[str, Any]:
    """Every answer outside reports, by a name of its own."""
    codes = {kind: work.warehouse.names(kind) for kind in KINDS}
    scene = work.reports.scene(reader)
    journey, over = work.journey.journey, scene.period
    found: dict[str, Any] = {"numbers": vars(numbers(reader, journey, codes, END, scene.zone))}
    page = people_list(reader, Wanted(), limit=20)
    found["list"] = [page.rows, page.total, page.next]
    some = pa.table({"person": pa.array([row["person"] for row in page.rows[5:]], pa.int64())})
    for stage in (None, NO_STAGE, 1):
        for among in (None, some):
            wanted = Wanted(stage, among is not None)
            second = people_list(reader, wanted, limit=5, after=page.next, among=among)
            found[f"list {stage} {among is None}"] = [second.rows, second.total, second.next]
    for row in page.rows[:2]:
        line = person_timeline(reader, row["person"])
        assert line is not None
        found[f"timeline {row['person']}"] = vars(line)
    event = EventCondition.model_validate({"event": "Order Completed", "where": {"revenue": ">20"}})
    found["met"] = persons(people_who_met(reader, event, codes, over, 30))
    for left, came in ((None, 1), (1, None), (0, 1), (None, None)):
        found[f"moved {left} {came}"] = persons(people_who_moved(reader, left, came, over, 30))
    read = tuple(f'{{"event":"{name}"}}' for name in ("Page Viewed", "Order Completed"))
    over_days = {"looked_back": END - LOOKED_BACK, "followed": END - MOVES_WITHIN}
    found["met content"] = ordered(scene.ask(met(read, hashable_codes(codes), False), **over_days))
    found["newest"] = ask(reader, newest(7), after_seq=100).to_pylist()
    found["sources"] = ordered(ask(reader, by_source()))
    found["has events"] = [ask(reader, one_of_source(), source=code).num_rows for code in (0, 99)]
    for stages in ((), (0, 1)):
        since = {f"lost_{place}": END - timedelta(days=40) for place in range(len(stages))}
        found[f"lost {stages}"] = ordered(ask(reader, lost_now(stages), **since))
        found[f"lost ones {stages}"] = persons(ask(reader, lost_ones(stages), **since))
    for channel in (None, "0"):  # no alert stands in so small a demo
        stopped = people_stopped(0, 1, "channel" if channel else "", channel, False)
        when = {
            "step_start": over.cohort_start,
            "stopped_start": over.cohort_start,
            "stopped_end": END,
        }
        rows = ask(reader, stopped, window_end=END, stopped_hours=24, **when)
        found[f"stopped {channel}"] = persons(rows)
    for everything in (True, False):  # both demos have events that are left out of paths
        found[f"steps {everything}"] = ordered(scene.ask(positions(5, everything, False)))
    found["programmes"] = vars(programme_counts(reader, END - timedelta(days=30)))
    found |= {f"results {key}": value for key, value in results(reader, codes).items()}
    for condition in CONDITIONS:
        asked = parse_person_condition(condition)
        found[f"{condition}"] = vars(count(reader, asked, END, codes, MEANINGS))
        found[f"all {condition}"] = members(reader, asked, END, codes, MEANINGS).tolist()
    return found


def results(reader: Reader, codes: dict[str, dict[str, int]]) -> dict[str, Any]:
    places = {code: Place.of(name) for name, code in codes["place"].items()}
    arms = {
        port: [
            code
            for code, each in places.items()
            if each and (each.programme, each.node, each.port) == ("second-purchase", "enter", port)
        ]
        for port in ("in", "holdout")
    }
    order = EventCondition.model_validate("Order Completed")
    return {
        str(goal): vars(
            programme_results(
                reader,
                cared=arms["in"],
                held=arms["holdout"],
                goal=order if goal == "event" else None,
                stage=None if goal == "event" else codes["stage"].get("repeat", 1),
                codes=codes,
                window=timedelta(days=60),
                as_of=END,
            )
        )
        for goal in ("event", "stage")
    }


def persons(table: pa.Table) -> list[int]:
    return sorted(table["person"].to_pylist())


def ordered(table: pa.Table) -> list[dict[str, Any]]:
    return sorted(table.to_pylist(), key=str)


@pytest.mark.parametrize(
    ("engine", "kind"),
    [
        pytest.param("clickhouse", "shop", marks=in_worker("clickhouse")),
        pytest.param("clickhouse", "b2b", marks=in_worker("clickhouse")),
        pytest.param("pyspark", "shop", marks=in_worker("pyspark")),
    ],
)
def test_everything_else_is_the_same(engine: str, kind: str, engines: Both) -> None:
    """Home, lists and their pages, timelines, who met what, programmes, and segments of every kind."""
    work, comparing = engines(kind, engine)
    expected = told(work, comparing.duck)
    with comparing.listening():
        found = told(work, comparing)
        comparing.done.add("told")
    assert not list(unlike(expected, found))
    assert isinstance(comparing, Reader)


@in_worker("clickhouse")
def test_no_question_goes_unasked(engines: Both) -> None:
    """Every question of `polku.analytics` is asked by a report, its people or one of the above; one that is not
    belongs into ASKED (tests/backends/asked.py) with parameters that ask it."""
    for module in pkgutil.walk_packages(polku.analytics.__path__, "polku.analytics."):
        importlib.import_module(module.name)
    asked = set()
    for kind in DEMOS:
        work, comparing = engines(kind, "clickhouse")
        with comparing.listening():
            if "told" not in comparing.done:
                told(work, comparing)
            scene = work.reports.scene(comparing)
            for demo, key, said in cases("clickhouse"):
                if demo == kind and (key, str(said)) not in comparing.done:
                    answered(report(key), parsed(report(key), said), scene, "en")
            for one in map(report, KEYS):
                if one.people and one.key not in comparing.done:
                    wanted = parsed(one, {})
                    for row, column in cells(answered(one, wanted, scene, "en")):
                        one.people(scene, wanted, row, column)
        asked |= comparing.asked
    missing = {name for name in questions() if name.startswith("analytics.")} - asked
    assert not missing, sorted(missing)
