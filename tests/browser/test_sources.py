"""Sources: a dropped file becomes people on stages; a key lets events in, seen as they arrive."""

from __future__ import annotations

import datetime as dt
import json
import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Site

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def day(ago: int) -> str:
    """A Finnish date some days ago."""
    found = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=ago)
    return f"{found.day}.{found.month}.{found.year}"


ORDERS = f"""asiakas;pvm;summa;tuote
A-1;{day(20)};49,90;Kahvi
A-2;{day(19)};12,00;Tee
A-3;{day(18)};25,50;Muki
A-3;{day(4)};18,00;Kahvi
A-4;32.10.2025;9,00;Tee
"""

DROP = """([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name, {type: "text/csv"}));
  document.querySelector(".drop").dispatchEvent(
    new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


def track(site: Site, key: str, event: str) -> int:
    """Sends one event as a program would; gives the HTTP status."""
    body = {"writeKey": key, "userId": "uusi@example.fi", "event": event}
    request = urllib.request.Request(
        f"{site.url}/v1/track",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_dropped_file_is_mapped_imported_and_moves_people_to_stages(
    opened: Opener, fresh: Site
) -> None:
    page = opened(fresh)
    page.get_by_role("button", name="Ohita ja mene kotiin").click()
    expect(page.get_by_role("heading", name="Odotetaan ensimmäistä tapahtumaa")).to_be_visible()
    page.get_by_role("link", name="Tuo CSV").click()
    page.locator(".drop").wait_for()
    page.evaluate(DROP, ["tilaukset.csv", ORDERS])

    meaning = page.get_by_label("Mitä sarake ”asiakas” kertoo")
    expect(meaning).to_have_value("person")
    expect(page.get_by_label("Mitä sarake ”pvm” kertoo")).to_have_value("time")
    page.get_by_label("Mitä sarake ”summa” kertoo").select_option("revenue")
    page.get_by_role("textbox", name="Tapahtuma").fill("Order Completed")
    page.get_by_role("textbox", name="Valuutta").fill("EUR")
    landing = page.get_by_role("group", name="Näin rivit tallentuvat")
    expect(landing.get_by_role("cell", name="49,90\xa0€")).to_be_visible()

    page.get_by_role("button", name=re.compile("^Tuo noin")).click()
    expect(page.locator(".import-done")).to_contain_text("4 tapahtumaa tuotu")
    expect(page.get_by_role("heading", name="1 rivi hylättiin")).to_be_visible()
    expect(page.locator(".reject-content")).to_contain_text("A-4")
    with page.expect_download() as download:
        page.get_by_role("link", name="Lataa hylätyt (CSV)").click()
    assert "A-4" in download.value.path().read_text("utf-8")

    page.get_by_role("button", name="Tuo toinen tiedosto").click()
    history = page.get_by_role("group", name="Tuontihistoria").locator("tbody tr")
    expect(history).to_have_count(1)
    expect(history.locator("td")).to_have_text([re.compile("klo"), "valmis", "5", "4", "0", "1"])
    history.get_by_role("link", name=re.compile("Näytä hylätyt rivit")).click()
    expect(page.locator(".reject-content")).to_contain_text("A-4")

    page.get_by_role("link", name="Katso, mitä polulla tapahtui").click()
    for stage, people in (("first-time", 2), ("repeat", 1), ("lead", 0)):
        card = page.locator(f"a.stage-card[href*='stage={stage}'] .stage-people > :first-child")
        expect(card).to_have_text(str(people))


def test_a_wrong_map_is_said_in_words_and_cannot_be_run(opened: Opener, fresh: Site) -> None:
    page = opened(fresh, "/sources", language="en")
    page.evaluate(DROP, ["orders.csv", ORDERS])
    page.get_by_label("What the column “pvm” tells").select_option("property")
    page.get_by_label("What the column “tuote” tells").select_option("time")
    expect(page.locator(".problem").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Import about"))).to_be_disabled()


def test_a_key_is_shown_once_lets_events_in_live_and_is_revoked(
    opened: Opener, fresh: Site
) -> None:
    page = opened(fresh, "/sources", language="en")
    page.get_by_label("Name of the key").fill("web shop")
    page.get_by_role("button", name="Create key").click()
    key = page.locator(".made-key code").inner_text()
    expect(page.locator("#snippet pre").first).to_contain_text(f'data-key="{key}"')

    assert track(fresh, key, "Product Added") == 200
    row = page.locator(".live-scroll tbody tr").filter(has_text="Product Added")
    expect(row).to_be_visible()
    expect(row).to_contain_text("uusi@example.fi")

    page.get_by_role("button", name="Pause").click()
    assert track(fresh, key, "Order Completed") == 200
    page.wait_for_timeout(1500)
    expect(page.locator(".live-scroll").get_by_text("Order Completed")).to_have_count(0)
    page.get_by_role("button", name="Resume").click()
    expect(page.locator(".live-scroll").get_by_text("Order Completed")).to_be_visible()

    page.reload()
    expect(page.locator(".key-row")).to_contain_text("web shop")
    assert key not in page.content()
    page.get_by_role("button", name="Revoke the key “web shop”").click()
    page.get_by_role("button", name="Revoke for good").click()
    expect(page.locator(".key-row")).to_contain_text("revoked")
    assert track(fresh, key, "Order Completed") == 401


COSTS = f"""Päivä;Kanava;Kulut (€);Klikkaukset;Huomautus
{day(3)};podcast;120,50;40;syksy
{day(2)};podcast;1 010,00;25;syksy
"""


def test_a_dropped_file_of_ad_costs_becomes_the_price_of_a_lead(
    opened: Opener, fresh: Site
) -> None:
    """The wizard tells costs from events: other roles, no event, no zone, and the way to what they tell."""
    page = opened(fresh, "/sources")
    page.locator(".drop").wait_for()
    page.evaluate(DROP, ["kulut.csv", COSTS])
    expect(page.get_by_label("Mitä sarake ”Päivä” kertoo")).to_have_value("date")
    expect(page.get_by_label("Mitä sarake ”Kulut (€)” kertoo")).to_have_value("cost")
    expect(page.get_by_role("textbox", name="Tapahtuma")).to_have_count(0)
    landing = page.get_by_role("group", name="Näin rivit tallentuvat")
    expect(landing.get_by_role("cell", name="120,50\xa0€")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Tuo noin")).click()
    expect(page.locator(".import-done")).to_contain_text("2 kuluriviä tuotu")
    page.get_by_role("link", name="Katso, mitä liidi ja asiakas maksavat").click()
    expect(page.get_by_role("heading", name="Liidin ja asiakkaan hinta")).to_be_visible()
