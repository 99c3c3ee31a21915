"""The idea box over HTTP: no login, one vote a browser, limits, hostile text, a link that is taken back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from polku.http.public.ideas import COOKIE
from tests.public_site import PublicSite, public_site, ticket_of
from tests.running_api import TOKEN

pytestmark = pytest.mark.slow
OWNER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[PublicSite]:
    with public_site(tmp_path / "w") as running:
        yield running


def box(site: PublicSite) -> str:
    """The path of a new link."""
    made = site.client.post("/api/idea-box", headers=OWNER).json()
    assert made["link"]["qr"].startswith("<svg")
    return "/p/ideas/" + str(made["link"]["url"]).rsplit("/", 1)[1]


def add(
    site: PublicSite, path: str, title: str, *, wait: float = 1.6, **more: str
) -> httpx.Response:
    ticket = ticket_of(site.client.get(path).text)
    time.sleep(wait)
    return site.client.post(path, data={"do": "idea", "ticket": ticket, "title": title, **more})


def ideas(site: PublicSite) -> list[dict[str, object]]:
    found = site.client.get("/api/improvements?kind=idea", headers=OWNER).json()
    return list(found["improvements"])


def vote(site: PublicSite, path: str, id: object, browser: httpx.Client, do: str = "vote") -> int:
    answer = browser.post(f"{site.url}{path}", data={"do": do, "vote": str(id)})
    assert answer.status_code == 303
    return int(str(ideas(site)[0]["votes"]))


def test_an_idea_without_a_login_and_one_vote_a_browser(site: PublicSite) -> None:
    path = box(site)
    opened = site.client.get(path)
    assert opened.status_code == 200
    assert COOKIE not in opened.cookies, "nothing is kept in a browser that only reads"
    answer = add(site, path, "Pidempi aukiolo", stage="lead", author="Anna")
    assert answer.status_code == 303
    row = ideas(site)[0]
    assert (row["title"], row["stage"], row["author"]) == ("Pidempi aukiolo", "lead", "Anna")
    assert (row["source"], row["who"], row["state"]) == ("box", "", "new")
    with httpx.Client(trust_env=False) as one, httpx.Client(trust_env=False) as other:
        assert vote(site, path, row["id"], one) == 1
        assert vote(site, path, row["id"], one) == 1
        assert vote(site, path, row["id"], other) == 2
        assert vote(site, path, row["id"], one, "unvote") == 1
    shown = site.client.get(path, headers={"accept-language": "fi"}).text
    assert "1 ääni" in shown
    assert "Uusi" in shown


def test_hostile_text_is_only_text(site: PublicSite) -> None:
    path = box(site)
    bad = "<script>alert(1)</script> {{ 7 | times: 7 }} =cmd() \u202eabc"
    assert (
        add(site, path, bad, text="<img src=x onerror=alert(1)>", stage="nowhere").status_code
        == 303
    )
    shown = site.client.get(path).text
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "{{ 7 | times: 7 }}" in shown
    assert ideas(site)[0]["stage"] is None


def test_too_much_is_refused(site: PublicSite) -> None:
    path = box(site)
    assert add(site, path, "x" * 201).status_code == 422
    assert add(site, path, "ok", text="y" * 4001).status_code == 422
    assert add(site, path, "   ").status_code == 422
    assert add(site, path, "too fast", wait=0).status_code == 422
    assert site.client.post(path, data={"do": "idea", "title": "no ticket"}).status_code == 422
    assert site.client.post(path, data={"do": "idea", "title": "z" * 70_000}).status_code == 413
    machine = add(site, path, "spam", website="https://spam.example")
    assert machine.status_code == 303, "a machine hears what everybody hears"
    assert ideas(site) == []
    for do in ("vote", "unvote"):
        assert site.client.post(path, data={"do": do, "vote": "99"}).status_code == 404
    assert site.client.post(path, data={"do": "vote", "vote": "1; DROP"}).status_code == 200


def test_a_ticket_gives_only_so_many_ideas(site: PublicSite) -> None:
    path = box(site)
    ticket = ticket_of(site.client.get(path).text)
    time.sleep(1.6)
    answers = [
        site.client.post(path, data={"do": "idea", "ticket": ticket, "title": f"idea {i}"})
        for i in range(6)
    ]
    assert [each.status_code for each in answers] == [303] * 5 + [429]


def test_what_is_hidden_is_neither_shown_nor_voted_for(site: PublicSite) -> None:
    path = box(site)
    add(site, path, "Asiaton")
    row = ideas(site)[0]
    url = f"/api/improvements/{row['id']}"
    hidden = site.client.patch(url, json={"edition": row["edition"], "hidden": True}, headers=OWNER)
    assert hidden.json()["hidden"] is True
    assert "Asiaton" not in site.client.get(path).text
    answer = site.client.post(path, data={"do": "vote", "vote": str(row["id"])})
    assert answer.status_code == 404


def test_states_are_public_and_a_link_is_taken_back(site: PublicSite) -> None:
    path = box(site)
    add(site, path, "Idea")
    row = ideas(site)[0]
    body = {"edition": row["edition"], "state": "doing"}
    site.client.patch(f"/api/improvements/{row['id']}", json=body, headers=OWNER)
    assert "Under way" in site.client.get(f"{path}?lang=en").text
    newer = box(site)
    assert newer != path
    assert site.client.get(path).status_code == 404
    assert add_refused(site, path) == 404
    assert site.client.get(newer).status_code == 200
    site.client.delete("/api/idea-box", headers=OWNER)
    assert site.client.get(newer).status_code == 404
    assert site.client.get("/api/idea-box", headers=OWNER).json() == {"link": None}
    assert site.client.get("/p/ideas/" + "a" * 22).status_code == 404


def add_refused(site: PublicSite, path: str) -> int:
    return site.client.post(path, data={"do": "idea", "title": "late"}).status_code


def test_the_page_needs_nothing_from_outside(site: PublicSite) -> None:
    shown = site.client.get(box(site)).text
    assert re.findall(r'(?:src|href)="(https?:)?//', shown) == []
