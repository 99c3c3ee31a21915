"""The first five user journeys of a company that sells to companies, played to their end as a person does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Opener
from tests.browser.played import Language, Words, own_site
from tests.browser.test_programmes import api, panel

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
