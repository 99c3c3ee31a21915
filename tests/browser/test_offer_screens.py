"""Offers and forms on screen: a shown price explains itself, and a form made here is filled in for real."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Opener, Site, sign_in
from tests.conftest import serving

pytestmark = pytest.mark.slow
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def own(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Site:  # type: ignore[misc]
    """A small demo of its own: these tests change it."""
    folder = tmp_path_factory.mktemp("offers") / "shop"
    with serving(folder, "--people", "600", command="demo") as server:
        yield sign_in(browser, server)


def saved(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"^Tallennettu"))).to_be_visible()


def test_the_price_of_a_shown_offer_explains_itself(own: Site, opened: Opener) -> None:
    """Who keeps which price and until when; undone in one press; published beside, with both still seen."""
    page = opened(own, "/content?tab=offers")
    page.get_by_role("link", name="Mökkipaketti").click()
    price = page.get_by_label("Hinta", exact=True)
    expect(price).to_have_value("540,00")
    price.fill("590,50")
    told = page.get_by_text(
        re.compile(r"Näille \d+ ihmiselle on jo näytetty versio 1 \(490\s€\)\.")
    )
    second = re.compile(r"Näille \d+ ihmiselle on jo näytetty versio 2 \(540\s€\)\.")
    expect(page.get_by_text(second)).to_be_visible()
    expect(told).to_contain_text("He saavat edelleen version 1 tarjouksen voimassaolon loppuun.")
    price.blur()
    page.keyboard.press("Control+z")
    expect(price).to_have_value("540,00")
    expect(page.get_by_text(second)).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(price).to_have_value("590,50")
    saved(page)

    frame = page.frame_locator("iframe[title='Julkinen sivu']")
    expect(frame.locator(".price")).to_have_text("590,50\u00a0€")
    page.get_by_role("group", name="Kenen silmin").get_by_role("button").nth(1).click()
    expect(frame.locator(".price")).to_have_text("490,00\u00a0€")
    expect(page.get_by_text("Hänelle on lukittu versio 1")).to_be_visible()

    page.get_by_role("button", name="Julkaise", exact=True).click()
    panel = page.get_by_role("dialog", name="Julkaiseminen")
    expect(panel.get_by_text("Hinta: 540 € → 590,50 €.")).to_be_visible()
    expect(panel.get_by_text("Näytetty tarjous ei muutu")).to_be_visible()
    panel.get_by_label("Muistiinpano historiaan").fill("Rahti kallistui <b>")
    panel.get_by_role("button", name="Julkaise versiona 3").click()
    expect(panel).to_have_count(0)
    expect(page.get_by_role("heading", name="Versio 3 · 590,50 €")).to_be_visible()
    page.get_by_role("button", name="Kuka näki version 1").click()
    seen = page.get_by_role("dialog", name="Kuka näki version 1")
    expect(seen.get_by_role("listitem")).to_have_count(50)
    seen.get_by_role("button", name="Näytä lisää").click()
    expect(seen.get_by_role("listitem").nth(61)).to_be_visible()
    seen.get_by_role("link").nth(1).click()
    expect(page).to_have_url(re.compile(r"/people/\d+"))


def test_faults_are_kept_and_stop_publishing_only(own: Site, opened: Opener) -> None:
    page = opened(own, "/content?tab=offers")
    page.get_by_role("button", name="Uusi tarjous").click()
    page.get_by_role("button", name="Aloita tästä").last.click()
    expect(page.get_by_role("textbox", name="Hyväksyjä 2")).to_be_visible()
    page.get_by_label("Hinta", exact=True).fill("paljon")
    expect(page.get_by_role("alert").get_by_text('"paljon" ei ole hinta.')).to_be_visible()
    saved(page)
    page.reload()
    expect(page.get_by_label("Hinta", exact=True)).to_have_value("paljon")
    page.get_by_role("button", name="Julkaise", exact=True).click()
    panel = page.get_by_role("dialog", name="Julkaiseminen")
    expect(panel.get_by_text("Estää julkaisun")).to_be_visible()
    expect(panel.get_by_role("button", name="Julkaise", exact=True)).to_be_disabled()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Poista luonnos").click()
    page.get_by_role("button", name="Kumoa").click()  # in the toast
    expect(page.get_by_role("link", name="Uusi yritystarjous")).to_be_visible()


def test_a_form_made_on_screen_is_filled_in_for_real(
    own: Site, opened: Opener, tmp_path: Path
) -> None:
    """From a ready one: a field, a file of its own, published; a visitor sends it; the number tells."""
    page = opened(own, "/content?tab=forms")
    page.get_by_role("button", name="Uusi lomake").click()
    page.get_by_role("button", name="Aloita tästä").last.click()
    title = page.get_by_label("Sivun otsikko", exact=True)
    title.fill("Kysy <script>alert(1)</script> 🧖")
    page.get_by_role("button", name="+ Sukunimi").click()
    frame = page.frame_locator("iframe[title='Julkinen sivu']")
    expect(frame.get_by_role("heading")).to_have_text("Kysy <script>alert(1)</script> 🧖")
    expect(frame.get_by_label("Sukunimi")).to_be_visible()

    huge = tmp_path / "iso.pdf"
    huge.write_bytes(PDF + b"\0" * (11 * 2**20))
    chooser = page.locator("input[type=file]")
    chooser.set_input_files(huge)
    expect(
        page.get_by_text("Tiedosto on liian suuri: 11 Mt, ja enintään 10 Mt kelpaa.")
    ).to_be_visible()
    wrong = tmp_path / "kuva.svg"
    wrong.write_text("<svg onload='alert(1)'/>")
    chooser.set_input_files(wrong)
    expect(page.get_by_text("ei ole muotoa, joka kelpaa")).to_be_visible()
    good = tmp_path / "hinnasto.pdf"
    good.write_bytes(PDF)
    chooser.set_input_files(good)
    expect(page.get_by_label("Tiedosto", exact=True)).to_have_value("hinnasto.pdf")
    saved(page)

    page.get_by_role("button", name="Julkaise", exact=True).click()
    panel = page.get_by_role("dialog", name="Julkaiseminen")
    panel.get_by_role("button", name="Julkaise", exact=True).click()
    expect(panel).to_have_count(0)
    expect(page.get_by_text("Julkaistu", exact=True)).to_be_visible()
    expect(page.get_by_role("img", name="QR-koodi, joka avaa lomakkeen")).to_be_visible()

    key = page.url.rsplit("/", 1)[1]
    visitor = opened(own, f"/p/form/{key}?lang=fi", signed_in=False)
    visitor.get_by_label("Sähköpostiosoite").fill("maija@kysyja.example")
    visitor.get_by_label("Mitä mietit?").fill("Paljonko?")
    visitor.wait_for_timeout(1700)  # nobody fills in a form at once
    visitor.get_by_role("button", name="Lähetä kysymys").click()
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name=re.compile("Lataa|hinnasto")).click()
    assert download.value.path().read_bytes() == PDF

    tile = page.locator(".form-tiles > div", has_text="Lähettäneitä")
    expect(tile.locator("dd")).to_have_text("1", timeout=25_000)
