"""The seller's tasks on screen: a task that a programme made, its brief, a line in the log, and its answer."""

from __future__ import annotations

import json
import re
import time
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Site
from tests.browser.test_programmes import api, panel

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PROGRAMME = """
key: hot-leads
name: {fi: Kuumat liidit, en: Hot leads}
stage: lead
entry: {event: Demo Requested}
goal: {event: Order Completed}
exits: [{stage: left}]
holdout: 0
steps:
- key: call
  task: {title: Soita tänään, owner: Maija, contact: call, respond_within: 4h, note: Pyysi esittelyä}
- key: bye
  end: Myyjä jatkaa
"""


def ask_for_a_demo(site: Site, write_key: str) -> None:
    """One event as a site sends it."""
    call = {
        "type": "track",
        "userId": "asiakas@example.com",
        "event": "Demo Requested",
        "writeKey": write_key,
    }
    request = Request(
        site.url + "/v1/track",
        json.dumps(call).encode(),
        {"Content-Type": "application/json"},
    )
    urlopen(request, timeout=10).close()


def test_a_seller_logs_and_answers_a_task_on_a_phone(opened: Opener, fresh: Site) -> None:
    page = opened(fresh, width=390)
    saved = {"body": PROGRAMME, "edition": 0}
    api(page, fresh, "PUT", "/api/programmes/hot-leads", saved)
    plan = api(page, fresh, "GET", "/api/programmes/hot-leads/publishing")
    assert [each for each in plan["problems"] if each["level"] == "error"] == []
    api(page, fresh, "POST", "/api/programmes/hot-leads/publish", {"note": "Ensimmäinen"})
    key = api(page, fresh, "POST", "/api/keys", {"name": "site"})["write_key"]
    ask_for_a_demo(fresh, key)
    until = time.monotonic() + 20
    while not api(page, fresh, "GET", "/api/tasks?state=open")["tasks"]:
        assert time.monotonic() < until, "no task came of the event"
        time.sleep(0.2)

    page.get_by_text("Lisää", exact=True).click()
    page.get_by_role("link", name="Tehtävät").last.click()
    expect(page.locator("h1")).to_have_text("Tehtävät")
    row = page.locator(".task")
    expect(row).to_contain_text("asiakas@example.com")
    expect(row.locator(".clock")).to_have_attribute("data-says", "left")
    row.get_by_role("button", name=re.compile("Soita tänään")).click()
    box = panel(page)
    expect(box).to_contain_text("Pyysi esittelyä")
    expect(box).to_contain_text("Myyntimuistio")
    expect(box).to_contain_text("Vastaa viimeistään")
    expect(box.locator("a[href='mailto:asiakas@example.com']")).to_be_visible()
    box.get_by_label("Uusi kirjaus").fill("Jätin soittopyynnön")
    box.get_by_role("button", name="Kirjaa", exact=True).click()
    expect(box.get_by_role("list").filter(has_text="Jätin soittopyynnön")).to_be_visible()
    box.get_by_label("Miten kävi").select_option("meeting")
    box.get_by_role("button", name="Merkitse tehdyksi").click()
    expect(page.locator("main")).to_contain_text("Ei avoimia tehtäviä")
    page.get_by_role("link", name=re.compile("Tehdyt")).click()
    expect(page.locator(".task")).to_contain_text("tapaaminen sovittu")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
