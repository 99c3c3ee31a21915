"""The pages that people outside open, in Chromium: for everybody, on a phone, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from polku.delivery.links import Confirm, Exit, Offer, Preferences, Survey, Unsubscribe
from tests.conftest import ROOT
from tests.public_site import PHONE, PublicSite, public_site

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AXE = ROOT / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => (await axe.run(document)).violations
  .map(({id, nodes}) => id + ": " + nodes.map(({html}) => html.slice(0, 120)).join(" | "))"""
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea')]
  .filter((e) => !e.closest('.away') && !e.classList.contains('skip'))
  .map((e) => ({e, box: (e.closest('label.tick') || e).getBoundingClientRect()}))
  .filter(({box}) => box.width && (box.height < 24 || box.width < 24))
  .map(({e, box}) => e.outerHTML.slice(0, 80) + ' ' + box.width + 'x' + box.height)"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicSite]:
    company = """
[company]
name = "Kauppa Oy"
address = "Mannerheimintie 1, 00100 Helsinki"
email = "asiakaspalvelu@kauppa.example"
phone = "+358 9 1234 567"
privacy_url = "https://kauppa.example/tietosuoja"
"""
    with public_site(tmp_path_factory.mktemp("public") / "w", company) as running:
        yield running


@pytest.fixture(scope="module")
def pages(site: PublicSite) -> dict[str, str]:
    person = site.person("customer-17", email="ann@example.com", phone="+358401234567")
    shown = site.workspace.control.offers.show(person, "spring", site.workspace.clock(), 77)
    said = {"person": person, "shown": shown.id, "offer": "spring"}
    return {
        "form": "/p/form/guide",
        "confirm": site.path(Confirm(person=person, form="guide", submission=1)),
        "survey": site.path(Survey(person=person, message=5, survey="s", kind="nps")),
        "csat": site.path(Survey(person=person, message=5, survey="s", kind="csat")),
        "emotion": site.path(Survey(person=person, message=5, survey="s", kind="emotion")),
        "open": site.path(Survey(person=person, message=5, survey="s", kind="open")),
        "preferences": site.path(Preferences(person=person)),
        "unsubscribe": site.path(
            Unsubscribe(person=person, message=5, purpose="marketing", channel="email")
        ),
        "offer": site.path(Offer(**said, party="buyer")),
        "parties": site.path(Offer(**said)),
        "exit": site.path(Exit(person=person)),
        "gone": "/p/exit/nothing",
    }


@pytest.fixture
def browse(browser: Browser, site: PublicSite) -> Iterator[Any]:
    contexts = []
    faults: list[str] = []

    def open_page(
        path: str, *, width: int = 390, scheme: Any = "light", script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 850},
            color_scheme=scheme,
            java_script_enabled=script,
            locale="fi-FI",
            user_agent=PHONE,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: faults.append(said.text) if "Content Security" in said.text else None,
        )
        page.goto(site.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fi", "light", 390), ("en", "dark", 390), ("en", "light", 1440), ("fi", "dark", 1440)],
)
def test_no_page_has_a_fault_scrolls_sideways_or_has_small_targets(
    browse: Any, site: PublicSite, pages: dict[str, str], language: str, scheme: str, width: int
) -> None:
    """axe finds nothing at all, and every target is 24 px at least."""
    axe = Path(AXE).read_text("utf-8")
    page = browse("/p/form/guide", width=width, scheme=scheme)
    found = {}
    for name, path in pages.items():
        # the confirmation would send itself while axe looks at it
        page.add_init_script("Document.prototype.hasFocus = () => false")
        page.goto(f"{site.url}{path}?lang={language}")
        assert page.evaluate("document.documentElement.lang") == language
        page.evaluate(axe)
        found[name] = [*page.evaluate(RUN_AXE), *page.evaluate(SMALL_TARGETS)]
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide:
            found[name].append(f"scrolls {wide} px sideways")
    page.goto(f"{site.url}/p/form/guide?lang={language}")
    page.get_by_role("button").click()
    page.evaluate(axe)
    found["faults"] = [*page.evaluate(RUN_AXE), *page.evaluate(SMALL_TARGETS)]
    assert found == {name: [] for name in found}


def test_a_mistake_is_told_and_leads_to_the_field(browse: Any) -> None:
    """The summary has the focus; its link goes to the field; what was written stays."""
    page = browse("/p/form/guide")
    page.get_by_label("Etunimi").fill("Ann")
    page.get_by_role("button", name="Lähetä").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Sähköpostiosoite").click()
    expect(page.get_by_label("Sähköpostiosoite")).to_be_focused()
    expect(page.get_by_label("Etunimi")).to_have_value("Ann")
    expect(page.get_by_label("Kyllä, minulle saa lähettää")).not_to_be_checked()


def test_the_form_can_be_filled_in_by_keyboard_alone(browse: Any, site: PublicSite) -> None:
    """Tab order is the order of reading, and the trap is never reached."""
    page = browse("/p/form/guide")
    reached = []
    for _ in range(10):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert "website" not in reached
    fields = [each for each in reached if each in ("email", "first_name", "company", "consent")]
    assert fields == ["email", "first_name", "company", "consent"]


def test_the_visitors_own_id_comes_along_when_the_browser_has_one(
    browse: Any, site: PublicSite
) -> None:
    """polku.js kept it for this host; a browser that asks not to be followed keeps it to itself."""
    page = browse("/p/form/guide")
    page.evaluate("localStorage.setItem('polku.anonymous', JSON.stringify('visitor-1'))")
    page.reload()
    assert page.locator("input[name=visitor]").input_value() == "visitor-1"
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})"
    )
    page.reload()
    assert page.locator("input[name=visitor]").input_value() == ""


def test_one_press_in_the_message_is_an_answer(browse: Any, site: PublicSite) -> None:
    """The page sends itself when a person looks at it."""
    person = site.person("customer-18", email="bo@example.com")
    link = Survey(person=person, message=6, survey="s", kind="nps", score=9)
    page = browse(site.path(link) + "?lang=fi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kiitos vastauksesta!")
    answered = site.events("Survey Answered", least=1)[0]
    assert answered["properties"]["score"] == 9
    page.get_by_role("button", name="3", exact=True).click()
    expect(page.get_by_role("button", name="3", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_label("Kerro omin sanoin").fill("Hidas toimitus")
    page.get_by_role("button", name="Lähetä").click()
    expect(page.get_by_text("kommenttisi on perillä")).to_be_visible()
    assert [each["properties"]["score"] for each in site.events("Survey Answered", least=2)] == [
        3,
        9,
    ]


def test_who_only_fetches_the_page_has_not_answered(browse: Any, site: PublicSite) -> None:
    """A scanner that runs scripts but shows the page to nobody: no focus, no answer."""
    person = site.person("customer-19", email="cy@example.com")
    link = Survey(person=person, message=7, survey="scan", kind="csat", score=5)
    page = browse("/p/exit/nothing")
    page.add_init_script("Document.prototype.hasFocus = () => false")
    page.goto(site.url + site.path(link))
    page.wait_for_timeout(1500)
    before = site.events("Survey Answered")
    assert "scan" not in [each["properties"]["survey"] for each in before]
    page.get_by_role("button", name="5").click()
    after = site.events("Survey Answered", least=len(before) + 1)
    assert after[0]["properties"]["survey"] == "scan"


def test_everything_works_without_a_script(browse: Any, site: PublicSite) -> None:
    """Answer, settings and leaving by plain forms."""
    person = site.person("customer-20", email="di@example.com")
    link = Survey(person=person, message=8, survey="plain", kind="ces", score=7)
    page = browse(site.path(link) + "?lang=fi", script=False)
    page.get_by_role("button", name="Lähetä vastaus 7").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kiitos vastauksesta!")
    page = browse(site.path(Preferences(person=person)) + "?lang=fi", script=False)
    page.get_by_label("Sähköposti").check()
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_role("status")).to_have_text("Asetuksesi on tallennettu.")
    expect(page.get_by_label("Sähköposti")).to_be_checked()
    page.get_by_role("button", name="Lopeta kaikki markkinointi").click()
    expect(page.get_by_label("Sähköposti")).not_to_be_checked()
    page = browse(site.path(Exit(person=person)) + "?lang=fi", script=False)
    page.get_by_label("Hinta").check()
    page.get_by_role("button", name="Lähetä").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Kiitos yhteisestä matkasta. Ovi on auki."
    )


def test_two_parties_accept_by_their_own_links(browse: Any, site: PublicSite) -> None:
    """The link without a party asks who one is."""
    person = site.person("customer-21", email="ed@example.com")
    shown = site.workspace.control.offers.show(person, "spring", site.workspace.clock(), 88)
    page = browse(site.path(Offer(person=person, shown=shown.id, offer="spring")) + "?lang=fi")
    expect(page.get_by_text("490,50 €")).to_be_visible()
    first = page.url
    for party, name in (("Ostaja", "Ed"), ("Toimitusjohtaja", "Fay")):
        page.goto(first)
        page.get_by_role("link", name=party).click()
        page.get_by_label("Nimesi").fill(name)
        page.get_by_role("button", name="Hyväksyn tarjouksen").click()
        expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Kaikki ovat hyväksyneet tarjouksen.")
