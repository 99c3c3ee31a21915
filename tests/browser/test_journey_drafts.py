"""Journeys as drafts on screen: saved by themselves, published, restored, and never lost, whoever else edits and
whatever fails meanwhile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Opener, Site, sign_in
from tests.conftest import run_polku, serving

pytestmark = pytest.mark.slow


def rename(page: Page, name: str) -> None:
    """A press on the name, the new one, Enter."""
    page.locator("h1 button").click()
    page.get_by_label("Polun nimi").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("h1 button")).to_contain_text(name)


def saved(page: Page) -> None:
    expect(page.locator(".saved")).to_contain_text(re.compile(r"Tallennettu \d"))


def body(page: Page) -> str:
    """The draft as the server has it."""
    found: str = page.evaluate("fetch('/api/journeys/-').then((r) => r.json()).then((p) => p.body)")
    return found


def test_a_draft_is_saved_published_and_restored(
    browser: Browser, opened: Opener, tmp_path: Path
) -> None:
    """A new name is a draft until it is published with a note; version 1 is looked at and taken back, with undo."""
    folder = tmp_path / "shop"
    run_polku("init", folder, "--template", "shop", "--lang", "fi")
    before = (folder / "journey.yaml").read_text("utf-8")
    with serving(folder) as server:
        page = opened(sign_in(browser, server), "/journey?mode=design")
        rename(page, "Kevään polku")
        saved(page)
        assert (folder / "journey.yaml").read_text("utf-8") == before
        expect(page.get_by_text("1 julkaisematon muutos")).to_be_visible()
        page.get_by_role("button", name="Julkaise").click()
        panel = page.get_by_role("dialog")
        expect(panel.get_by_text("Polun nimi muuttui")).to_be_visible()
        expect(panel.get_by_text("kukaan ei vaihda vaihetta")).to_be_visible()
        expect(panel.get_by_role("button", name="Julkaise")).to_be_disabled()
        panel.get_by_label("Mitä muutettiin ja miksi").fill("Uusi nimi keväälle")
        panel.get_by_role("button", name="Julkaise").click()
        expect(panel).to_have_count(0)
        assert "Kevään polku" in (folder / "journey.yaml").read_text("utf-8")
        page.get_by_role("button", name="Versiot").click()
        expect(panel.get_by_text("Uusi nimi keväälle")).to_be_visible()
        panel.get_by_role("button", name=re.compile(r"Katso\s*: Versio 1")).click()
        expect(panel.get_by_text("Palauttaminen muuttaisi luonnosta näin")).to_be_visible()
        panel.get_by_role("button", name="Palauta luonnokseksi").click()
        expect(page.locator("h1")).not_to_contain_text("Kevään polku")
        page.locator(".toast").get_by_role("button", name="Kumoa").click()
        expect(page.locator("h1")).to_contain_text("Kevään polku")


def test_two_tabs_edit_and_both_are_told(fresh: Site, opened: Opener) -> None:
    """The second to save sees what each changed, in words, and chooses; both choices keep what they say."""
    one, other = (opened(fresh, "/journey?mode=design") for _ in range(2))
    other.route(
        "**/api/journeys/*",
        lambda route: route.abort() if route.request.method == "GET" else route.continue_(),
    )
    rename(one, "Ensimmäisen nimi")
    saved(one)
    rename(other, "Toisen nimi")
    conflict = other.locator(".conflict")
    expect(conflict).to_contain_text("Sinä muutit")
    expect(conflict).to_contain_text("Toisen nimi")
    expect(conflict).to_contain_text("Ensimmäisen nimi")
    assert "Ensimmäisen nimi" in body(one)
    other.unroute("**/api/journeys/*")
    conflict.get_by_role("button", name="Tallenna omani päälle").click()
    saved(other)
    assert "Toisen nimi" in body(other)
    expect(one.locator("h1")).to_contain_text("Toisen nimi", timeout=20_000)


def test_leaving_a_screen_while_it_saves_is_no_conflict(fresh: Site, opened: Opener) -> None:
    """What a screen still saves when the next one is open is known there: both changes stand."""
    page = opened(fresh, "/journey?mode=design")

    def save(route: Route) -> None:
        if route.request.method == "PUT":
            page.wait_for_timeout(2_500)
        route.continue_()

    page.route("**/api/journeys/*", save)
    rename(page, "Ensin tämä")
    page.get_by_role("link", name="Kattavuus").click()
    page.get_by_role("link", name="Kehitys", exact=True).click()
    page.get_by_role("link", name="Vuosikello").click()
    page.get_by_role("button", name="Lisää: marraskuu").click()
    page.get_by_role("dialog").get_by_label("Nimi").fill("Sitten tämä")
    page.keyboard.press("Escape")
    saved(page)
    kept = body(page)
    assert "Ensin tämä" in kept
    assert "Sitten tämä" in kept


def test_a_lost_network_loses_nothing(fresh: Site, opened: Opener) -> None:
    """Typing goes on without the network, the page says so, and it saves by itself when the network is back; a page
    closed meanwhile has the text when it is opened again."""
    page = opened(fresh, "/journey?panel=source")
    field = page.get_by_role("textbox", name="Polun YAML")
    text = field.input_value()
    page.context.set_offline(True)
    field.fill(f"# Kirjoitettu ilman verkkoa\n{text}")
    expect(page.locator(".saved")).to_contain_text("Ei tallennettu")
    expect(page.locator(".saved")).to_contain_text("tallessa tässä selaimessa")
    page.context.set_offline(False)
    saved(page)
    assert body(page).startswith("# Kirjoitettu ilman verkkoa\n")
    page.context.set_offline(True)
    field.fill(f"# Suljettu kesken\n{text}")
    expect(page.locator(".saved")).to_contain_text("Ei tallennettu")
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(f"{fresh.url}/journey?panel=source")
    expect(again.get_by_role("textbox", name="Polun YAML")).to_have_value(
        re.compile("# Suljettu kesken")
    )
    saved(again)
    assert body(again).startswith("# Suljettu kesken\n")


SAVE = """async (text) => {
  const page = await (await fetch("/api/journeys/-")).json();
  const headers = { "X-Polku": "1", "Content-Type": "application/json" };
  const said = JSON.stringify({ body: text + page.body, edition: page.edition });
  return (await fetch(`/api/journeys/${page.key}`, { method: "PUT", headers, body: said })).status;
}"""


def test_what_was_written_offline_stays_when_somebody_saved_in_between(
    fresh: Site, opened: Opener
) -> None:
    """A page closed without the network, and a colleague who saved since: a conflict to choose in, told in the panel
    too, where it would else be hidden; what is typed before the choice is kept as well."""
    page = opened(fresh, "/journey?panel=source")
    field = page.get_by_role("textbox", name="Polun YAML")
    text = field.input_value()
    page.context.set_offline(True)
    field.fill(f"# Verkotta\n{text}")
    panel = page.get_by_role("dialog")
    expect(panel.locator(".draft-trouble")).to_contain_text("tallessa tässä selaimessa")
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(f"{fresh.url}/health")
    assert again.evaluate(SAVE, "# Kollega\n") == 200
    for _ in range(2):
        again.goto(f"{fresh.url}/journey?panel=source")
        panel = again.get_by_role("dialog")
        field = panel.get_by_role("textbox", name="Polun YAML")
        expect(field).to_have_value(re.compile("# Verkotta"))
        expect(panel.locator(".conflict")).to_contain_text("Ei tallennettu")
        field.press("ControlOrMeta+Home")
        field.press_sequentially("# Ja vielä\n")
    expect(field).to_have_value(re.compile("^(# Ja vielä\n){2}# Verkotta"))
    assert body(again).startswith("# Kollega\n")
    panel.get_by_role("button", name="Tallenna omani päälle").click()
    saved(again)
    assert body(again).startswith("# Ja vielä\n# Ja vielä\n# Verkotta")


def test_an_expired_sign_in_keeps_the_text(fresh: Site, opened: Opener) -> None:
    """The session ends while somebody types: the text stays in sight, and is saved after signing in again."""
    page = opened(fresh, "/journey?mode=design")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    rename(page, "Kesken kirjoitettu")
    expect(page.get_by_role("dialog", name="Kirjaudu uudelleen")).to_be_visible()
    expect(page.locator(".saved")).to_contain_text("kirjautumisesi on vanhentunut")
    expect(page.locator("h1")).to_contain_text("Kesken kirjoitettu")
    page.context.add_cookies(cookies)
    page.get_by_role("dialog").locator("button.comment-link").click()
    saved(page)
    assert "Kesken kirjoitettu" in body(page)


def test_one_goal_from_home_and_a_second_is_refused(fresh: Site, opened: Opener) -> None:
    """The goal is set at once; another is refused with the words and the button that parks the first."""
    page = opened(fresh, "/journey?panel=goal")
    panel = page.get_by_role("dialog")
    heading = panel.get_by_role("heading", level=3).first
    expect(heading).to_be_visible()
    if heading.inner_text() == "Ei vielä tavoitetta":
        panel.get_by_label("Vaiheesta").select_option(index=1)
        panel.get_by_label("Vaiheeseen").select_option(index=2)
        panel.get_by_label("Tavoitetaso").fill("12,5")
        panel.get_by_role("button", name="Aseta tavoite").click()
        expect(panel.get_by_text("Tämän hetken tavoite")).to_be_visible()
    panel.get_by_label("Vaiheesta").select_option(index=2)
    panel.get_by_label("Vaiheeseen").select_option(index=4)
    panel.get_by_label("Tavoitetaso").fill("")
    panel.get_by_role("button", name="Tallenna tavoite").click()
    expect(panel.get_by_text("Kirjoita osuus väliltä")).to_be_visible()
    panel.get_by_label("Tavoitetaso").fill("20")
    panel.get_by_label("Tavoite lauseena").fill("Toinen tavoite")
    panel.get_by_role("button", name="Tallenna tavoite").click()
    refusal = panel.get_by_role("alert")
    expect(refusal).to_contain_text("Polulla on jo tavoite")
    refusal.get_by_role("button", name="Siirrä odottamaan").click()
    expect(panel.get_by_text("Odottavat tavoitteet")).to_be_visible()
    assert "Toinen tavoite" in body(page)


def test_all_journeys_by_keyboard(fresh: Site, opened: Opener) -> None:
    """`n` makes a new one from a template; it is drawn, renamed to something hostile, deleted and brought back."""
    page = opened(fresh, "/journeys")
    page.keyboard.press("n")
    panel = page.get_by_role("dialog")
    panel.get_by_label("Nimi").fill("<b>Toinen</b> 😀 =1+1")
    panel.get_by_role("button", name=re.compile(r"Aloita tästä\s*: B2B")).click()
    expect(page.locator("h1")).to_contain_text("<b>Toinen</b> 😀 =1+1")
    expect(page.locator(".pill")).to_have_text("Luonnos")
    page.locator("main").get_by_role("link", name="Polut", exact=True).click()
    card = page.locator(".journey-card", has_text="Toinen")
    expect(card).to_be_visible()
    page.get_by_label("Hae polkuja").fill("toinen")
    expect(page.locator(".journey-card")).to_have_count(1)
    card.get_by_role("button", name=re.compile("Poista")).click()
    expect(card).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Kumoa").click()
    expect(card).to_be_visible()
