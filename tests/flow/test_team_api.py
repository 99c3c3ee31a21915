"""The team over HTTP: inviting, joining, signing in, roles that change at once, and the last owner."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from polku.app import Workspace
from polku.http.attempts import Attempts
from polku.starting import make_workspace
from polku.studio.passwords import hashed, matches
from tests.team_browsers import PASSWORD, Office, code, office

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    directory: Path = tmp_path_factory.mktemp("team") / "shop"
    make_workspace(directory, template="shop")
    with Workspace.open(directory) as workspace, office(workspace) as found:
        yield found


def test_an_invitation_is_looked_at_and_used_once(team: Office) -> None:
    """Opening the link uses nothing up, for mail filters open links; choosing a password does. Then the address
    and the password sign in anywhere."""
    body = {"name": "Maija Mäki", "email": "Maija@Yritys.Example", "role": "editor"}
    path = team.owner.post("/api/team", json=body).json()["path"]
    token = path.partition("token=")[2]
    theirs = team.browser()
    for _ in range(2):
        seen = theirs.post("/api/join/look", json={"token": token}).json()
        assert (seen["name"], seen["email"]) == ("Maija Mäki", "maija@yritys.example")
    assert "set-cookie" not in theirs.get(f"/login?token={token}").headers  # sets a password first
    weak = theirs.post("/api/join", json={"token": token, "password": "lyhyt"})
    assert code(weak) == (422, "team.weak-password")
    assert theirs.post("/api/join", json={"token": token, "password": PASSWORD}).status_code == 204
    assert theirs.get("/api/me").json()["name"] == "Maija Mäki"
    again = team.browser().post("/api/join", json={"token": token, "password": PASSWORD})
    assert code(again) == (404, "team.link-used")
    other = team.browser()
    pair = {"email": " MAIJA@yritys.example", "password": PASSWORD}
    assert other.post("/api/login", json=pair).status_code == 204
    assert other.get("/api/session").json()["name"] == "Maija Mäki"
    assert other.post("/api/logout").status_code == 204
    assert other.get("/api/session").status_code == 401


def test_a_wrong_pair_says_the_same_of_known_and_unknown(team: Office) -> None:
    """The words and the work are the same; after some tries the address waits, whoever it is."""
    team.invited("tunnettu", "viewer")
    someone = team.browser()
    said, took = [], []
    for email in ("tunnettu@yritys.example", "nobody@yritys.example"):
        began = time.perf_counter()
        answer = someone.post("/api/login", json={"email": email, "password": "väärä sana tämä"})
        took.append(time.perf_counter() - began)
        said.append((answer.status_code, answer.json()))
    assert said[0] == said[1]
    assert min(took) > 0.01  # both have hashed
    for _ in range(4):
        someone.post("/api/login", json={"email": "tunnettu@yritys.example", "password": "x"})
    pair = {"email": "tunnettu@yritys.example", "password": PASSWORD}
    assert code(someone.post("/api/login", json=pair)) == (429, "team.slow-down")


def test_tries_wait_longer_and_longer() -> None:
    """2, 4, 8 … seconds, at most 15 minutes; a right one forgets them."""
    now = [0.0]
    tries = Attempts(free=2, clock=lambda: now[0])
    assert [tries.wait("a"), tries.wait("a")] == [0, 0]
    assert tries.wait("a") == 2
    assert tries.wait("b") == 0
    now[0] += 2
    assert tries.wait("a") == 0
    assert tries.wait("a") == 4
    for _ in range(20):
        now[0] += 901
        tries.wait("a")
    assert tries.wait("a") == 900
    tries.forget("a")
    assert tries.wait("a") == 0


def test_login_needs_our_own_page(team: Office) -> None:
    """A form of another site cannot sign a browser in."""
    bare = team.browser()
    del bare.headers["X-Polku"]
    answer = bare.post("/api/login", json={"email": "a@b.example", "password": "x"})
    assert code(answer) == (403, "api.forged")


def test_a_role_and_an_end_hold_at_once(team: Office) -> None:
    """The role stands in the table; a disabled user's sessions end, and an ended session does not come back."""
    user, theirs = team.invited("pekka", "viewer")
    put = {"body": "key: liidit\nname: Liidit\ncondition: {stage: lead}\n", "edition": 0}
    assert code(theirs.put("/api/segments/liidit", json=put)) == (403, "api.not-allowed")
    changed = team.owner.patch(f"/api/team/{user['id']}", json={"role": "editor"})
    assert changed.json()["role"] == "editor"
    assert theirs.put("/api/segments/liidit", json=put).status_code == 200
    assert team.owner.patch(f"/api/team/{user['id']}", json={"disabled": True}).status_code == 200
    assert theirs.get("/api/session").status_code == 401
    pair = {"email": "pekka@yritys.example", "password": PASSWORD}
    assert code(theirs.post("/api/login", json=pair)) == (401, "team.wrong-login")
    team.owner.patch(f"/api/team/{user['id']}", json={"disabled": False})
    assert theirs.get("/api/session").status_code == 401
    assert theirs.post("/api/login", json=pair).status_code == 204
    team.owner.patch(f"/api/team/{user['id']}", json={"end_sessions": True})
    assert theirs.get("/api/session").status_code == 401


def test_what_was_done_says_who_did_it(team: Office) -> None:
    """Names stand in the audit, and only owners read it."""
    _, theirs = team.invited("Liisa Lahti", "editor")
    body = {"body": "key: ostajat\nname: Ostajat\ncondition: {stage: lead}\n", "edition": 0}
    theirs.put("/api/segments/ostajat", json=body)
    deeds = team.owner.get("/api/audit?limit=3").json()
    found = next(each for each in deeds["deeds"] if each["what"] == "segments.save")
    assert (found["who"], found["details"]) == ("Liisa Lahti", {"key": "ostajat"})
    older = team.owner.get(f"/api/audit?limit=3&before={deeds['before']}").json()["deeds"]
    assert older[0]["id"] < deeds["deeds"][-1]["id"]
    assert code(theirs.get("/api/audit")) == (403, "api.not-allowed")


def test_the_last_owner_stays(team: Office) -> None:
    """Neither demoted, disabled nor removed, until there is another."""
    me = team.owner.get("/api/me").json()
    for answer in (
        team.owner.patch(f"/api/team/{me['id']}", json={"role": "viewer"}),
        team.owner.patch(f"/api/team/{me['id']}", json={"disabled": True}),
        team.owner.delete(f"/api/team/{me['id']}"),
    ):
        assert code(answer) == (409, "team.last-owner")
    second, theirs = team.invited("toinen", "owner")
    assert theirs.delete(f"/api/team/{second['id']}").status_code == 204  # the first one is left
    assert theirs.get("/api/session").status_code == 401


def test_names_and_addresses_are_ones_own(team: Office) -> None:
    """Two of a name or address are refused; so are a page of text and signs nobody sees."""
    team.invited("ainoa", "viewer")
    for body, expected in (
        ({"name": "AINOA", "email": "b@yritys.example"}, (409, "team.name-taken")),
        ({"name": "b", "email": "AINOA@yritys.example"}, (409, "team.address-taken")),
        ({"name": "b", "email": "ei osoite"}, (422, "team.bad-address")),
        ({"name": "x" * 101, "email": "c@yritys.example"}, (422, "team.bad-name")),
        ({"name": "a\u202eb", "email": "c@yritys.example"}, (422, "team.bad-name")),
    ):
        assert code(team.owner.post("/api/team", json={**body, "role": "viewer"})) == expected


def test_one_changes_ones_own(team: Office) -> None:
    """The password needs the old one and ends the other sessions; what is not an owner's is not told."""
    _, theirs = team.invited("vaihtaja", "viewer")
    second = team.browser()
    pair = {"email": "vaihtaja@yritys.example", "password": PASSWORD}
    second.post("/api/login", json=pair)
    wrong = {"password": "uusi ja pitkä", "old_password": "arvaus tämä"}
    assert code(theirs.patch("/api/me", json=wrong)) == (403, "team.wrong-password")
    right = {"password": "uusi ja pitkä", "old_password": PASSWORD, "language": "en"}
    assert theirs.patch("/api/me", json=right).json()["language"] == "en"
    assert theirs.get("/api/session").json()["speaks"] == "en"
    assert second.get("/api/session").status_code == 401
    told = theirs.get("/api/team").json()
    assert {each["email"] for each in told} == {None}
    assert "vaihtaja" in {each["name"] for each in told}


def test_passwords_are_kept_as_slow_hashes() -> None:
    kept = hashed(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert matches(kept, PASSWORD)
    assert not matches(kept, PASSWORD + "x")
    assert not matches(None, PASSWORD)
    assert not matches("not a hash", PASSWORD)
