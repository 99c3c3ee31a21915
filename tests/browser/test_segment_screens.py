"""Saved conditions on screen: the count while editing, the used-by list, the refusal to delete."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Site
from tests.browser.test_programmes import api, panel

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_segment_is_built_counted_saved_and_found_again(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/people/segments")
    page.get_by_role("button", name="Uusi segmentti").click()
    box = panel(page)
    box.get_by_label("Nimi", exact=True).fill("Kanta-asiakkaat testissä")
    save = box.get_by_role("button", name="Tallenna segmentti")
    expect(save).to_be_disabled()
    box.get_by_label("Tapahtuman nimi").fill("Order Completed")
    box.get_by_label("Montako kertaa").fill(">=2")
    counted = api(
        page,
        demo,
        "POST",
        "/api/segments/count",
        {"condition": {"did": "Order Completed", "count": ">=2"}},
    )
    expect(box.locator(".count-now")).to_contain_text(str(counted["people"]))
    expect(box.locator(".live-count a").first).to_be_visible()
    box.get_by_label("Montako kertaa").fill(">=3")
    expect(box.locator(".count-now")).not_to_contain_text(f"{counted['people']} ihmistä")
    save.click()
    row = page.get_by_role("row", name=re.compile("Kanta-asiakkaat testissä"))
    expect(row).to_contain_text("ei käytössä")
    saved = api(page, demo, "GET", "/api/segments/kanta-asiakkaat-testissa")
    assert saved["condition"] == {"did": "Order Completed", "count": ">=3"}


def test_a_condition_the_builder_cannot_say_is_edited_as_yaml(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    body = {
        "key": "rich",
        "name": "Rikas ehto",
        "condition": {"any": [{"all": [{"stage": "lead"}]}, {"stage": "first-time"}]},
    }
    api(page, demo, "PUT", "/api/segments/rich", {"body": body, "edition": None})
    page.goto(f"{demo.url}/people/segments?segment=rich")
    expect(panel(page).get_by_label("Ehto", exact=True)).to_have_value(re.compile("any:"))
    panel(page).get_by_text("Valitsemalla").click()
    expect(panel(page)).to_contain_text("Muokkaa sitä YAML-muodossa")


def test_a_used_segment_is_not_deleted_and_says_who_uses_it(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    for key, condition in (("base", {"stage": "lead"}), ("user", {"segment": "base"})):
        body = {"key": key, "name": f"Segmentti {key}", "condition": condition}
        api(page, demo, "PUT", f"/api/segments/{key}", {"body": body, "edition": None})
    page.goto(f"{demo.url}/people/segments?segment=base")
    expect(panel(page)).to_contain_text("Segmentti user")
    panel(page).get_by_role("button", name="Poista segmentti").click()
    expect(panel(page).get_by_role("alert")).to_be_visible()
    page.goto(f"{demo.url}/people/segments?segment=user")
    panel(page).get_by_role("button", name="Poista segmentti").click()
    expect(panel(page)).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Kumoa").click()
    expect(page.get_by_role("row", name=re.compile("^Segmentti user"))).to_be_visible()
