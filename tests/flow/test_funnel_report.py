"""The funnel of the demo shop: counts that add up, presets that are what they are called, people behind numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import chdb
import numpy as np
import pytest

from polku.app import Workspace
from polku.demo import journey_text, shop_demo
from polku.errors import PolkuError
from polku.settings import settings_text

pytestmark = pytest.mark.slow

END = datetime(2026, 11, 22, tzinfo=UTC)
STEPS = ("Page Viewed", "Product Viewed", "Product Added", "Checkout Started", "Order Completed")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("funnel") / "shop"
    folder.mkdir()
    (folder / "journey.yaml").write_text(journey_text("shop", END), "utf-8")
    (folder / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    made = Workspace.open(folder, clock=lambda: END + timedelta(hours=1))
    made.load_demo(shop_demo(people=1_500, seed=5, end=END))
    yield made
    made.close()


def asked(shop: Workspace, **given: Any) -> dict[str, Any]:
    return shop.reports.answer("funnel", given)


def rows(found: dict[str, Any], sheet: str) -> list[dict[str, Any]]:
    return next(each["rows"] for each in found["sheets"] if each["key"] == sheet)


def sql(shop: Workspace, text: str) -> list[tuple[Any, ...]]:
    with shop.warehouse.read() as cursor:
        return cursor.execute(text).fetchall()


def code(shop: Workspace, name: str) -> int:
    return shop.warehouse.names("event")[name]


WAYS: tuple[dict[str, Any], ...] = (
    {},
    {"entries": "first", "window": "7d"},
    {"entries": "every", "window": "2d"},
    {"order": "strict"},
    {"order": "unordered", "window": "30d"},
    {"session": "true", "steps": list(STEPS)},
    {"without": ["Article Read"], "step_within": ["30d"], "step_after": ["1min"]},
    {"steps": ["Page Viewed > Article Read|Guide Viewed? > Form Submitted[device=mobile]"]},
    {"followed": "true", "device": "mobile"},
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(way) or "default")
def test_every_step_adds_up_and_opens_its_people(shop: Workspace, way: dict[str, Any]) -> None:
    """Reached = reached the next + dropped + open; counts only fall; each opens as many people."""
    found = asked(shop, **way)
    steps = [row for row in rows(found, "steps") if "optional" not in row["step"]["en"]]
    assert steps[0]["reached"] == found["n"] > 0
    for here, after in pairwise(steps):
        assert here["reached"] == after["reached"] + here["dropped"] + (here["open"] or 0)
        if after["reached"]:
            assert after["conversion_low"] <= after["conversion"] <= after["conversion_high"]
            assert 0 <= after["median"] <= after["p75"]
    for row in rows(found, "steps"):
        for column in ("reached", "dropped", "open"):
            if row.get(column) is None:
                continue
            with shop.warehouse.read() as cursor:
                people = shop.reports.people(cursor, "funnel", way, row["id"], column)
            assert len(set(people["person"].to_pylist())) == len(people) <= row[column]
            assert way.get("entries") == "every" or len(people) == row[column]


def test_branches_share_out_their_step(shop: Workspace) -> None:
    """An event of a step goes through one branch: shares sum to one."""
    found = asked(shop, steps=["Page Viewed", "Product Viewed|Article Read", "Order Completed"])
    branches = rows(found, "branches")
    assert sum(row["reached"] for row in branches) == rows(found, "steps")[1]["reached"]
    assert sum(row["went_on"] for row in branches) == rows(found, "steps")[2]["reached"]
    assert sum(row["share"] for row in branches) == pytest.approx(1)


@pytest.mark.parametrize("which", ["first", "last", "entry", "any"])
@pytest.mark.parametrize("by", ["device", "channel", "property.nothing"])
def test_groups_reconcile(shop: Workspace, by: str, which: str) -> None:
    """With those of whom it is not known, groups sum to the total at each step; with any value at least to it."""
    found = asked(shop, steps=list(STEPS), by=by, by_value=which)
    totals = [row["reached"] for row in rows(found, "steps")]
    for place, total in enumerate(totals, 1):
        summed = sum(row[f"step_{place}"] for row in rows(found, "groups"))
        assert summed >= total if which == "any" else summed == total
    for row in rows(found, "groups")[:2]:
        with shop.warehouse.read() as cursor:
            people = shop.reports.people(
                cursor, "funnel", {"steps": list(STEPS), "by": by, "by_value": which}, row["id"], "step_2"
            )  # fmt: skip
        assert len(people) == row["step_2"]


def test_presence_is_who_did_all(shop: Workspace) -> None:
    """The preset counts people with plain SQL's numbers, in any order, ever."""
    found = asked(shop, preset="presence", steps=list(STEPS))
    for place, row in enumerate(rows(found, "steps"), 1):
        codes = ", ".join(str(code(shop, name)) for name in STEPS[:place])
        expected = sql(
            shop,
            f"SELECT count(*) FROM (SELECT person FROM events WHERE event IN ({codes}) GROUP BY person "
            f"HAVING count(DISTINCT event) = {place})",
        )
        assert row["reached"] == expected[0][0]


def test_ordered_is_a_subsequence_of_the_path(shop: Workspace) -> None:
    """The preset counts people whose path has the steps in order, however far apart."""
    found = asked(shop, preset="ordered", steps=list(STEPS))
    codes = [code(shop, name) for name in STEPS]
    level: dict[int, int] = {}
    for person, event in sql(shop, "SELECT person, event FROM events ORDER BY person, ts, seq"):
        at = level.setdefault(person, 0)
        level[person] += at < len(codes) and event == codes[at]
    expected = [sum(each > place for each in level.values()) for place in range(len(codes))]
    assert [row["reached"] for row in rows(found, "steps")] == expected


@pytest.mark.parametrize("mode", ["", "strict_order", "strict_deduplication", "strict_increase"])
def test_window_funnel_is_that_of_clickhouse(shop: Workspace, mode: str) -> None:
    """The presets give ClickHouse's own counts of the demo's events."""
    preset = "window-funnel" + (f"-{mode.replace('_', '-')}" if mode else "")
    found = asked(shop, preset=preset, steps=list(STEPS), window="14d")
    with shop.warehouse.read() as cursor:
        table = cursor.execute(  # noqa: F841
            "SELECT person::UBIGINT AS person, epoch_us(ts)::UBIGINT AS ts, event FROM events ORDER BY person, ts"
        ).to_arrow_table()
    tests = ", ".join(f"event = {code(shop, name)}" for name in STEPS)
    named = f", '{mode}'" if mode else ""
    theirs = chdb.query(
        f"SELECT windowFunnel({14 * 86_400_000_000}{named})(ts, {tests}) AS level FROM Python(table) GROUP BY person",
        "ArrowTable",
    )["level"].to_numpy()
    expected = [int((theirs > place).sum()) for place in range(len(STEPS))]
    assert [row["reached"] for row in rows(found, "steps")] == expected
    assert np.all(np.diff(expected) <= 0)


def test_the_rule_is_said_in_both_languages(shop: Workspace) -> None:
    """Whatever was asked stands in the sentence, in Finnish without inflecting it."""
    found = asked(
        shop, steps=["Page Viewed > Product Viewed|Article Read? > Order Completed[total>=50]"],
        window="7d", step_within=["none", ], session="true", without=["Unsubscribed"], entries="every",
    )  # fmt: skip
    assert "2. Product Viewed or Article Read (optional)" in found["rule"]["en"]
    assert '3. "Order Completed" (total on vähintään 50)' in found["rule"]["fi"]
    expected = {
        "fi": ("7 päivää", "30 minuutin", "Unsubscribed", "Jokainen"),
        "en": ("7 days", "30 minutes", "Unsubscribed", "Every"),
    }
    for language, words in expected.items():
        assert all(word in found["rule"][language] for word in words), found["rule"][language]


def test_what_does_not_fit_together_is_said_at_once(shop: Workspace) -> None:
    """All problems come together."""
    with pytest.raises(PolkuError) as caught:
        asked(
            shop, steps=["A", "B?", "C"], order="strict", step_within=["1h", "2h"], step_after=["3h"],
            without=["X["],
        )  # fmt: skip
    codes = [p.code for p in caught.value.problems]
    assert codes == ["funnel.not-together", "funnel.bad-step", "funnel.per-step"]
    with pytest.raises(PolkuError) as caught:
        asked(shop, steps=["A", "B"], preset="presence", entries="every", session="true")
    assert {p.code for p in caught.value.problems} == {"funnel.not-together"}


def test_events_that_never_came_are_a_sentence(shop: Workspace) -> None:
    """Nothing is made up for steps that nobody could take."""
    found = asked(shop, steps=["Foo", "Bar"])
    codes = [note["code"] for note in found["notes"]]
    assert codes == ["funnel.unknown-event", "funnel.unknown-event", "funnel.nobody"]
    assert [figure["value"] for figure in found["figures"]] == [None] * 4
