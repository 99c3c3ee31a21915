"""The map is written by keyboard, kept between its modes, and safe from whatever is written in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Opener, Site, settled, sign_in
from tests.browser.test_everywhere import AXE, RUN_AXE
from tests.conftest import run_polku, serving

pytestmark = [pytest.mark.slow, pytest.mark.browser]

HOSTILE = {
    "html": "<img src=x onerror=alert(1)><b>lihava</b>",
    "rtl": "مرحبا بالعالم رحلة العميل",
    "emoji": "🦊👩‍👩‍👧 polku 🏳️‍🌈",
    "long": "Ä" * 10_000,
    "formula": "=cmd|' /C calc'!A0",
}


@pytest.fixture(scope="module")
def studio(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A workspace whose journeys these tests change, each its own draft."""
    folder = tmp_path_factory.mktemp("map") / "shop"
    run_polku("init", folder, "--template", "shop", "--lang", "fi")
    with serving(folder) as server:
        yield sign_in(browser, server)


def begin(page: Page, site: Site, key: str, **asked: object) -> str:
    """A new draft; the address of its map."""
    answer = page.request.post(
        f"{site.url}/api/journeys",
        data=json.dumps({"key": key, **asked}),
        headers={"X-Polku": "1", "Content-Type": "application/json"},
    )
    assert answer.ok, answer.text()
    return f"{site.url}/journey?journey={key}&mode=design"


def cell(page: Page, stage: str, lane: str) -> Locator:
    return page.locator(f".map [data-stage='{stage}'][data-lane='{lane}']")


def focused(page: Page) -> tuple[str, str]:
    stage, lane = page.evaluate(
        "[document.activeElement.dataset.stage, document.activeElement.dataset.lane]"
    )
    return stage, lane


def test_a_stage_is_built_by_keyboard_alone_and_comes_back_when_deleted(
    opened: Opener, studio: Site
) -> None:
    page = opened(studio)
    page.goto(begin(page, studio, "keys", copy_of="-"))
    page.get_by_role("button", name="Lisää vaihe").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Vaiheen nimi")).to_be_focused()
    page.keyboard.type("Äänekkäät fanit")
    page.keyboard.press("Enter")
    head = page.locator(".map thead th", has_text="Äänekkäät fanit")
    expect(head).to_be_focused()
    key = head.get_attribute("data-stage")
    assert key is not None
    assert key.startswith("uusi-vaihe")

    page.keyboard.press("ArrowDown")
    assert focused(page) == (key, "tasks")
    page.keyboard.type("kertoo kaverille")  # a letter begins the text and is no shortcut
    page.keyboard.press("Enter")
    page.keyboard.type("jakaa kuvan")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Escape")
    expect(cell(page, key, "tasks").locator("li")).to_have_text(["jakaa kuvan", "kertoo kaverille"])
    assert focused(page) == (key, "tasks")

    page.keyboard.press("F2")
    page.keyboard.press("Tab")  # goes on to the next cell that is written in
    expect(page.locator(".map textarea")).to_be_focused()
    page.keyboard.type("Saanko palkkion?")
    page.keyboard.press("Escape")
    expect(cell(page, *focused(page))).to_contain_text("Saanko palkkion?")

    cell(page, key, "emotion").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(cell(page, key, "emotion")).to_contain_text("ilahtunut")

    expect(page.locator(".saved")).to_contain_text("Tallennettu")
    page.reload()
    expect(cell(page, key, "tasks")).to_contain_text("jakaa kuvan")
    expect(cell(page, key, "emotion")).to_contain_text("ilahtunut")

    page.locator(".map thead th", has_text="Äänekkäät fanit").focus()
    page.keyboard.press("Delete")
    expect(page.locator(".map thead")).not_to_contain_text("Äänekkäät fanit")
    page.get_by_role("status").get_by_role("button", name="Kumoa").click()
    expect(cell(page, key, "tasks")).to_contain_text("jakaa kuvan")
    expect(cell(page, key, "emotion")).to_contain_text("ilahtunut")


def test_gaps_are_counted_lead_to_their_cells_and_close(opened: Opener, studio: Site) -> None:
    page = opened(studio, language="en")
    page.goto(begin(page, studio, "gaps", copy_of="-"))
    stages = page.locator(".map thead [data-stage]")
    for place in (0, 1):  # two cells are emptied: that many gaps at least
        cell(page, stages.nth(place).get_attribute("data-stage") or "", "tasks").focus()
        page.keyboard.press("Delete")
    button = page.get_by_role("button", name=re.compile(r"^\d+ gaps?$"))
    count = int(button.inner_text().split()[0])
    button.click()
    page.get_by_role("dialog").get_by_role("button", name="Actions").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(":focus")).to_have_attribute("data-lane", "tasks")
    page.keyboard.type("Compares prices")
    page.keyboard.press("Escape")
    expect(button).to_have_text(re.compile(rf"^{count - 1} gaps?$"))
    page.keyboard.press("Control+z")
    expect(button).to_have_text(re.compile(rf"^{count} gaps?$"))
    page.keyboard.press("Control+y")
    expect(button).to_have_text(re.compile(rf"^{count - 1} gaps?$"))


def test_cells_are_copied_cleared_and_filled_from_a_spreadsheet(
    opened: Opener, studio: Site
) -> None:
    page = opened(studio)
    page.goto(begin(page, studio, "paste", copy_of="-"))
    stages = page.locator(".map thead [data-stage]")
    first, second = (stages.nth(place).get_attribute("data-stage") or "" for place in (0, 1))
    cell(page, first, "tasks").focus()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData('text/plain', '"etsii\\nvertaa"\\tkysyy\\n');
          const event = { clipboardData: data, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', event));
        }"""
    )
    expect(cell(page, first, "tasks").locator("li")).to_have_text(["etsii", "vertaa"])
    expect(cell(page, second, "tasks")).to_contain_text("kysyy")
    page.keyboard.press("Delete")
    expect(cell(page, first, "tasks")).to_contain_text("Ei vielä kirjattu")
    page.get_by_role("status").get_by_role("button", name="Kumoa").click()
    expect(cell(page, first, "tasks").locator("li")).to_have_text(["etsii", "vertaa"])


def test_rows_are_chosen_ordered_and_added(opened: Opener, studio: Site) -> None:
    page = opened(studio, language="en")
    page.goto(begin(page, studio, "lanes", copy_of="-") + "&panel=lanes")
    panel = page.get_by_role("dialog", name="Lanes")
    panel.get_by_role("button", name="+ Thoughts").click()
    panel.get_by_label("A lane of your own").fill("Sää")
    panel.get_by_role("button", name="Add lane").click()
    panel.get_by_role("button", name="Move up: Sää").click()
    page.keyboard.press("Escape")
    names = page.locator(".map tbody th")
    expect(names.nth(6)).to_have_text("Sää")
    expect(names.nth(7)).to_have_text("Thoughts")
    names.nth(7).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(names.nth(6)).to_have_text("Thoughts")
    expect(names.nth(6)).to_be_focused()


def test_modes_keep_what_is_chosen_and_where_one_looked(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/journey?mode=design", width=900)
    box = page.locator(".map-frame .scroll")
    cell(page, "repeat", "frictions").focus()
    page.wait_for_url(re.compile(r"stage=repeat.*lane=frictions|lane=frictions.*stage=repeat"))
    box.evaluate("box => { box.scrollLeft = 260; box.scrollTop = 200 }")
    row = page.locator(".map tr[data-lane='frictions']")
    page.wait_for_timeout(200)
    stands = """row => row.getBoundingClientRect().top
        - row.closest('.scroll').getBoundingClientRect().top"""
    before = (box.evaluate("box => box.scrollLeft"), row.evaluate(stands))
    page.get_by_role("link", name="Elävä").click()
    expect(page.locator(".map tr[data-lane='people']")).to_be_attached()
    assert box.evaluate("box => box.scrollLeft") == before[0]
    page.get_by_role("link", name="Optimoi").click()
    expect(page.locator(".chances, #chances-heading").first).to_be_visible(timeout=15_000)
    page.get_by_role("link", name="Suunnittele").click()
    expect(row).to_be_attached()
    assert box.evaluate("box => box.scrollLeft") == before[0]
    assert row.evaluate(stands) == pytest.approx(before[1], abs=60)
    expect(cell(page, "repeat", "frictions")).to_have_attribute("tabindex", "0")
    assert "stage=repeat" in page.url
    assert "lane=frictions" in page.url


def test_whatever_is_written_neither_runs_nor_breaks_the_map(opened: Opener, studio: Site) -> None:
    page = opened(studio)
    stages = [
        {"key": key, "name": text, "questions": [text, text], "goal": text}
        for key, text in HOSTILE.items()
    ]
    points = [{"key": key, "name": text, "stages": [key]} for key, text in HOSTILE.items()]
    own = [{"key": "own", "name": HOSTILE["long"]}]
    body = {
        "name": HOSTILE["html"],
        "lanes": ["questions", "goal", "touchpoints", *own],
        "stages": stages,
        "touchpoints": points,
    }
    address = begin(page, studio, "hostile", body=json.dumps(body))
    page.on("dialog", lambda dialog: pytest.fail(f"it ran: {dialog.message}"))
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for more in ("", "&panel=touchpoints", "&panel=stage&stage=long", "&zoom=stage&stage=html"):
            page.goto(address + more)
            page.locator(".map, .stage-page").first.wait_for()
            if "panel" in more:
                page.get_by_role("dialog").locator("ul, textarea").first.wait_for()
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, (width, more)
            assert page.locator("img[src=x]").count() == 0
    page.goto(address)
    assert cell(page, "long", "questions").bounding_box()["height"] < 700  # type: ignore[index]
    expect(page.locator(".map thead th").nth(1)).to_contain_text("<img src=x")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_modes_and_panels_have_no_serious_fault(
    opened: Opener, demo: Site, scheme: str
) -> None:
    page = opened(demo, "/journey?mode=design", scheme=scheme)
    axe = Path(AXE).read_text("utf-8")
    found = {}
    for path in (
        "?mode=design",
        "",
        "?mode=optimise",
        "?mode=design&panel=stage&stage=lead",
        "?mode=design&panel=cell&stage=lead&lane=questions",
        "?mode=design&panel=touchpoints",
        "?mode=design&panel=personas",
        "?mode=design&panel=lanes",
    ):
        page.goto(f"{demo.url}/journey{path}")
        settled(page)
        page.evaluate(axe)
        found[path] = page.evaluate(RUN_AXE)
    assert found == {path: [] for path in found}
