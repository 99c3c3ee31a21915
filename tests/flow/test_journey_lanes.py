"""The map asks which lanes there are, and what the rules of a draft say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from polku.app import Workspace
from polku.journey.lane import DEFAULT
from polku.journey.model import Stage
from polku.settings import settings_text
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    directory: Path = tmp_path_factory.mktemp("lanes")
    (directory / "journey.yaml").write_text("stages: [{key: lead, name: Liidit}]", "utf-8")
    (directory / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    with Workspace.open(directory) as opened, running_api(opened) as client:
        as_program(client)
        yield client


def test_every_lane_has_its_place_and_the_usual_six_are_told(api: httpx.Client) -> None:
    lanes = api.get("/api/journey/lanes").json()
    assert [lane["key"] for lane in lanes if lane["usual"]] == sorted(
        DEFAULT, key=[lane["key"] for lane in lanes].index
    )
    assert all(lane["name"]["fi"] and lane["name"]["en"] for lane in lanes)
    held = {lane["field"] for lane in lanes if lane["kind"] in ("field", "text")}
    assert held <= set(Stage.model_fields)
    assert all(lane["field"] is None for lane in lanes if lane["kind"] not in ("field", "text"))


def test_rules_are_told_in_both_languages_and_unreadable_ones_are_not(api: httpx.Client) -> None:
    rules = [
        "Order Completed",
        {"event": "Page Viewed", "times": 3, "within": "7d", "from": "any"},
        {"nonsense": True},
    ]
    first, second, third = api.post("/api/journey/rules", json={"rules": rules}).json()
    assert first == {"fi": "tapahtui ”Order Completed”", "en": "“Order Completed” happened"}
    assert "3" in second["fi"]
    assert "7" in second["en"]
    assert third is None


def test_a_flood_of_rules_is_refused(api: httpx.Client) -> None:
    assert api.post("/api/journey/rules", json={"rules": ["x"] * 101}).status_code == 422
