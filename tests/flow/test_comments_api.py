"""Comments over HTTP: threads, mentions, resolving, whose they are, and places that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from polku.app import Workspace
from polku.starting import make_workspace
from tests.team_browsers import Office, code, office

pytestmark = pytest.mark.slow
ABOUT = "journey:shop"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    directory: Path = tmp_path_factory.mktemp("comments") / "shop"
    make_workspace(directory, template="shop")
    with Workspace.open(directory) as workspace, office(workspace) as found:
        yield found


def say(
    client: httpx.Client, text: str, place: str = "", parent: int | None = None
) -> httpx.Response:
    body = {"about": ABOUT, "place": place, "text": text, "parent": parent}
    return client.post("/api/comments", json=body)


def test_a_thread_is_answered_resolved_and_opened_again(team: Office) -> None:
    owner = team.owner
    _, seller = team.invited("Sari Sepp", "seller")
    place = "stages.lead.questions"
    first = say(owner, "Puuttuuko tästä hinta?", place).json()
    answer = say(seller, "Puuttuu", "elsewhere", first["id"]).json()
    assert (answer["place"], answer["parent"], answer["who"]) == (place, first["id"], "Sari Sepp")
    deeper = say(owner, "Lisätään", parent=answer["id"]).json()
    assert deeper["parent"] == first["id"]  # one level of answers
    opened = f"/api/comments/open?about={ABOUT}"
    assert owner.get(opened).json()["open"][place] == 1
    done = seller.patch(f"/api/comments/{deeper['id']}", json={"resolved": True}).json()
    assert (done["id"], done["resolver"]) == (first["id"], "Sari Sepp")
    assert place not in owner.get(opened).json()["open"]
    say(owner, "Ei vielä", parent=first["id"])
    assert owner.get(opened).json()["open"][place] == 1
    found = owner.get("/api/comments", params={"about": ABOUT, "place": place}).json()
    assert [each["text"] for each in found["comments"]] == [
        "Puuttuuko tästä hinta?", "Puuttuu", "Lisätään", "Ei vielä",
    ]  # fmt: skip


def test_the_mentioned_see_it_until_they_have_read_it(team: Office) -> None:
    """The longest name that fits is meant; an e-mail address mentions nobody; nor does one oneself."""
    owner = team.owner
    _, anna = team.invited("Anna", "editor")
    _, liisa = team.invited("Anna Liisa", "seller")
    made = say(owner, "Katso tätä @anna liisa, ja kirje@Anna.example").json()
    assert made["mentions"] == ["Anna Liisa"]
    assert anna.get("/api/mentions").json() == {"unread": 0, "mentions": []}
    say(liisa, "Itselle: @Anna Liisa")
    say(owner, "(@Anna Liisa) vielä")
    seen = liisa.get("/api/mentions").json()
    assert (seen["unread"], len(seen["mentions"])) == (2, 2)
    liisa.post("/api/mentions/read", json={"id": made["id"]})
    assert liisa.get("/api/mentions").json()["unread"] == 1
    liisa.post("/api/mentions/read", json={"id": None})
    assert liisa.get("/api/mentions").json()["unread"] == 0


def test_only_ones_own_is_changed_and_deleted(team: Office) -> None:
    """An owner deletes anybody's; what has answers is left without its text."""
    owner = team.owner
    _, one = team.invited("yksi", "editor")
    _, viewer = team.invited("katsoja", "viewer")
    first = say(one, "Eka").json()
    assert code(owner.patch(f"/api/comments/{first['id']}", json={"text": "x"})) == (
        403,
        "team.not-yours",
    )
    assert one.patch(f"/api/comments/{first['id']}", json={"text": "Toka"}).json()["text"] == "Toka"
    assert code(say(viewer, "Saanko?")) == (403, "api.not-allowed")
    assert viewer.get(f"/api/comments?about={ABOUT}").status_code == 200
    answer = say(owner, "Vastaus", parent=first["id"]).json()
    assert code(one.delete(f"/api/comments/{answer['id']}")) == (403, "team.not-yours")
    assert owner.delete(f"/api/comments/{first['id']}").status_code == 204
    found = {
        each["id"]: each for each in owner.get(f"/api/comments?about={ABOUT}").json()["comments"]
    }
    assert found[first["id"]]["text"] == ""
    assert owner.delete(f"/api/comments/{answer['id']}").status_code == 204
    left = {each["id"] for each in owner.get(f"/api/comments?about={ABOUT}").json()["comments"]}
    assert not left & {first["id"], answer["id"]}
    for text in ("", "   ", "x" * 10_001):
        assert code(say(owner, text)) == (422, "team.empty-comment")
    assert code(owner.delete("/api/comments/123456")) == (404, "team.no-comment")


def test_a_place_has_its_name_and_is_told_when_it_is_gone(team: Office) -> None:
    owner = team.owner
    key = owner.get("/api/journeys/-").json()["key"]
    about = f"journey:{key}"
    for place in ("stages.visitor.goal", "stages.never.goal", ""):
        owner.post("/api/comments", json={"about": about, "place": place, "text": "?"})
    page = owner.get("/api/journeys/-").json()
    stage = next(each for each in page["document"]["stages"])
    found = owner.get("/api/comments", params={"about": about}).json()["comments"]
    gone = {each["place"]: each["gone"] for each in found}
    assert gone["stages.never.goal"] is True
    assert gone[""] is False
    owner.post(
        "/api/comments", json={"about": about, "place": f"stages.{stage['key']}", "text": "!"}
    )
    named = owner.get("/api/comments", params={"about": about}).json()["comments"][-1]
    assert (named["gone"], named["named"]) == (False, stage["name"])
