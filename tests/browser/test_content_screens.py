"""The content plan, its gaps, the script and the market on screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Opener, Site, settled, sign_in
from tests.browser.test_everywhere import AXE, RUN_AXE
from tests.conftest import serving

pytestmark = [pytest.mark.slow, pytest.mark.browser]

TABS = (
    *("", "?tab=coverage", "?tab=threads", "?tab=objections", "?tab=reviews"),
    *("?tab=competitors", "?tab=market"),
)
PANELS = (
    "?open=topics.linen",
    "?tab=threads&open=threads.lasting",
    "?tab=objections&open=proof.washes",
)


@pytest.fixture(scope="module")
def own(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demo that these tests may change."""
    folder = tmp_path_factory.mktemp("content") / "shop"
    with serving(folder, "--people", "300", command="demo") as server:
        yield sign_in(browser, server)


def gaps(page: Page) -> int:
    said = page.get_by_text(re.compile(r"^\d+ sisältöauk")).first.inner_text()
    return int(said.split()[0])


def saved(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"^Tallennettu"))).to_be_visible()


def test_a_topic_from_an_empty_cell_is_one_gap_less_also_on_home(opened: Opener, own: Site) -> None:
    """The cell opens a topic for its stage and persona; Home tells the same number and leads to the matrix."""
    page = opened(own, "/")
    link = page.get_by_role("link", name=re.compile("sisältöauk"))
    before = int(link.inner_text().split()[0])
    link.click()
    expect(page).to_have_url(re.compile("tab=coverage"))
    expect(page.get_by_role("button", name=re.compile("Aukko. Lisää aihe"))).to_have_count(before)
    page.get_by_role(
        "button", name=re.compile("^Suosittelijat, Mökin emäntä Marjatta: Aukko")
    ).click()
    panel = page.get_by_role("dialog")
    name = panel.get_by_label("Aihe", exact=True)
    expect(name).to_be_focused()
    name.fill("Kutsu ystävä mökille")
    expect(panel.get_by_role("checkbox", name="Suosittelijat")).to_be_checked()
    expect(panel.get_by_role("checkbox", name="Mökin emäntä Marjatta")).to_be_checked()
    page.keyboard.press("Escape")
    saved(page)
    expect(page.get_by_role("button", name=re.compile("Aukko. Lisää aihe"))).to_have_count(
        before - 1
    )
    assert gaps(page) == before - 1
    page.get_by_role(
        "button", name="Suosittelijat, Mökin emäntä Marjatta: Aihe ilman sisältöä"
    ).click()
    expect(panel.get_by_label("Aihe", exact=True)).to_have_value("Kutsu ystävä mökille")
    page.goto(own.url + "/")
    expect(page.get_by_role("link", name=f"{before - 1} sisältöauk")).to_be_visible()


def test_the_topic_comes_before_the_format_and_the_channel(opened: Opener, own: Site) -> None:
    """A new piece asks for neither while a stage has no topic; one may go on all the same. Removing can be undone."""
    page = opened(own, "/content")
    expect(page.get_by_role("heading", name="Ensin aihe, sitten muoto ja kanava")).to_be_visible()
    page.get_by_role("button", name=re.compile("Lisää aihe.*Poistujat")).click()
    panel = page.get_by_role("dialog")
    panel.get_by_role("checkbox", name="Poistujat").uncheck()  # the stage is without a topic again
    panel.get_by_label("Aihe", exact=True).fill("Näkemiin")
    panel.get_by_role("button", name="Lisää sisältö").click()
    expect(panel.get_by_label("Sisällön nimi")).to_be_visible()
    expect(panel.get_by_label("Muoto")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ohita").click()
    page.get_by_role("button", name="Näkemiin").click()
    panel.get_by_label("Muoto").select_option("video")
    panel.get_by_label("Kanava").select_option("email")
    panel.get_by_role("button", name="Poista aihe").click()
    expect(page.get_by_role("button", name="Näkemiin")).to_have_count(0)
    page.get_by_role("button", name="Kumoa").last.click()
    expect(page.get_by_role("button", name="Näkemiin")).to_be_visible()
    saved(page)


def test_shares_that_are_not_100_are_told_and_not_saved(opened: Opener, own: Site) -> None:
    """The sum is said while one types; what is whole is divided and saved."""
    page = opened(own, "/content?tab=market")
    page.get_by_label("Valmis ostamaan, %").fill("5")
    expect(
        page.get_by_text("Osuudet ovat yhteensä 102 %, eivät 100. Ero on 2 %-yks.")
    ).to_be_visible()
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.get_by_label("Valmis ostamaan, %")).to_have_value("3")
    page.get_by_label("Markkinan koko, ihmistä").fill("10000")
    page.get_by_label("Valmis ostamaan, %").fill("5,5")
    page.get_by_label("Ei tiedosta ongelmaa, %").fill("57,5")
    expect(page.get_by_text("Yhteensä 100 %")).to_be_visible()
    saved(page)
    row = page.get_by_role("row", name=re.compile("Valmis ostamaan"))
    expect(row).to_contain_text("550")
    expect(row.get_by_role("link")).to_have_attribute("href", re.compile("stage=lead"))


def test_a_thread_names_its_missing_link(opened: Opener, own: Site) -> None:
    """Each missing part is said with the way to mend it; hooks stand with cost, next step and price of a lead."""
    page = opened(own, "/content?tab=threads")
    holds = page.get_by_role("region", name="Kestävää mökille")
    expect(
        holds.get_by_text("Kysymys kulkee katkeamatta koukusta kaupan päättämiseen.")
    ).to_be_visible()
    thread = page.get_by_role("region", name="Lahja saunojalle")
    check = thread.get_by_role("region", name="Jatkuvuustarkistus")
    expect(check.get_by_text("Liidimagneettia ei ole valittu.")).to_be_visible()
    expect(check.get_by_text("Tarinaa ei ole valittu.")).to_be_visible()
    check.get_by_role("button", name="Korjaa").nth(1).click()
    page.get_by_role("dialog").get_by_label("Tarina").select_option("second-purchase")
    page.keyboard.press("Escape")
    saved(page)
    expect(check.get_by_text("Tarina ei vie tarjoukseen.")).to_be_visible()
    expect(check.get_by_role("link", name="Korjaa").first).to_have_attribute(
        "href", "/programmes/second-purchase"
    )
    hooks = holds.get_by_role("region", name="Koukkujen kulut ja tulos")
    expect(hooks.get_by_role("row", name=re.compile("Pyyhe, joka kestää"))).to_contain_text("€")


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("fi", "light", 1440), ("en", "dark", 390)]
)
def test_every_tab_is_accessible_and_keeps_its_width(
    opened: Opener, demo: Site, language: str, scheme: str, width: int
) -> None:
    """axe finds nothing serious, and only tables scroll sideways."""
    page = opened(demo, "/content", language=language, scheme=scheme, width=width)
    axe = Path(AXE).read_text("utf-8")
    for view in (*TABS, *PANELS):
        page.goto(f"{demo.url}/content{view}")
        settled(page)
        page.evaluate(axe)
        assert page.evaluate(RUN_AXE) == [], view
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view


def test_a_permission_given_by_phone_is_written_down_and_found_by_its_state(
    opened: Opener, own: Site
) -> None:
    """Where it came from is asked first; the state and the score stand in the address."""
    page = opened(own, "/content?tab=reviews&score=good")
    row = page.get_by_role("listitem", name="Arvostelu").first
    who = row.get_by_role("link").first.inner_text()
    row.get_by_role("button", name="Kirjaa vastaus").click()
    form = row.get_by_role("form", name="Kirjaa vastaus")
    expect(form.get_by_role("button", name="Lupa saatu")).to_be_disabled()
    form.get_by_label("Mistä vastaus tuli?").fill("puhelimessa")
    form.get_by_role("button", name="Lupa saatu").click()
    expect(row.get_by_text("puhelimessa")).to_be_visible()
    states = page.get_by_role("navigation", name="Luvan tila")
    states.get_by_role("link", name=re.compile("^Lupa saatu")).click()
    expect(page).to_have_url(re.compile("state=permitted"))
    expect(page.get_by_role("listitem", name="Arvostelu")).to_have_count(1)
    expect(row.get_by_role("link", name=who)).to_be_visible()
    page.get_by_label("Arvosana", exact=True).select_option("poor")
    expect(page.get_by_text("Näillä rajauksilla ei löytynyt mitään.")).to_be_visible()
    page.get_by_role("link", name="Poista rajaukset").click()
    expect(page).to_have_url(re.compile("tab=reviews$"))
