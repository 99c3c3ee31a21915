"""Every number opens as many people as it says, in words, and the way back is a link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener, Site
from tests.browser.test_home import digits

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def people_opened(page: Page, number: Locator) -> int:
    """Press the number; how many people the list that opens says there are."""
    number.click()
    expect(page).to_have_url(re.compile("/people"))
    count = page.locator(".people-count")
    expect(count).to_have_text(re.compile(r"\d"))
    expect(page.locator(".people-card")).to_have_attribute("aria-busy", "false")
    return digits(count.inner_text())


def test_an_arrow_opens_who_advanced_and_the_outcomes_sum_to_all(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo)
    arrows = page.request.get(f"{demo.url}/api/home").json()["arrows"]
    arrow = next(arrow for arrow in arrows if arrow["from"] == "lead")
    number = page.locator(".arrow a[href*='arrow=lead']")
    assert people_opened(page, number) == arrow["advanced"]
    chips = page.get_by_role("navigation", name="Miten kävi").locator("a")
    entered, *parts = (digits(each) for each in chips.all_inner_texts())
    assert entered == sum(parts) == arrow["entered"]
    assert people_opened(page, chips.filter(has_text="Poistuneet")) == arrow["lost"]
    expect(page).to_have_url(re.compile("outcome=lost"))
    page.reload()
    expect(page.get_by_role("region", name="Rajaus")).to_contain_text("Siirtymä ”Liidit”")
    page.get_by_role("link", name="Poista rajaus").click()
    expect(page).to_have_url(f"{demo.url}/people")
    expect(page.get_by_role("region", name="Rajaus")).to_have_count(0)


def test_the_numbers_of_the_map_open_their_people(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/journey", language="en")
    live = page.request.get(f"{demo.url}/api/journey/live").json()
    lead, repeat = (
        next(each for each in live["stages"] if each["key"] == key) for key in ("lead", "repeat")
    )

    def lane(key: str) -> Locator:
        return page.locator(f".map tr[data-lane='{key}']")

    conversion = lane("advance").locator("a[href*='arrow=lead'][href*='entered']")
    assert people_opened(page, conversion) == digits(str(lead["advance"]["n"]))
    page.go_back()
    point = next(each for each in repeat["touchpoints"] if each["people_30d"])
    number = lane("touchpoints").locator(f"a[href*='touchpoint={point['key']}']").last
    assert people_opened(page, number) == point["people_30d"]
    expect(page.get_by_role("region", name="Filter")).to_contain_text(f"“{point['name']['en']}”")
    page.go_back()
    assert people_opened(page, lane("people").locator("a[href*='to=lead']")) == lead["new_7d"]
    expect(page.get_by_role("region", name="Filter")).to_contain_text("last 7 days")
    page.go_back()
    arc = live["backward"][0]
    number = page.locator(f"a[href*='from={arc['from']}'][href*='to={arc['to']}']").last
    assert people_opened(page, number) == arc["people_30d"]
    page.go_back()
    visitors = live["stages"][0]
    number = lane("lost").locator(f"a[href*='stage={visitors['key']}']")
    assert people_opened(page, number) == visitors["lost"]


def test_the_lost_leave_out_whom_nobody_can_reach_until_asked(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/people?list=lost")
    answer = page.request.get(f"{demo.url}/api/people?list=lost&anonymous=hidden").json()
    unreachable = answer["lost"][0]["unreachable"]
    assert unreachable > 0
    assert people_opened(page, page.locator(".chip").first) == answer["total"]
    for chip, stage in zip(
        page.locator(".chip").all()[1:],
        [each for each in answer["lost"] if each["people"]],
        strict=True,
    ):
        assert people_opened(page, chip) == stage["people"]
    page.locator(".chip").first.click()
    every = people_opened(page, page.get_by_role("link", name="Näytä heidätkin"))
    assert every == answer["total"] + unreachable
    assert people_opened(page, page.get_by_role("link", name="Jätä heidät pois")) == answer["total"]


def test_the_stages_stay_in_sight_above_a_scrolled_map(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/journey")
    head = page.locator(".map thead th").nth(1)
    before = head.bounding_box()
    page.locator(".map-frame .scroll").evaluate("box => { box.scrollTop = 400 }")
    assert head.bounding_box() == before
    expect(page.locator(".map tbody th").first).not_to_be_in_viewport(ratio=0.9)


def test_a_person_has_details_in_words_and_no_rule_ids(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    home = page.request.get(f"{demo.url}/api/people?stage=repeat&limit=1").json()
    page.goto(f"{demo.url}/people/{home['people'][0]['person']}")
    details = page.locator(".facts-list").first
    expect(details).to_contain_text("Nimi")
    expect(details).to_contain_text("Sähköposti")
    expect(details).not_to_contain_text("consent_email")
    assert not re.search(r"\w\[\d\]", page.locator("main").inner_text())


def test_the_labels_of_a_persons_card_stand_in_one_line(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/people", width=390)
    cells = page.locator(".people tbody tr").first.locator("td")
    expect(cells.first).to_be_visible()
    lefts = cells.evaluate_all(
        """cells => cells.map(cell => {
          const range = document.createRange(); range.selectNodeContents(cell)
          return Math.round(range.getBoundingClientRect().left)})"""
    )
    assert len(set(lefts)) == 1
