"""Everything can be done without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Site

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def focused_cell(page: Page) -> str | None:
    cell: str | None = page.evaluate("document.activeElement.dataset.cell ?? null")
    return cell


def test_the_first_tab_offers_to_skip_to_the_content(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Siirry sisältöön")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_g_and_a_letter_go_to_a_screen_and_focus_its_heading(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    for letter, path in (("p", "/journey"), ("a", "/people"), ("s", "/sources"), ("h", "/")):
        page.keyboard.press("g")
        page.keyboard.press(letter)
        expect(page).to_have_url(demo.url + path)
        expect(page.locator("h1")).to_be_focused()


def test_letters_stay_letters_in_a_text_field_and_can_be_switched_off(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo, "/people", language="en")
    search = page.get_by_label("Search", exact=True).last
    search.focus()
    page.keyboard.type("gh?")
    expect(search).to_have_value("gh?")
    expect(page).to_have_url(re.compile("/people"))
    page.locator("h1").focus()
    page.keyboard.press("?")
    page.get_by_label("Single-letter shortcuts are on").press("Space")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_timeout(300)
    expect(page).to_have_url(re.compile("/people"))


def test_arrows_walk_the_map_and_enter_opens_the_people(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/journey")
    page.locator("[data-cell='0,0']").focus()
    page.keyboard.press("ArrowDown")
    assert focused_cell(page) == "1,0"
    page.keyboard.press("ArrowRight")
    assert focused_cell(page) == "1,1"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/people\?stage=lead"))


def test_the_stage_panel_opens_from_the_map_and_gives_the_focus_back(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo, "/journey", language="en")
    page.locator("[data-cell='0,2']").focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="First-time buyers")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("“Order Completed” happened")
    expect(page).to_have_url(re.compile("stage=first-time"))
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert page.evaluate("!!document.activeElement.closest('.map')")


def test_the_palette_finds_a_person_and_a_screen(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    row = page.request.get(f"{demo.url}/api/people?stage=repeat&limit=1").json()["people"][0]
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(row["id"])
    option = page.get_by_role("option").filter(has_text=row["id"])
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/people/{row['person']}"))
    page.locator(".ribbon, .timeline, main h2").first.wait_for()  # the person's page has come
    page.wait_for_load_state("networkidle")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_count(0)  # it gives the focus back when it has gone
    page.keyboard.press("Control+k")
    field = dialog.get_by_role("combobox")
    expect(field).to_be_focused()
    field.fill("läht")
    expect(dialog.get_by_role("option").first).to_contain_text("Lähteet")
    field.press("Enter")
    expect(page).to_have_url(re.compile("/sources"))
