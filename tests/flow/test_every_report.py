"""What holds for every report: its words, the form of its answer, and that numbers open their people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polku.app import Workspace
from polku.demo import b2b_demo, journey_text, shop_demo
from polku.reports.catalogue import KEYS, report
from polku.reports.menu import described
from polku.reports.words import word
from polku.settings import settings_text

pytestmark = pytest.mark.slow

END = datetime(2026, 11, 22, tzinfo=UTC)
OF_EVENTS = {"moves", "repeats", "returns"}  # these count what people did: they open who did it
NUMBERS = {"count", "number", "share", "points", "money", "days", "p"}
FILTERS: dict[str, dict[str, str]] = {
    "all": {},
    "device": {"device": "mobile"},
    "previous": {"from": "2026-08-01", "to": "2026-09-30", "compare": "previous"},
    "group": {"compare": "channel:organic search"},
    "before the data": {"from": "2001-01-01", "to": "2001-02-01"},
    "the future": {"from": "2031-01-01", "to": "2031-02-01"},
    "nobody": {"device": "fax"},
    "one day": {"from": "2026-11-20", "to": "2026-11-20"},
}


def workspace(directory: Path, kind: str) -> Workspace:
    directory.mkdir()
    (directory / "journey.yaml").write_text(
        journey_text("shop" if kind == "empty" else kind, END), "utf-8"
    )
    (directory / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    return Workspace.open(directory, clock=lambda: END + timedelta(hours=1))


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Workspace]]:
    """The two demos in small, and a workspace without an event."""
    folder = tmp_path_factory.mktemp("reports")
    made = {kind: workspace(folder / kind, kind) for kind in ("shop", "b2b", "empty")}
    made["shop"].load_demo(shop_demo(people=2_500, seed=3, end=END))
    made["b2b"].load_demo(b2b_demo(people=1_500, seed=3, end=END))
    yield made
    for each in made.values():
        each.close()


@pytest.mark.parametrize("key", KEYS)
def test_a_report_has_words_in_both_languages(key: str) -> None:
    """Title, question, definition, and a title for each parameter and choice."""
    told = described(report(key))
    texts = [told["title"], told["question"], told["definition"]]
    for each in told["parameters"]:
        assert word(key, "parameters", each["key"]), f"parameters.{each['key']}"
        texts.append(each["title"])
        texts += [choice["title"] for choice in each["choices"]]
        for choice in each["choices"]:
            found = word(key, "choices", each["key"], choice["value"])
            assert found or word(key, "choices", choice["value"]), (each["key"], choice["value"])
    for text in texts:
        assert all(said.strip() for said in text.values()), text


@pytest.mark.parametrize("kind", ["shop", "b2b", "empty"])
@pytest.mark.parametrize("key", KEYS)
def test_an_answer_has_the_form_of_all_answers(
    key: str, kind: str, shops: dict[str, Workspace]
) -> None:
    """Under every filter: a sentence where numbers cannot be given, never a crash."""
    for name, asked in FILTERS.items():
        found = shops[kind].reports.answer(key, asked)
        for one in (found, found["compared"]):
            if one is not None:
                check_form(one, key, f"{key} {kind} {name}")
        if kind == "empty" or name in ("before the data", "the future", "nobody"):
            assert found["notes"], f"{key} {kind} {name}: says nothing"


def check_form(found: dict[str, Any], key: str, where: str) -> None:
    sheets = {sheet["key"]: sheet for sheet in found["sheets"]}
    for figure in found["figures"]:
        assert word(key, "figures", figure["key"]), f"{where}: figures.{figure['key']}"
        check_cell(figure["value"], figure["kind"], f"{where} {figure['key']}")
    for sheet in sheets.values():
        assert word(key, "sheets", sheet["key"]), f"{where}: sheets.{sheet['key']}"
        ids = [row["id"] for row in sheet["rows"]]
        assert all(isinstance(each, str) for each in ids), f"{where}: ids are text"
        assert len(set(ids)) == len(ids), f"{where}: ids of {sheet['key']} are unique"
        for column in sheet["columns"]:
            assert set(column["title"]) == {"fi", "en"}
            assert word(key, "columns", column["key"]) or column["title"]["fi"] != column["key"], (
                f"{where}: columns.{column['key']}"
            )
            for row in sheet["rows"]:
                at = f"{where} {sheet['key']}.{row['id']}.{column['key']}"
                check_cell(row.get(column["key"]), column["kind"], at)
                if column["interval"]:
                    check_interval(row, column["key"], at)
    for chart in found.get("charts", ()):
        assert word(key, "charts", chart["key"]), f"{where}: charts.{chart['key']}"
        columns = {column["key"] for column in sheets[chart["sheet"]]["columns"]}
        named = {chart["x"], *chart["y"], *([chart["by"]] if chart["by"] else [])}
        assert named <= columns, f"{where}: {chart['key']} draws {named - columns}"


def check_cell(value: Any, kind: str, at: str) -> None:
    if value is None:
        return
    if kind in NUMBERS:
        assert type(value) in (int, float), f"{at}: {value!r}"
        assert np.isfinite(value), at
        if kind in ("share", "p"):
            assert -1e-9 <= value <= 1 + 1e-9, f"{at}: {value}"
        if kind == "count":
            assert value == max(0, int(value)), f"{at}: {value}"
    elif kind == "flag":
        assert isinstance(value, bool), at
    elif kind == "text":
        assert isinstance(value, str) or set(value) == {"fi", "en"}, f"{at}: {value!r}"
    else:
        assert isinstance(value, str), f"{at}: {value!r}"


def check_interval(row: dict[str, Any], key: str, at: str) -> None:
    value, low, high = row.get(key), row.get(f"{key}_low"), row.get(f"{key}_high")
    assert (low is None) == (high is None) or value is None or low is not None, at
    if value is not None and low is not None:
        assert low <= value + 1e-9, f"{at}: {low} > {value}"
    if value is not None and high is not None:
        assert high >= value - 1e-9, f"{at}: {high} < {value}"


@pytest.mark.parametrize("kind", ["shop", "b2b"])
@pytest.mark.parametrize("key", [key for key in KEYS if report(key).people is not None])
def test_a_number_of_people_opens_as_many(key: str, kind: str, shops: dict[str, Workspace]) -> None:
    """Each count that says it opens people does, and they are as many as it says (a count of moves: at most)."""
    work = shops[kind]
    found = work.reports.answer(key, {})
    cells = [("", each["key"], each["value"]) for each in found["figures"] if each["people"]]
    for sheet in found["sheets"]:
        opening = [c["key"] for c in sheet["columns"] if c["people"] and c["kind"] == "count"]
        for row in sheet["rows"][:6]:
            cells += [(row["id"], column, row.get(column)) for column in opening]
    with work.warehouse.read() as cursor:
        for row_id, column, value in cells:
            if value is None:
                continue
            people = work.reports.people(cursor, key, {}, row_id, column)["person"].to_pylist()
            assert len(set(people)) == len(people), (key, row_id, column)
            if column in OF_EVENTS:
                assert 0 < len(people) <= value or value == 0, (key, row_id, column)
            else:
                assert len(people) == value, (key, row_id, column)
