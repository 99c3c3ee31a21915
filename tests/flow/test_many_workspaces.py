"""Several workspaces under one supervisor, with real processes: served apart, started again, ended together, and
gone over to without mixing up who is who."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from polku import serverfile
from polku.serverfile import ServerFile
from polku.starting import make_workspace
from tests.conftest import POLKU, run_polku
from tests.team_browsers import code

pytestmark = pytest.mark.slow
FIRST, SECOND = "salasana yhdessä", "salasana toisessa"


def until(ask: Callable[[], Any], seconds: float = 90) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := ask():
            return found
        time.sleep(0.2)
    raise AssertionError("it did not come in time")


@dataclass
class Town:
    """`polku serve PARENT` with the workspaces one and two."""

    parent: Path
    process: subprocess.Popen[bytes]
    stack: ExitStack = field(repr=False)

    def server(self, name: str, not_pid: int = 0) -> ServerFile:
        def look() -> ServerFile | None:
            found = serverfile.read(self.parent / name)
            return found if found and found.pid != not_pid and found.alive() else None

        found: ServerFile = until(look)
        return found

    def owner(self, name: str) -> httpx.Client:
        """The machine's owner there."""
        found = self.server(name)
        return self.client(found.url, Authorization=f"Bearer {found.token}")

    def client(self, url: str, **headers: str) -> httpx.Client:
        made = httpx.Client(
            base_url=url, timeout=60, trust_env=False, headers={"X-Polku": "1", **headers}
        )
        return self.stack.enter_context(made)

    def joined(self, name: str, who: str, role: str, password: str) -> httpx.Client:
        body = {"name": who, "email": f"{who}@toimisto.example", "role": role}
        made = self.owner(name).post("/api/team", json=body).json()
        theirs = self.client(self.server(name).url)
        token = made["path"].partition("token=")[2]
        answer = theirs.post("/api/join", json={"token": token, "password": password})
        assert answer.status_code == 204, answer.text
        return theirs


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    parent: Path = tmp_path_factory.mktemp("town")
    for name in ("one", "two"):
        make_workspace(parent / name, template="shop", name=name.title())
    process = subprocess.Popen(
        [str(POLKU), "serve", str(parent), "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with ExitStack() as stack:
        yield Town(parent, process, stack)
    process.terminate()
    assert process.wait(30) == 0
    assert serverfile.read(parent / "one") is None  # the children tidied up after themselves


def siblings(client: httpx.Client) -> dict[str, Any]:
    found = client.get("/api/workspaces").json()["siblings"]
    return {each["folder"]: each for each in found}


def test_each_has_a_server_of_its_own_that_starts_again(town: Town) -> None:
    one, two = town.server("one"), town.server("two")
    assert one.url != two.url
    assert one.pid != two.pid
    os.kill(one.pid, signal.SIGKILL)
    again = town.server("one", not_pid=one.pid)
    assert again.alive()
    assert town.server("two").pid == two.pid


def test_one_goes_over_after_a_password_said_once(town: Town) -> None:
    """An address proves nothing by itself; a password there, once, does, until the password here changes."""
    here = town.joined("one", "konsultti", "editor", FIRST)
    assert siblings(here) == {"one": {"folder": "one", "name": "One", "here": True, "mine": True}}
    assert code(here.post("/api/workspaces/enter", json={"folder": "two"})) == (
        403,
        "team.no-place-there",
    )
    town.joined("two", "konsultti", "viewer", SECOND)
    assert siblings(here)["two"]["mine"]
    asked = {"folder": "two"}
    assert code(here.post("/api/workspaces/enter", json=asked)) == (403, "team.say-password")
    wrong = here.post("/api/workspaces/enter", json={**asked, "password": FIRST})
    assert code(wrong) == (403, "team.wrong-password")
    address = here.post("/api/workspaces/enter", json={**asked, "password": SECOND}).json()[
        "address"
    ]
    browser = town.client(town.server("two").url)
    assert browser.get(address).status_code == 303
    session = browser.get("/api/session").json()
    assert (session["workspace"], session["name"], session["role"]) == (
        "Two",
        "konsultti",
        "viewer",
    )
    assert (
        town.client(town.server("two").url).get(address).headers.get("set-cookie") is None
    )  # once
    assert here.post("/api/workspaces/enter", json=asked).status_code == 200  # from now on without
    deeds = town.owner("two").get("/api/audit").json()["deeds"]
    assert "workspaces.enter" in {each["what"] for each in deeds}
    changed = {"password": "aivan uusi sana", "old_password": FIRST}
    assert here.patch("/api/me", json=changed).status_code == 200
    assert code(here.post("/api/workspaces/enter", json=asked)) == (403, "team.say-password")


def test_a_session_of_one_is_none_in_the_other(town: Town) -> None:
    """Cookies have a name for each workspace, for browsers keep one jar for all ports; a hand-over is for servers."""
    here = town.joined("one", "esimies", "owner", FIRST)
    there = town.client(
        town.server("two").url, Cookie="; ".join(f"{k}={v}" for k, v in here.cookies.items())
    )
    assert there.get("/api/session").status_code == 401
    over = {"origin": "two", "link": "x", "email": "esimies@toimisto.example", "password": None}
    assert code(here.post("/api/hand-over", json=over)) == (403, "team.only-programs")
    assert here.get("/api/workspaces").json()["may_make"]


def test_a_new_one_is_made_and_served(town: Town) -> None:
    """Its maker is its first owner and comes in by a link; a name never leaves the folder."""
    here = town.joined("one", "perustaja", "owner", FIRST)
    body = {"name": "../Äkkiä & Co", "language": "fi", "kind": "b2b"}
    made = here.post("/api/workspaces", json=body)
    assert made.status_code == 200, made.text
    assert (town.parent / "akkia-co" / "journey.yaml").is_file()
    browser = town.client(town.server("akkia-co").url)
    assert browser.get(made.json()["address"]).status_code == 303
    me = browser.get("/api/me").json()
    assert (me["name"], me["role"], me["email"]) == (
        "perustaja",
        "owner",
        "perustaja@toimisto.example",
    )
    assert code(here.post("/api/workspaces", json=body)) == (409, "team.taken-folder")
    editor = town.joined("one", "muokkaaja", "editor", FIRST)
    assert code(editor.post("/api/workspaces", json={**body, "name": "x"})) == (
        403,
        "api.not-allowed",
    )


def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    make_workspace(tmp_path / "one", template="shop")
    process = subprocess.Popen(
        [str(POLKU), "serve", str(tmp_path), "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    alive = until(lambda: ((f := serverfile.read(tmp_path / "one")) and f.alive() and f) or None)
    process.kill()
    process.wait()
    until(lambda: True if not alive.alive() else None, 30)
    run_polku("serve", tmp_path / "none", code=2)
