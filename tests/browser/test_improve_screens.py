"""Improve on screen: from an idea given on a phone to what a metric has verified; a review; the year; axe."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Site, settled
from tests.browser.test_everywhere import AXE, RUN_AXE
from tests.browser.test_programmes import api, panel

pytestmark = [pytest.mark.slow, pytest.mark.browser]

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
CHANGED = NOON - timedelta(days=60)  # the mending: a lead is followed for 42 days


def send_leads(site: Site, key: str, name: str, day: datetime, n: int, buy: int) -> None:
    """Leads of one day, of whom some buy within a day."""
    calls = []
    for i in range(n):
        who = {"type": "track", "userId": f"{name}{i}"}
        calls.append({**who, "event": "Form Submitted", "timestamp": day.isoformat()})
        if i < buy:
            later = (day + timedelta(hours=20)).isoformat()
            calls.append({**who, "event": "Order Completed", "timestamp": later})
    body = json.dumps({"batch": calls, "writeKey": key}).encode()
    request = Request(site.url + "/v1/batch", body, {"Content-Type": "application/json"})
    urlopen(request, timeout=20).close()


def idea_from_a_phone(opened: Opener, site: Site, path: str, title: str) -> None:
    phone = opened(site, path, width=390, signed_in=False)
    phone.get_by_label("The idea in one sentence").fill(title)
    phone.get_by_label("Which stage is it about?").select_option("lead")
    phone.wait_for_timeout(1600)  # nobody writes faster, so the page does not believe it
    phone.get_by_role("button", name="Send the idea").click()
    expect(phone.get_by_role("status")).to_contain_text("Thank you for the idea")
    phone.get_by_role("button", name=f"Support: {title}").click()
    expect(phone.get_by_text("1 vote", exact=True)).to_be_visible()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.evaluate(wide) <= 0
    phone.evaluate(Path(AXE).read_text("utf-8"))
    assert phone.evaluate(RUN_AXE) == []


def test_an_idea_from_a_phone_is_done_when_the_metric_recovers(opened: Opener, fresh: Site) -> None:
    page = opened(fresh, "/improve?tab=ideas")
    key = api(page, fresh, "POST", "/api/keys", {"name": "site"})["write_key"]
    send_leads(fresh, key, "before", CHANGED - timedelta(days=60), 60, 15)
    page.get_by_role("button", name="Tee linkki").click()
    expect(page.get_by_role("img", name="QR-koodi, joka avaa ideakorin")).to_be_visible()
    link = page.get_by_role("link", name="/p/ideas/").get_attribute("href") or ""
    title = "Lomake kahdella kentällä"
    idea_from_a_phone(opened, fresh, link.removeprefix(fresh.url), title)

    page.goto(fresh.url + "/improve")
    ideas = page.get_by_role("region", name="Ideat")
    expect(ideas.get_by_text("Ideakorista")).to_be_visible()
    ideas.get_by_role("button", name="Tee mahdollisuus").click()
    chances = page.get_by_role("region", name="Mahdollisuudet")
    expect(chances.get_by_role("button", name=title, exact=True)).to_be_visible()
    chances.get_by_role("button", name=title, exact=True).click()
    side = panel(page)
    side.get_by_role("button", name="Tee kokeilu").click()
    expect(side.get_by_role("heading", name="Kokeilu")).to_be_visible()
    page.keyboard.press("Escape")

    trials = page.get_by_role("region", name="Kokeilut")
    trials.get_by_role("button", name="Aloita").click()
    trials.get_by_role("button", name="Merkitse tehdyksi").click()
    expect(trials.get_by_role("alert")).to_contain_text("Tapauksia on liian vähän")

    trials.get_by_role("button", name=title, exact=True).click()
    side = panel(page)
    side.get_by_role("button", name="Vaihda mittari tai päivä").click()
    side.get_by_label("Muutos tehtiin").fill(CHANGED.date().isoformat())
    side.get_by_role("button", name="Mittaa lähtötaso").click()
    expect(side.get_by_text("n = 60")).to_be_visible()
    expect(side.get_by_text("Liian vähän tapauksia")).to_be_visible()
    send_leads(fresh, key, "after", CHANGED + timedelta(days=5), 60, 48)
    page.reload()
    side = panel(page)
    expect(side.get_by_text("Parani", exact=True)).to_be_visible()
    side.get_by_role("button", name="Merkitse tehdyksi").click()
    expect(side.get_by_text("Mittari parani: 25 % → 80 %")).to_be_visible()
    page.keyboard.press("Escape")
    done = page.get_by_role("region", name="Tehty")
    expect(done.get_by_role("button", name=title, exact=True)).to_be_visible()
    expect(done.get_by_role("listitem")).to_have_count(1)

    phone = opened(fresh, link.removeprefix(fresh.url), width=390, signed_in=False)
    expect(phone.get_by_text("Done", exact=True)).to_be_visible()


def test_without_a_metric_done_is_refused_and_a_reason_closes(opened: Opener, fresh: Site) -> None:
    page = opened(fresh, "/improve", language="en")
    expect(page.get_by_text("The board is still empty.")).to_be_visible()
    page.get_by_role("button", name="Add", exact=True).click()
    form = page.get_by_role("form", name="Add")
    form.get_by_label("In one sentence").fill("The address is asked twice")
    form.get_by_label("Kind", exact=True).select_option("friction")
    form.get_by_label("Kind of friction").select_option("bend")
    form.get_by_role("button", name="Add").click()
    side = panel(page)
    side.get_by_role("button", name="Mark as done").click()
    expect(side.get_by_role("alert")).to_contain_text("has no metric")
    side.get_by_label("The reason, if you close").fill("The checkout is gone")
    side.get_by_role("button", name="Close with a reason").click()
    expect(side.get_by_text("The checkout is gone")).to_be_visible()
    page.keyboard.press("Escape")
    expect(
        page.get_by_role("region", name="Done").get_by_text("Closed with a reason")
    ).to_be_visible()


def test_a_review_is_held_printed_and_shared(opened: Opener, fresh: Site) -> None:
    page = opened(fresh, "/improve?tab=review")
    key = api(page, fresh, "POST", "/api/keys", {"name": "site"})["write_key"]
    send_leads(fresh, key, "a", CHANGED, 30, 12)
    api(page, fresh, "GET", "/api/reports/conversion/fresh")
    page.get_by_role("button", name="Aloita katselmointi").click()
    # the agenda asks several reports that nobody has asked before
    expect(page.get_by_role("heading", name="Viisi aikajanaa")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", name="Arvottu").first).to_be_visible()
    page.get_by_label("Muistiinpano").first.fill("Suunta on oikea")
    page.get_by_label("Päätös 1").fill("Lyhennetään lomake")
    expect(page.get_by_text("Tallennettu", exact=True)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Päätä katselmointi")).to_be_hidden()
    expect(page.get_by_role("heading", name="Viisi aikajanaa")).to_be_visible()
    assert page.pdf()[:4] == b"%PDF"
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Päätä katselmointi").click()
    expect(page.get_by_text("· päätetty")).to_be_visible()
    page.get_by_role("button", name="Tee lukulinkki").click()
    url = page.get_by_role("link", name="/p/review/").get_attribute("href") or ""
    reader = opened(fresh, url.removeprefix(fresh.url), width=390, signed_in=False)
    expect(reader.get_by_text("Lyhennetään lomake").first).to_be_visible()
    expect(reader.get_by_text("Suunta on oikea")).to_be_visible()
    reader.evaluate(Path(AXE).read_text("utf-8"))
    assert reader.evaluate(RUN_AXE) == []
    page.get_by_role("navigation", name="Kehityksen osat").get_by_role(
        "link", name="Päätösloki"
    ).click()
    expect(page.get_by_text("Lyhennetään lomake").first).to_be_visible()


def test_the_year_flags_what_hangs_on_nothing(opened: Opener, fresh: Site) -> None:
    page = opened(fresh, "/improve?tab=calendar")
    page.get_by_role("button", name="Lisää: marraskuu").click()
    side = panel(page)
    side.get_by_label("Nimi").fill("Musta viikko")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Ei kiinnitetty mihinkään vaiheeseen")).to_be_visible()
    page.get_by_role("button", name="Musta viikko").click()
    panel(page).get_by_label("Liidit", exact=True).check()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Ei kiinnitetty mihinkään vaiheeseen")).to_have_count(0)
    expect(page.get_by_text("Tallennettu")).to_be_visible()
    saved = api(page, fresh, "GET", "/api/journeys/-")["body"]
    assert "Musta viikko" in saved


def test_no_tab_has_a_serious_fault_or_scrolls_sideways(opened: Opener, demo: Site) -> None:
    axe = Path(AXE).read_text("utf-8")
    for language, scheme, width in (("fi", "dark", 390), ("en", "light", 1440)):
        page = opened(demo, "/improve", language=language, scheme=scheme, width=width)
        for tab in ("board", "ideas", "decisions", "review", "calendar", "stop"):
            page.goto(f"{demo.url}/improve?tab={tab}")
            settled(page)
            page.evaluate(axe)
            assert page.evaluate(RUN_AXE) == [], (tab, width)
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, (tab, width)
