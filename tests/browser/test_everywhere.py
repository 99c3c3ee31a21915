"""What holds on every screen: no serious fault for assistive technology, no sideways scroll, two languages."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Site, settled
from tests.conftest import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AXE = ROOT / "ui" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = (
    "/",
    "/journey",
    "/journeys",
    "/journey?panel=goal",
    "/journey?panel=history",
    "/journey?stage=lead&panel=stage",
    "/people",
    "/people?list=lost",
    "/people/segments",
    "/people/segments?segment=new",
    "/content?tab=offers",
    "/content/offers/mokkipaketti",
    "/content?tab=forms",
    "/content/forms/opas",
    "/programmes",
    "/programmes?begin=any",
    "/programmes?view=pressure",
    "/programmes?view=messages",
    "/programmes/second-purchase",
    "/programmes/second-purchase?step=satisfaction",
    "/programmes/second-purchase?panel=frame",
    "/programmes/second-purchase?panel=publish",
    "/programmes/second-purchase?panel=preview",
    "/programmes/second-purchase?panel=source",
    "/programmes/second-purchase?tab=people",
    "/programmes/second-purchase?tab=results",
    "/programmes/second-purchase?tab=history",
    "/tasks",
    "/settings",
    "/sources",
)
# Of the studio: each in two of the four looks, so that all of them take about a minute.
STUDIO = (
    "/journey?mode=design",
    "/journey?mode=optimise",
    "/journey?panel=export",
    "/journey?mode=design&panel=gaps",
    "/journey?mode=design&panel=lanes",
    "/journey?mode=design&panel=touchpoints",
    "/journey?mode=design&panel=personas",
    "/journey?mode=design&panel=cell&stage=lead&lane=questions",
    "/journey?stage=lead&zoom=stage",
    "/start",
    "/start?journey=kaislaranta&step=audience",
    "/start?journey=kaislaranta&step=topics",
    "/content",
    "/content?tab=coverage",
    "/content?tab=threads",
    "/content?tab=objections",
    "/content?tab=competitors",
    "/content?tab=market",
    "/improve",
    "/improve?tab=ideas",
    "/improve?tab=decisions",
    "/improve?tab=review",
    "/improve?tab=calendar",
    "/improve?tab=stop",
    "/settings?tab=sender",
    "/settings?tab=team",
    "/settings?tab=me",
    "/settings?tab=workspace",
    "/settings?tab=audit",
    "/metrics",
    "/metrics/mend",
)
RUN_AXE = """async () => (await axe.run(document)).violations
  .filter(({impact}) => impact === "serious" || impact === "critical")
  .map(({id, nodes}) => id + ": " + nodes.map(({html}) => html.slice(0, 120)).join(" | "))"""


def screens(page: Page, site: Site) -> tuple[str, ...]:
    person = page.request.get(f"{site.url}/api/people?limit=1").json()["people"][0]["person"]
    return (*SCREENS, f"/people/{person}?programme=win-back", "/nowhere")


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fi", "light", 1440), ("en", "dark", 1440), ("en", "light", 390), ("fi", "dark", 390)],
)
def test_no_screen_has_a_serious_fault_or_scrolls_sideways(
    opened: Opener,
    demo: Site,
    language: Literal["fi", "en"],
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    page = opened(demo, language=language, scheme=scheme, width=width)
    assert faults(page, demo, screens(page, demo)) == {}


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1440), ("fi", "dark", 390)]
)
def test_no_screen_of_the_studio_has_a_serious_fault(
    opened: Opener,
    demo: Site,
    language: Literal["fi", "en"],
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    page = opened(demo, language=language, scheme=scheme, width=width)
    assert faults(page, demo, STUDIO) == {}


def faults(page: Page, site: Site, paths: tuple[str, ...]) -> dict[str, list[str]]:
    """Of each address what axe finds serious, and how far it scrolls sideways; those without fault are left out."""
    axe = Path(AXE).read_text("utf-8")
    found = {}
    for path in paths:
        page.goto(site.url + path)
        settled(page)
        if "panel=" in path:  # its part of the script comes when it is opened
            page.locator("[role=dialog], .docked").first.wait_for()
            settled(page)
        page.evaluate(axe)
        found[path] = page.evaluate(RUN_AXE)
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide:
            found[path].append(f"scrolls {wide} px sideways")
    return {path: what for path, what in found.items() if what}


@pytest.mark.parametrize("width", [390, 1024])
def test_only_the_map_itself_scrolls_and_its_first_column_stays(
    opened: Opener, demo: Site, width: int
) -> None:
    page = settled(opened(demo, "/journey", width=width))
    lane, box = page.locator(".map tbody th").first, page.locator(".map-frame .scroll")
    left = "lane => lane.getBoundingClientRect().left"
    before = lane.evaluate(left)
    box.evaluate("box => { box.scrollLeft = 10000 }")
    assert box.evaluate("box => box.scrollLeft") > 0
    assert lane.evaluate(left) == before


def test_the_language_is_remembered_and_said_to_the_browser(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    assert page.evaluate("document.documentElement.lang") == "fi"
    page.get_by_role("button", name="EN, in English").click()
    expect(page.locator("h1")).to_have_text("Home")
    page.reload()
    expect(page.locator("h1")).to_have_text("Home")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_words_of_the_server_change_with_the_language(opened: Opener, demo: Site) -> None:
    """A warning that stands on the screen is told anew."""
    page = opened(demo, "/programmes/feedback")
    expect(page.get_by_text("ei ole käytössä: viesti lähtee muissa kanavissa")).to_be_visible()
    page.get_by_role("button", name="EN, in English").click()
    expect(page.get_by_text("is not set up: the others are used")).to_be_visible()


def test_the_look_is_switched_and_remembered(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    scheme = "document.documentElement.dataset.mantineColorScheme"
    assert page.evaluate(scheme) == "light"
    for _ in range(2):
        page.get_by_role("button", name="Ulkoasu").click()
    assert page.evaluate(scheme) == "dark"
    page.reload()
    page.locator("h1").wait_for()
    assert page.evaluate(scheme) == "dark"


def test_without_a_session_the_way_in_is_told(opened: Opener, demo: Site) -> None:
    page = opened(demo, signed_in=False)
    expect(page.locator("h1")).to_have_text("Kirjaudu Polkuun")
    expect(page.locator("main .code")).to_have_text("polku login")


def test_a_used_token_shows_the_same_way_in(opened: Opener, demo: Site) -> None:
    page = opened(demo, signed_in=False)
    page.goto(demo.server.login)
    expect(page.locator("h1")).to_have_text("Kirjaudu Polkuun")


def test_a_person_who_is_not_there_is_told_so(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/people/nobody-at-all", language="en")
    expect(page.get_by_text("This person is not found.")).to_be_visible()


def test_a_server_that_goes_away_is_told_and_the_figures_stay(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    page.locator(".strip").wait_for()
    page.context.set_offline(True)
    expect(page.get_by_role("alert")).to_contain_text("Ei verkkoyhteyttä")
    expect(page.locator(".strip")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_have_count(0)
