"""The builder without a mouse: from an empty programme to a published one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener, Site

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"


def api(page: Page, site: Site, method: str, path: str, body: Any = None) -> Any:
    answer = page.request.fetch(site.url + path, method=method, data=body, headers={"X-Polku": "1"})
    assert answer.ok, (answer.status, answer.text())
    return answer.json()


def boxes(page: Page) -> list[str]:
    found: list[str] = page.locator(".canvas [data-step]").evaluate_all(
        "all => all.map(each => each.dataset.step)"
    )
    return found


def focused(page: Page) -> str:
    """The box that has the focus."""
    found: str = page.evaluate(
        "document.activeElement.closest('[data-spot]')?.dataset.spot ?? document.activeElement.tagName"
    )
    return found


def at_box(page: Page, name: str) -> None:
    expect(page.locator(f"[data-spot='{name}']:focus-within")).to_have_count(1)


def docked(page: Page) -> Locator:
    return page.locator(".docked")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, wanted: Locator, *, key: str = "Tab", most: int = 80) -> None:
    """Tab until the focus is there: as a person without a mouse does."""
    handle = wanted.first.element_handle()
    for _ in range(most):
        if page.evaluate("each => each === document.activeElement", handle):
            return
        page.keyboard.press(key)
    raise AssertionError(f"Tab does not reach {wanted}")


def fill(page: Page, field: Locator, text: str) -> None:
    tab_to(page, field)
    page.keyboard.type(text)


def step(page: Page, kind: str, name: str, more: dict[str, str] | None = None) -> str:
    """`/`, the kind by its name, a name for the step, its other fields, and back to its box; the step's key."""
    press(page, "/")
    expect(page.locator(".canvas-kinds button[data-kind]").first).to_be_focused()
    page.keyboard.type(kind)
    expect(page.locator(".canvas-kinds button[data-kind]")).to_have_count(1)
    press(page, "Enter")
    field = docked(page).get_by_label("Askeleen nimi")
    expect(field).to_be_focused()
    page.keyboard.type(name)
    for label, text in (more or {}).items():
        if label == "Tieto":
            tab_to(page, docked(page).get_by_role("button", name="Lisää rivi"))
            press(page, "Enter")
        fill(page, docked(page).get_by_label(label, exact=True), text)
    press(page, "Escape")
    expect(docked(page)).to_have_count(0)
    expect(page.locator("[data-step]:focus-within")).to_have_count(1)
    return focused(page)


def test_a_programme_is_made_and_published_without_a_mouse(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/programmes?begin=repeat")
    dialog = page.get_by_role("dialog")
    name = dialog.get_by_label("Hoitomallin nimi")
    expect(dialog).to_contain_text("Vaihe: ", timeout=15_000)
    expect(dialog.get_by_label("Vaihe", exact=True)).to_have_value("repeat")
    tab_to(page, name)
    page.keyboard.type("Ilman hiirtä")
    press(page, "Enter")
    expect(page).to_have_url(re.compile("/programmes/ilman-hiirta"))
    expect(page.locator("h1")).to_have_text("Ilman hiirtä")
    tab_to(page, page.locator(".canvas-start"))
    task = step(page, "tehtävä", "Soita uudelle", {"Mitä pitää tehdä": "Kysy kuulumiset"})
    wait = step(page, "viive", "Hengähdä")
    branch = step(page, "haara", "Ostiko jo")
    expect(page.locator(f"[data-step='{branch}']")).to_contain_text("kesken")

    # Down into the first arm, and a step there; then across to the others.
    press(page, "ArrowDown")
    at_box(page, f"{branch}>yes")
    inner = step(page, "tiedon", "Kirjaa ostaja", {"Tieto": "ostaja", "Arvo": "true"})
    press(page, "ArrowUp", "ArrowRight")
    at_box(page, f"{branch}>else")
    press(page, "ArrowUp")
    at_box(page, branch)

    # Copy, paste, cut, paste back, rename, duplicate, undo.
    press(page, "ArrowUp")
    at_box(page, wait)
    press(page, "Control+c", "Control+v")
    expect(page.locator(".canvas [data-step]")).to_have_count(5)
    copied = boxes(page)[2]
    at_box(page, copied)
    press(page, "Control+x")
    at_box(page, wait)
    assert copied not in boxes(page)
    press(page, "Control+v")
    expect(page.locator(".canvas [data-step]")).to_have_count(5)
    at_box(page, boxes(page)[2])
    press(page, "F2")
    expect(page.locator(".step-name")).to_be_focused()
    page.keyboard.type("Odota vielä")
    press(page, "Enter")
    expect(page.locator(":focus")).to_contain_text("Odota vielä")
    press(page, "Control+d")
    expect(page.locator(".canvas [data-step]")).to_have_count(6)
    press(page, "Control+z")
    expect(page.locator(".canvas [data-step]")).to_have_count(5)
    press(page, "Control+Shift+z")
    expect(page.locator(".canvas [data-step]")).to_have_count(6)
    press(page, "Control+z")
    expect(page.locator(".canvas [data-step]")).to_have_count(5)

    # What is wrong leads to its step; the branch asks for a condition.
    problems = page.get_by_role("region", name="Tarkistus")
    link = problems.get_by_role("button", name="Ostiko jo")
    expect(link).to_be_visible()
    tab_to(page, link)
    press(page, "Enter")
    add = docked(page).get_by_role("button", name="Lisää ehto").first
    tab_to(page, add)
    press(page, "Enter")
    event = docked(page).locator(".rule input:not([type=checkbox])").first
    tab_to(page, event, key="Shift+Tab")
    page.keyboard.type("Order Completed")
    expect(docked(page)).to_contain_text(re.compile("täyttää ehdon nyt"))
    press(page, "Escape")

    # And the whole asks for a goal.
    tab_to(page, problems.get_by_role("button", name="Koko hoitomalli"))
    press(page, "Enter")
    goal = docked(page).get_by_role("group", name="Tavoite", exact=True)
    tab_to(page, goal.get_by_role("combobox", name="Tavoite"))
    page.keyboard.type("Tap")
    fill(page, goal.locator("input[list]"), "Order Completed")
    press(page, "Escape")
    expect(page.locator(".saved")).to_contain_text("Tallennettu")
    expect(problems).not_to_contain_text("estää julkaisun")
    expect(page.locator(f"[data-step='{branch}']")).not_to_contain_text("kesken")

    key = page.url.split("/")[-1].split("?")[0]
    written = api(page, demo, "GET", f"/api/programmes/{key}")["document"]
    assert [each["key"] for each in written["steps"]][:2] == [task, wait]
    arms = written["steps"][-1]["branch"]
    assert arms[0]["steps"][0]["key"] == inner
    assert arms[0]["if"]["did"] == "Order Completed"
    assert "Odota vielä" in json.dumps(written, ensure_ascii=False)

    publish = page.get_by_role("button", name="Julkaise", exact=True)
    tab_to(page, publish, key="Shift+Tab")
    press(page, "Enter")
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("täyttää ehdot nyt")
    tab_to(page, panel.get_by_label("Mitä muutettiin ja miksi"))
    page.keyboard.type("Ensimmäinen versio")
    tab_to(page, panel.get_by_role("button", name="Julkaise", exact=True))
    press(page, "Enter")
    expect(page.locator(".programme-state .state")).to_have_text("käynnissä")


def test_a_step_is_dropped_where_the_plus_is_and_the_list_says_the_same(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo)
    made = {"template": "review", "key": "dropped", "language": "fi"}
    api(page, demo, "POST", "/api/programmes", made)
    page.goto(f"{demo.url}/programmes/dropped")
    first = page.locator(".canvas [data-step]").first
    first.wait_for()
    before = boxes(page)
    first.locator(".step-main").drag_to(page.locator(".canvas .add-button").nth(2))
    expect(first).not_to_have_attribute("data-step", before[0])
    after = boxes(page)
    assert after == [before[1], before[0], *before[2:]]
    page.get_by_text("Luettelo").click()
    expect(page).to_have_url(re.compile("view=list"))
    listed = page.locator(".steps [data-step]").evaluate_all("all => all.map(e => e.dataset.step)")
    assert listed == after


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_builder_has_no_serious_fault_for_readers_of_the_screen(
    opened: Opener, demo: Site, scheme: str
) -> None:
    page = opened(demo, "/programmes/second-purchase", scheme=scheme)
    page.locator(".canvas [data-step]").first.wait_for()
    page.evaluate(AXE.read_text("utf-8"))
    for open_it in ("chart", "palette", "drawer"):
        if open_it == "palette":
            page.locator(".canvas .add-button").first.click()
            page.locator(".canvas-kinds").wait_for()
        if open_it == "drawer":
            page.keyboard.press("Escape")
            page.locator(".canvas .step-main").first.click()
            docked(page).wait_for()
        found = page.evaluate("axe.run({resultTypes: ['violations']})")
        faults = [
            (each["id"], [node["html"][:200] for node in each["nodes"]][:3])
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        assert faults == [], (open_it, faults)
