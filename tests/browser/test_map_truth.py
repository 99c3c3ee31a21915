"""What the map says of itself and of people: its size is in its address, and who waits for a reply stands on it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Site

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_the_size_of_the_map_stands_in_the_address(opened: Opener, demo: Site) -> None:
    """A shared address opens the map as large as it was; 100 % is what needs no saying."""
    page = opened(demo, "/journey?scale=75")
    sizes = page.get_by_role("group", name="Kartan koko")
    expect(sizes.get_by_role("button", name=re.compile("^75"))).to_be_visible()
    sizes.get_by_role("button", name="Suuremmaksi").click()
    expect(page).to_have_url(re.compile("scale=90"))
    expect(sizes.get_by_role("button", name=re.compile("^90"))).to_be_visible()
    page.locator("body").press("0")
    expect(page).not_to_have_url(re.compile("scale="))
    expect(sizes.get_by_role("button", name=re.compile("^100"))).to_be_visible()


def test_questions_without_a_reply_stand_on_the_live_map(opened: Opener, demo: Site) -> None:
    """Each cell says what the report says; a number opens as many people."""
    page = opened(demo, "/journey")
    answer = page.request.get(f"{demo.url}/api/reports/responses").json()
    rows = next(each["rows"] for each in answer["sheets"] if each["key"] == "waiting")
    row = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="Vastausta odottavat")
    )
    expect(row).to_be_visible()
    for each in rows:
        stage = each["id"].removeprefix("waiting:")
        cell = row.locator(f"[data-stage='{stage}']")
        if each["unanswered"]:
            expect(cell).to_contain_text(f"{each['unanswered']} kysymy")
        else:
            expect(cell).to_have_text("0")
    waiting = [each for each in rows if each["people"]]
    if waiting:
        row.get_by_role("link").first.click()
        expect(page.locator(".people-count")).to_contain_text(str(waiting[0]["people"]))
