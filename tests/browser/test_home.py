"""Home tells where the journey breaks, and every number leads to people and reasons."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Site

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def digits(text: str) -> int:
    """The number in a text, whatever separates its thousands."""
    return int(re.sub(r"\D", "", text))


def breaks(page: Page, site: Site, language: str) -> tuple[str, str, str]:
    """Between which stages, and why there."""
    expect(page.locator(".path-break")).to_be_visible(
        timeout=30_000
    )  # comes after the first figures
    home = page.request.get(f"{site.url}/api/home").json()
    names = {stage["key"]: stage["name"][language] for stage in home["stages"]}
    first = home["decisions"]["first"]
    return names[first["from"]], names[first["to"]], first["because"][language]


def test_home_says_in_words_where_the_path_breaks(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    before, after, because = breaks(page, demo, "fi")
    expect(page.get_by_text(f"Polku katkeaa tässä: ”{before}” → ”{after}”")).to_be_visible()
    expect(page.locator(".path-break")).to_contain_text(because)
    expect(page.locator(".arrow-breaks")).to_contain_text("Katkeaa tässä")


def test_home_says_it_in_english_too(opened: Opener, demo: Site) -> None:
    page = opened(demo, language="en")
    before, after, _ = breaks(page, demo, "en")
    expect(page.get_by_text(f"The journey breaks here: “{before}” → “{after}”")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_an_arrow_opens_its_interval_and_n_on_keyboard_focus(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    arrow = page.locator(".arrow a").first
    arrow.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    tooltip = page.locator(".arrow [role=tooltip]").first
    expect(tooltip).to_be_visible()
    expect(tooltip).to_contain_text("väli")
    page.keyboard.press("Escape")
    expect(tooltip).to_be_hidden()


def test_a_number_leads_to_people_and_a_person_to_reasons(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    home = page.request.get(f"{demo.url}/api/home").json()
    stage = next(stage for stage in home["stages"] if stage["key"] == "repeat")
    card = page.locator(f"a.stage-card[href*='stage={stage['key']}']")
    assert digits(card.locator(".stage-people > :first-child").inner_text()) == stage["people"]
    card.click()
    expect(page).to_have_url(re.compile(r"/people\?stage=repeat"))
    count = page.locator(".people-count")
    expect(count).not_to_have_text("Haetaan tietoja…")
    assert digits(count.inner_text()) == stage["people"]
    page.locator(".people tbody a").first.click()
    expect(page.locator(".person-stage")).to_have_text(stage["name"]["fi"])
    reason = page.locator(".timeline-stage").filter(has_text=f"→ {stage['name']['fi']}").first
    expect(reason).to_contain_text(f"vaiheeseen ”{stage['name']['fi']}”")
    expect(reason).to_contain_text("koska")


def test_people_are_searched_and_the_address_keeps_the_view(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/people?stage=first-time")
    name = page.locator(".people tbody a").first.inner_text()
    page.get_by_label("Hae", exact=True).fill(name)
    expect(page).to_have_url(re.compile("q="))
    expect(page.locator(".people tbody a").first).to_have_text(name)
    page.reload()
    expect(page.get_by_label("Hae", exact=True)).to_have_value(name)
    expect(page.get_by_label("Vaihe")).to_have_value("first-time")


def test_the_lost_say_how_long_and_what_is_usual(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/people?list=lost", language="en")
    expect(page.locator(".people .lost").first).to_contain_text(
        re.compile(r"In stage for .+, (usually at most|assumed) .+\.")
    )


def test_the_demo_goes_only_after_a_button_that_says_what_it_does(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo)
    page.get_by_role("button", name="Poista esimerkkiaineisto").click()
    expect(page.get_by_text("Tätä ei voi kumota.")).to_be_visible()
    expect(page.get_by_role("button", name="Poista pysyvästi")).to_be_visible()
    page.get_by_role("button", name="Pidä esimerkki").click()
    assert page.request.get(f"{demo.url}/api/session").json()["demo"] is True
