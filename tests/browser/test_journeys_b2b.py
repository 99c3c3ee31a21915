"""The first five user journeys of a company that sells to companies, played to their end as a person does."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Opener
from tests.browser.played import Language, Words, own_site
from tests.browser.test_programmes import api, panel
from tests.conftest import run_polku

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize("language", ["fi", "en"])
def test_first_day(browser: Browser, opened: Opener, tmp_path: Path, language: Language) -> None:
    """1: the kind of business, the example, its copy, six questions: five stages, and nothing of them unknown."""
    say = Words(language)
    with own_site(browser, tmp_path / "own") as site:
        page = opened(site, language=language)
        page.get_by_label(say("beginKind.b2b")).check()
        page.get_by_role("button", name=say("begin.openExample")).click()
        # the example is made and moved in while the page waits
        expect(page).to_have_url(re.compile("/journey"), timeout=90_000)
        page.get_by_role("link", name=say("nav.home"), exact=True).click()
        page.get_by_role("button", name=say("checklist.copy")).click()

        question(page, say, "audience")
        page.get_by_label(say("wizardPersona.name")).fill("Toimitusjohtaja Aino")
        page.get_by_label(say("wizardPersona.goal")).fill("Haluan nukkua yöni rauhassa")
        onward(page, say, "stages")
        for stage in stage_names(page, say)[2:4]:
            page.get_by_role("button", name=say("wizard.remove", stage=stage)).click()
        page.get_by_role(
            "button", name=say("wizard.remove", stage=stage_names(page, say)[3])
        ).click()
        page.get_by_role("button", name=say("wizard.addStage")).click()
        page.get_by_label(say("wizard.stageNumber", n=4)).fill("Laajentajat")
        onward(page, say, "change")
        page.get_by_label(say("wizardField.change_in_thinking")).first.fill("Tämä koskee meitäkin")
        page.get_by_label(say("wizardField.change_in_doing")).first.fill("Lataa oppaan")
        onward(page, say, "learning")
        page.get_by_label(say("wizardField.learning")).nth(3).fill(
            "Mitä toinen toimipiste tarvitsee"
        )
        onward(page, say, "questions")
        page.get_by_label(say("wizardField.questions")).nth(3).fill(
            "Paljonko toinen toimipiste maksaa?"
        )
        onward(page, say, "time")
        page.get_by_label(say("wizardField.expected_days")).nth(3).fill("90")
        onward(page, say, "topics")
        page.get_by_label(say("wizardField.topic")).nth(3).fill("Toinen toimipiste")
        onward(page, say, "ready")
        expect(page.get_by_text(say("wizard.slots", filled=12, all=15))).to_be_visible()

        gaps = page.get_by_role("link", name=say("wizard.gap"))
        expect(gaps).to_have_count(3)
        gaps.first.click()
        side = panel(page)
        for field, text in (
            ("goal", "Toinen toimipiste ottaa käyttöön"),
            ("actions", "Kutsu toinen toimipiste katsomaan"),
            ("places", "Puhelin"),
        ):
            side.get_by_label(say(f"stage.{field}"), exact=True).fill(text)
        side.get_by_role("button", name=say("app.close")).click()
        expect(page.locator(".saved")).to_contain_text(re.compile(r"\d+[.:]\d\d"))

        key = re.search(r"journey=([^&]+)", page.url)
        assert key is not None
        drawn = api(page, site, "GET", f"/api/journeys/{key[1]}")
        stages = drawn["document"]["stages"]
        assert len(stages) == 5
        assert all(stage[slot] for stage in stages for slot in ("goal", "actions", "places"))
        assert [each for each in drawn["problems"] if each["level"] == "error"] == []
        page.goto(f"{site.url}/start?journey={key[1]}&step=ready")
        expect(page.get_by_text(say("wizard.slots", filled=15, all=15))).to_be_visible()
        expect(gaps).to_have_count(0)
        page.get_by_role("link", name=say("wizard.openMap")).click()
        grid = page.get_by_role("grid")
        expect(grid.get_by_role("columnheader")).to_have_count(6)
        expect(grid).to_contain_text("Paljonko toinen toimipiste maksaa?")


def question(page: Page, say: Words, step: str) -> None:
    expect(page.get_by_role("heading", name=say(f"wizardAsk.{step}"))).to_be_visible()


def onward(page: Page, say: Words, step: str) -> None:
    page.get_by_role("button", name=say("wizard.next")).click()
    question(page, say, step)


def stage_names(page: Page, say: Words) -> list[str]:
    fields: Locator = page.get_by_role(
        "textbox", name=re.compile(say("wizard.stageNumber", n=r"\d"))
    )
    return [field.input_value() for field in fields.all()]


def leads() -> str:
    """An export of a CRM: 200 leads by their Finnish events, half of them to an offer, a tenth to a contract."""
    today = datetime.now(UTC).date()
    lines = ["Sähköposti;Päivämäärä;Tapahtuma;Lähde;Arvo (€)"]

    def line(lead: int, after: int, event: str, value: str = "") -> None:
        day = today - timedelta(days=340 - lead * 3 // 2 - after)
        source = ("Haku", "LinkedIn", "Messut")[lead % 3]
        lines.append(
            f"liidi{lead}@yritys{lead}.example;{day.day}.{day.month}.{day.year};{event};{source};{value}"
        )

    for lead in range(200):
        value = f"{12_000 + 10 * lead},50"
        first = ("Opas ladattu", "Webinaari katsottu", "Yhteydenottopyyntö")[lead % 3]
        line(lead, 0, first)
        if lead % 2 == 0:
            line(lead, 12, "Tapaaminen sovittu")
            line(lead, 20, "Tarjous lähetetty", value)
        if lead % 10 == 0:
            line(lead, 45, "Sopimus allekirjoitettu", value)
    return "\n".join(lines) + "\n"


BINDINGS = {
    "Opas johdolle": "Opas ladattu",
    "Webinaari": "Webinaari katsottu",
    "Yhteydenottopyyntö": "Yhteydenottopyyntö",
    "Ensimmäinen tapaaminen": "Tapaaminen sovittu",
    "Tarjous ostajaryhmälle": "Tarjous lähetetty",
    "Sopimus": "Sopimus allekirjoitettu",
}


def test_make_it_live(browser: Browser, opened: Opener, tmp_path: Path) -> None:
    """2: a file of leads and deals, six events bound by suggestions: everybody has a stage with a reason."""
    file = tmp_path / "liidit.csv"
    file.write_text(leads(), "utf-8-sig")
    with own_site(browser, tmp_path / "own") as site:
        page = opened(site)
        page.get_by_label("B2B-palvelu").check()
        page.get_by_role("button", name="Tee oma polku").click()
        expect(page.get_by_role("heading", name="Kuka on ihanneasiakkaasi?")).to_be_visible()
        page.get_by_role("link", name="Lähteet").click()
        with page.expect_file_chooser() as chooser:
            page.locator("main").get_by_role("button", name="Valitse tiedosto").last.click()
        chooser.value.set_files(file)
        expect(page.get_by_label("Mitä sarake ”Sähköposti” kertoo")).to_have_value("person")
        expect(page.get_by_label("Mitä sarake ”Päivämäärä” kertoo")).to_have_value("time")
        expect(page.get_by_label("Mitä sarake ”Tapahtuma” kertoo")).to_have_value("event")
        page.get_by_label("Mitä sarake ”Arvo (€)” kertoo").select_option("revenue")
        page.get_by_label("Mitä sarake ”Lähde” kertoo").select_option("channel")
        page.get_by_role("textbox", name="Valuutta").fill("EUR")
        landing = page.get_by_role("group", name="Näin rivit tallentuvat")
        expect(landing.get_by_role("cell", name="12\xa0000,50\xa0€").first).to_be_visible()
        page.get_by_role("button", name=re.compile("^Tuo noin")).click()
        expect(page.locator(".import-done")).to_contain_text("420 tapahtumaa tuotu, 200 ihmistä")

        page.get_by_role("navigation", name="Päävalikko").get_by_role("link", name="Polut").click()
        page.get_by_role("link", name="Suunnittele").click()
        page.get_by_role("button", name="Kosketuspisteet", exact=True).click()
        side = panel(page)
        for point, event in BINDINGS.items():
            waiting = side.locator("section").filter(has_text="joiden tapahtumaa ei ole tullut")
            waiting.get_by_role("button", name=point, exact=True).click()
            side.get_by_role("button", name=event, exact=True).click()
            expect(side.get_by_label("Tapahtuma, joka kertoo kohtaamisesta")).to_have_value(event)
            side.get_by_role("button", name="Kaikki kosketuspisteet").click()
        expect(side.get_by_text("Jokaisella tapahtumalla on kosketuspiste")).to_be_visible()
        side.get_by_role("button", name="Sulje").click()

        page.get_by_role("button", name="Julkaise").click()
        side.get_by_label("Mitä muutettiin ja miksi").fill("Sidottiin CRM:n tapahtumat")
        expect(side).to_contain_text("200 ihmistä")
        side.get_by_role("button", name="Julkaise").click()
        expect(side).to_have_count(0)

        page.get_by_role("link", name="Koti", exact=True).click()
        expect(page.get_by_text("Polku katkeaa tässä: ”Myyntimahdollisuudet”")).to_be_visible()
        counts = page.locator("a.stage-card .stage-people > :first-child").all_inner_texts()
        assert sum(map(int, counts)) == 200
        expect(page.get_by_text("ei ole vielä missään vaiheessa")).to_have_count(0)
        page.get_by_role("link", name=re.compile("^Asiakkaat 20 ihmistä")).click()
        page.get_by_role("link", name=re.compile("@yritys")).first.click()
        expect(page.locator("main")).to_contain_text("koska tapahtui ”Sopimus allekirjoitettu”")
        moves = run_polku("-C", site.server.directory, "transitions", "--json").json
        assert {row["person"] for row in moves} == {
            f"liidi{i}@yritys{i}.example" for i in range(200)
        }
        assert all(row["rule"] for row in moves)
