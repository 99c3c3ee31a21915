"""Clicks and openings over HTTP: where a link leads, what is told of it, and who made it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from polku.delivery.links import Click, Open, Trap
from polku.delivery.render.renderer import Renderer
from tests.public_site import PublicSite, public_site
from tests.unit.rendering import SETTINGS, job, letter_step

pytestmark = pytest.mark.slow

FIREFOX = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
BODY = "[Yksi](https://kauppa.example/1?mail=ann@example.com)\n\nTai [kaksi](https://kauppa.example/2) tai [kolme](https://kauppa.example/3)."


@pytest.fixture
def site(tmp_path: Path) -> Iterator[PublicSite]:
    with public_site(tmp_path / "w") as running:
        yield running


def sent_message(site: PublicSite, id: int = 7001, ago: timedelta = timedelta(hours=1)) -> int:
    """A message that went to Ann; returns her number."""
    person = site.person("customer-17", email="ann@example.com")
    control = site.workspace.control
    control.deliveries.queue(
        id, person, intent="guide", step={"email": {"subject": "x", "body": "y"}}
    )
    at = round((site.workspace.clock() - ago).timestamp() * 1e6)
    with control.write() as connection:
        connection.exec_driver_sql(
            "UPDATE deliveries SET state = 'sent', sent = ?, programme = 'welcome' WHERE id = ?",
            (at, id),
        )
    return person


def paths(site: PublicSite, person: int, id: int = 7001) -> tuple[list[str], str, str]:
    """The links, the picture and the trap of the message as it was rendered."""
    made = Renderer(SETTINGS, site.links, site.workspace.control, site.workspace.clock)
    html = made.render("email", job(letter_step(BODY), id=id, person=person)).html
    clicks = [u.removeprefix(site.url) for u in re.findall(r'href="([^"]*/p/c/[^"]*)"', html)]
    (pixel,) = re.findall(r'src="([^"]*/p/o/[^"]*)"', html)
    (trap,) = re.findall(r'href="([^"]*/p/t/[^"]*)"', html)
    return clicks, pixel.removeprefix(site.url), trap.removeprefix(site.url)


def test_a_click_leads_on_and_is_told(site: PublicSite) -> None:
    """302 to the sealed address; the event names message, programme and link, and nothing personal."""
    person = sent_message(site)
    clicks, _, _ = paths(site, person)
    answer = site.client.get(clicks[0], headers=FIREFOX)
    assert answer.status_code == 302
    assert answer.headers["location"] == "https://kauppa.example/1?mail=ann@example.com"
    assert "no-store" in answer.headers["cache-control"]
    (told,) = site.events("Email Link Clicked", least=1)
    assert told["person"] == str(person)
    said = told["properties"]
    assert (said["message"], said["programme"], said["intent"]) == ("7001", "welcome", "guide")
    assert (said["link"], said["link_url"], said["machine"]) == (
        1,
        "https://kauppa.example/1",
        False,
    )
    assert "ann@example.com" not in str(told["properties"])


def test_the_same_click_twice_in_a_second_is_one(site: PublicSite) -> None:
    """Browsers ask twice; an hour's openings are one opening."""
    person = sent_message(site)
    clicks, pixel, _ = paths(site, person)
    for _ in range(5):
        site.client.get(clicks[0], headers=FIREFOX)
        assert site.client.get(pixel, headers=FIREFOX).headers["content-type"] == "image/gif"
    opened = site.events("Email Opened", least=1)
    time.sleep(1)
    assert len(site.events("Email Link Clicked")) <= 2  # the second may turn in between
    assert len(site.events("Email Opened")) == len(opened) == 1
    assert opened[0]["properties"]["machine"] is False


@pytest.mark.parametrize(
    "how", ["HEAD", "scanner", "burst", "trap", "fast", "apple"], ids=lambda how: how
)
def test_machines_are_told_apart(site: PublicSite, how: str) -> None:
    """Each way by which a machine shows itself marks its visits `machine: true`."""
    person = sent_message(site, ago=timedelta(seconds=1 if how == "fast" else 3600))
    clicks, pixel, trap = paths(site, person)
    client, event = site.client, "Email Link Clicked"
    if how == "HEAD":
        assert client.head(clicks[0], headers=FIREFOX).status_code == 302
    elif how == "scanner":
        client.get(clicks[0], headers={"user-agent": "Barracuda Sentinel"})
    elif how == "burst":
        threads = [
            threading.Thread(target=httpx.get, args=(site.url + each,), kwargs={"headers": FIREFOX})
            for each in clicks
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    elif how == "trap":
        client.get(clicks[0], headers=FIREFOX)
        assert client.get(trap, headers=FIREFOX).status_code == 200
    elif how == "fast":
        client.get(clicks[0], headers=FIREFOX)
    else:
        event = "Email Opened"
        client.get(pixel, headers={"user-agent": "Mozilla/5.0"})
    told = site.events(event, least=3 if how == "burst" else 1)
    assert len(told) == (3 if how == "burst" else 1)
    assert all(each["properties"]["machine"] is True for each in told)


def test_an_opening_through_a_mail_service_is_the_readers(site: PublicSite) -> None:
    """Gmail fetches the picture when its reader opens the message; and shows it on its own site."""
    person = sent_message(site)
    _, pixel, _ = paths(site, person)
    agent = (
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
    )
    answer = site.client.get(pixel, headers={"user-agent": agent})
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    (told,) = site.events("Email Opened", least=1)
    assert (told["properties"]["machine"], told["properties"]["proxy"]) == (False, "ggpht")


def test_no_other_address_is_ever_redirected_to(site: PublicSite) -> None:
    """A token that is not ours, of another kind, or changed: 404, no Location, no event."""
    person = sent_message(site)
    clicks, _, _ = paths(site, person)
    wrong = [
        clicks[0][:-2] + ("aa" if not clicks[0].endswith("aa") else "bb"),
        "/p/c/https://paha.example", "/p/c/aHR0cHM6Ly9wYWhhLmV4YW1wbGU", "/p/c/x?url=https://paha.example",
        site.path(Trap(message=7001)).replace("/p/t/", "/p/c/"),
        site.path(Open(message=7001)).replace("/p/o/", "/p/c/").removesuffix(".gif"),
    ]  # fmt: skip
    for path in wrong:
        answer = site.client.get(path, headers=FIREFOX)
        assert answer.status_code == 404, path
        assert "location" not in answer.headers
    assert site.client.get("/p/o/nothing.gif").status_code == 200
    time.sleep(2.5)
    assert not site.events("Email Link Clicked", "Email Opened")


def test_a_test_message_or_one_that_was_erased_leads_on_and_tells_nothing(site: PublicSite) -> None:
    for message in (0, 999):
        path = site.path(Click(message=message, number=1, url="https://kauppa.example/x"))
        answer = site.client.get(path, headers=FIREFOX)
        assert answer.headers["location"] == "https://kauppa.example/x"
    time.sleep(2.5)
    assert not site.events("Email Link Clicked")


def test_visits_still_waiting_are_told_when_the_server_stops(tmp_path: Path) -> None:
    """A click in the last second before stopping is not lost."""
    with public_site(tmp_path / "w") as site:
        person = sent_message(site)
        clicks, _, _ = paths(site, person)
        site.client.get(clicks[0], headers=FIREFOX)
        workspace = site.workspace
        directory = workspace.directory
    from polku.app import Workspace

    with Workspace.open(directory) as again:
        assert "Email Link Clicked" in {row["event"] for row in again.events().records()}
