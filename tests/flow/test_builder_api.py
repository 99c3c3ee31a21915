"""What the builder asks beside the page: differences of versions, people to preview as, what the policy lets go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.care_shop import Shop, make_shop, open_shop, programme
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow

NOW = {"note": "Ensimmäinen", "enrol": "also_now"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("shop")
    with open_shop(make_shop(folder / "t", people=400), folder / "w") as opened:
        yield opened


@pytest.fixture(scope="module")
def api(shop: Shop) -> Iterator[httpx.Client]:
    with running_api(shop.workspace) as client:
        yield as_program(client)


@pytest.fixture(scope="module")
def key(api: httpx.Client) -> str:
    """A programme with two versions: the second waits longer."""
    body = programme()
    made = api.put("/api/programmes/care", json={"body": body, "edition": 0}).json()
    assert api.post("/api/programmes/care/publish", json=NOW).status_code == 200
    longer = body.replace("wait: 1d", "wait: 5d")
    assert longer != body
    saved = api.put("/api/programmes/care", json={"body": longer, "edition": made["edition"]})
    assert saved.status_code == 200, saved.text
    return "care"


def test_a_version_and_the_draft_differ_in_words(api: httpx.Client, key: str) -> None:
    path = f"/api/programmes/{key}/changes"
    [change] = api.get(path, params={"before": 1}).json()["changes"]
    assert "5" in change["fi"]
    assert change["fi"] != change["en"]
    assert api.get(path, params={"before": 1, "after": 1}).json()["changes"] == []
    assert api.get(path, params={"before": 9}).status_code == 404


def test_an_old_version_says_its_steps_in_words(api: httpx.Client, key: str) -> None:
    words = api.get(f"/api/programmes/{key}/versions/1").json()["words"]
    assert any("1" in each["fi"] and "Odota" in each["fi"] for each in words.values())


def test_people_to_preview_as_come_with_why(api: httpx.Client, key: str, shop: Shop) -> None:
    people = api.get(f"/api/programmes/{key}/suggested").json()["people"]
    assert [each["reason"] for each in people[:3]] == ["recent"] * 3
    assert len({each["person"] for each in people}) == len(people)
    inside = {
        each["person"]
        for each in api.get(f"/api/programmes/{key}/people", params={"limit": 200}).json()["people"]
    }
    assert inside
    for each in people:
        if each["reason"] == "no_consent":
            said = shop.workspace.control.consents.state(
                [int(each["person"])], "marketing", "email"
            )
            assert not any(one.given for one in said.values())


def test_what_the_policy_lets_go_and_holds_is_all_that_is_wanted(
    api: httpx.Client, key: str
) -> None:
    body = programme(key="q")
    api.put("/api/programmes/q", json={"body": body, "edition": 0})
    plan = api.get("/api/programmes/q/publishing").json()
    through, held = plan["let_through"], sum(plan["held"].values())
    assert plan["enters_now"] > 0
    assert 0 <= through["day"] <= through["week"]
    assert through["week"] + held > 0
    assert through["week"] + held <= plan["expected_also_now"]["week"]
