"""A team at work on screen: an invitation, a mention, what a viewer cannot do, a session that ends while writing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WAIT_MS, Opener, Site
from tests.browser.test_everywhere import AXE, RUN_AXE
from tests.browser.test_programmes import api, panel

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PASSWORD = "neljä sanaa peräkkäin"


def joined(browser: Browser, link: str) -> Page:
    """Somebody opens the link of an invitation and chooses a password."""
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(link)
    expect(page.locator("h1")).to_have_text("Tervetuloa Polkuun")
    page.get_by_label("Valitse salasana").fill(PASSWORD)
    page.get_by_role("button", name="Liity").click()
    page.get_by_role("button", name=re.compile("^Maininnat")).wait_for()
    return page


def invite(page: Page, site: Site, name: str, role: str) -> str:
    """The link, made on screen."""
    page.goto(f"{site.url}/settings?tab=team")
    page.get_by_label("Nimi").fill(name)
    page.get_by_label("Sähköpostiosoite").fill(
        f"{name.split(maxsplit=1)[0].lower()}@yritys.example"
    )
    page.get_by_label("Rooli", exact=True).select_option(role)
    page.get_by_role("button", name="Tee kutsu").click()
    box = page.get_by_role("status").filter(has_text=f"Kutsulinkki: {name}")
    return box.locator("code").inner_text()


def serious(page: Page) -> list[str]:
    """What axe says of the page as it stands."""
    page.evaluate(AXE.read_text("utf-8"))
    return [*page.evaluate(RUN_AXE)]


def test_a_colleague_is_invited_comments_and_is_heard(
    browser: Browser, opened: Opener, fresh: Site
) -> None:
    first = opened(fresh, "/settings?tab=me")
    first.get_by_label("Nimi").fill("Olli Omistaja")
    first.get_by_role("button", name="Tallenna", exact=True).click()
    expect(first.locator(".me-link")).to_have_attribute("title", "Olli Omistaja")
    second = joined(browser, invite(first, fresh, "Maija Mäki", "seller"))
    assert serious(first) == []
    key = api(first, fresh, "GET", "/api/journeys/-")["key"]
    said = {"about": f"journey:{key}", "place": "", "text": "@Maija Mäki katso tätä"}
    api(first, fresh, "POST", "/api/comments", said)

    second.goto(fresh.url)
    second.get_by_role("button", name="Maininnat: 1 lukematon").click()
    box = panel(second)
    expect(box).to_contain_text("Olli Omistaja")
    box.get_by_role("button", name="Avaa keskustelu").click()
    box = panel(second)
    box.get_by_role("button", name="Vastaa").first.click()
    field = box.get_by_label("Vastaa", exact=True)
    field.press_sequentially("Selvä @oll")
    expect(box.get_by_role("option", name="Olli Omistaja")).to_be_visible()
    field.press("Enter")
    expect(field).to_have_value("Selvä @Olli Omistaja ")
    field.press("Control+Enter")
    expect(box.locator(".comment-answer")).to_contain_text("Selvä @Olli Omistaja")
    box.get_by_role("button", name="Merkitse ratkaistuksi").click()
    expect(box.get_by_text("Ratkaistut: 1 keskustelu")).to_be_visible()
    assert serious(second) == []
    second.context.close()

    first.goto(fresh.url)
    expect(first.get_by_role("button", name="Maininnat: 1 lukematon")).to_be_visible()
    first.goto(f"{fresh.url}/settings?tab=audit")
    expect(first.locator("main")).to_contain_text("kutsui tiimiin")
    assert serious(first) == []


def test_a_viewer_sees_and_a_session_that_ends_leaves_the_page(
    browser: Browser, opened: Opener, fresh: Site
) -> None:
    """Signing in again goes on where the reader was, with what was written still in the field."""
    owner = opened(fresh)
    viewer = joined(browser, invite(owner, fresh, "Kaisa Katselija", "viewer"))
    viewer.goto(f"{fresh.url}/settings?tab=team")
    expect(viewer.get_by_text("Kaisa Katselija")).to_be_visible()
    expect(viewer.get_by_role("button", name="Tee kutsu")).to_have_count(0)
    expect(viewer.get_by_role("link", name="Muutosloki")).to_have_count(0)
    viewer.goto(f"{fresh.url}/settings?tab=me")
    viewer.get_by_label("Nimi").fill("Kesken jäänyt nimi")
    member = next(
        each for each in api(owner, fresh, "GET", "/api/team") if each["role"] == "viewer"
    )
    api(owner, fresh, "PATCH", f"/api/team/{member['id']}", {"end_sessions": True})
    viewer.get_by_role("button", name="Tallenna", exact=True).click()
    dialog = viewer.get_by_role("dialog")
    expect(dialog).to_contain_text("Istuntosi on päättynyt")
    assert serious(viewer) == []
    dialog.get_by_label("Sähköpostiosoite").fill("kaisa@yritys.example")
    dialog.get_by_label("Salasana", exact=False).first.fill("väärä salasana")
    dialog.get_by_role("button", name="Kirjaudu", exact=True).click()
    expect(dialog).to_contain_text("eivät sovi yhteen")
    dialog.get_by_label("Salasana", exact=False).first.fill(PASSWORD)
    dialog.get_by_role("button", name="Kirjaudu", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(viewer.get_by_label("Nimi")).to_have_value("Kesken jäänyt nimi")
    viewer.get_by_role("button", name="Tallenna", exact=True).click()
    expect(viewer.locator(".me-link")).to_have_attribute("title", "Kesken jäänyt nimi")
    viewer.get_by_role("button", name="Kirjaudu ulos").click()
    expect(viewer.locator("h1")).to_have_text("Kirjaudu Polkuun")
    assert serious(viewer) == []
    viewer.context.close()
