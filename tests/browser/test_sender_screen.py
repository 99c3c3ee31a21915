"""Who writes is set on screen: from the readiness page, with what is wrong beside each field, and kept when the file
was changed by hand meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from polku.settings import load_settings
from tests.browser.conftest import Opener, Site

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_the_sender_is_set_from_the_readiness_page(
    opened: Opener, fresh: Site, tmp_path: Path
) -> None:
    page = opened(fresh, "/settings")
    card = page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name="Yrityksen tiedot")
    )
    card.get_by_role("link", name="Avaa: Lähettäjä ja yritys").click()
    save = page.get_by_role("button", name="Tallenna asetukset")
    expect(save).to_be_disabled()
    page.get_by_label("Yrityksen nimi").fill("Mallila Oy")
    page.get_by_label("Asiakaspalvelun sähköposti").fill("apu@mallila.fi")
    page.get_by_label("Lähettäjän nimi").fill("Mallila, verkkokauppa")
    sender = page.get_by_label("Lähettäjän osoite")
    sender.fill("posti mallila")
    save.click()
    expect(page.get_by_text("Mitään ei tallennettu")).to_be_visible()
    expect(sender).to_have_attribute("aria-invalid", "true")
    assert load_settings(tmp_path / "shop").company.name == ""

    sender.fill("posti@mallila.fi")
    file = tmp_path / "shop" / "polku.toml"
    file.write_text(file.read_text("utf-8").replace("# phone", "phone"), "utf-8")
    save.click()
    expect(page.get_by_text("Joku on muuttanut tiedostoa polku.toml")).to_be_visible()
    page.get_by_role("button", name="Hae uudet asetukset").click()
    expect(page.get_by_label("Puhelinnumero")).to_have_value("+358 9 1234 567")
    expect(sender).to_have_value("posti@mallila.fi")
    save.click()
    expect(
        page.get_by_role("status").filter(has_text="Asetukset tallennettiin").first
    ).to_be_visible()
    found = load_settings(tmp_path / "shop")
    assert found.email.sender == '"Mallila, verkkokauppa" <posti@mallila.fi>'
    assert (found.company.email, found.company.phone) == ("apu@mallila.fi", "+358 9 1234 567")

    page.reload()
    expect(page.get_by_label("Lähettäjän nimi")).to_have_value("Mallila, verkkokauppa")
    page.get_by_role("link", name="Valmius").click()
    expect(card).to_contain_text("puuttuu: postiosoite")
