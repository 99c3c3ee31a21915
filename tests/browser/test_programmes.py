"""Care programmes on screen, against a real server: begin, edit, check, publish, pause, preview, explain."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener, Site

pytestmark = [pytest.mark.slow, pytest.mark.browser]

OURS = {"X-Polku": "1"}
numbers = itertools.count(100)


def api(page: Page, site: Site, method: str, path: str, body: Any = None) -> Any:
    answer = page.request.fetch(site.url + path, method=method, data=body, headers=OURS)
    assert answer.ok, (answer.status, answer.text())
    return answer.json() if answer.text() else None


def draft(page: Page, site: Site, template: str = "review") -> str:
    """A new draft from a template, under a key of its own; the key."""
    key = f"{template}-{next(numbers)}"
    api(page, site, "POST", "/api/programmes", {"template": template, "key": key, "language": "fi"})
    return key


def document(page: Page, site: Site, key: str) -> dict[str, Any]:
    found: dict[str, Any] = api(page, site, "GET", f"/api/programmes/{key}")["document"]
    return found


def step_keys(page: Page) -> list[str]:
    keys: list[str] = page.locator("[data-step]").evaluate_all(
        "all => all.map(e => e.dataset.step)"
    )
    return keys


def saved(page: Page) -> None:
    expect(page.locator(".saved")).to_contain_text(re.compile(r"Tallennettu \d+\.\d\d"))


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog")


def test_g_m_opens_the_list_by_stage_with_the_stages_that_have_no_care(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo)
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page).to_have_url(demo.url + "/programmes")
    listed = api(page, demo, "GET", "/api/programmes")["stages"]
    headings = page.locator(".stage-care h2")
    expect(headings).to_have_text([stage["name"]["fi"] for stage in listed])
    bare = next(stage for stage in listed if not stage["programmes"])
    section = page.locator(".stage-care").filter(has_text=bare["name"]["fi"]).first
    expect(section).to_contain_text("Ei vielä hoitomallia.")
    section.get_by_role("link", name=re.compile("Aloita mallista")).click()
    expect(panel(page)).to_contain_text(f"Vaihe: {bare['name']['fi']}")


def test_filters_stand_in_the_address(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/programmes?state=live")
    rows = page.locator(".programmes tbody tr")
    expect(rows.first).to_be_visible()
    assert set(rows.locator(".state").all_inner_texts()) == {"käynnissä"}
    page.get_by_label("Hae", exact=True).last.fill("takaisin")
    expect(page).to_have_url(re.compile("q=takaisin"))
    page.reload()
    expect(page.get_by_label("Hae", exact=True).last).to_have_value("takaisin")
    page.get_by_role("link", name="Poista rajaukset").click()
    expect(page).to_have_url(demo.url + "/programmes")


def test_a_template_becomes_a_draft(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/programmes?begin=any")
    panel(page).get_by_role("button", name=re.compile("^Aloita tästä")).first.click()
    expect(page).to_have_url(re.compile(r"/programmes/[\w-]+$"))
    expect(page.locator(".programme-state .state")).to_have_text("luonnos")
    page.locator("[data-step]").first.wait_for()
    assert len(step_keys(page)) > 3


def test_an_edit_saves_itself_and_keeps_comments_and_keys(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    key = draft(page, demo)
    start = api(page, demo, "GET", f"/api/programmes/{key}")
    body = "# the board wants this\n" + start["body"]
    api(
        page,
        demo,
        "PUT",
        f"/api/programmes/{key}",
        {"body": body, "edition": start["edition"]},
    )
    page.goto(f"{demo.url}/programmes/{key}")
    page.locator("[data-kind=send] .step-main").first.click()
    subject = panel(page).get_by_label("Otsikko")
    subject.fill("Kerro muillekin")
    saved(page)
    after = api(page, demo, "GET", f"/api/programmes/{key}")
    assert after["body"].startswith("# the board wants this\n")
    assert "Kerro muillekin" in json.dumps(after["document"], ensure_ascii=False)
    assert [n["key"] for n in after["nodes"]] == [n["key"] for n in start["nodes"]]


def test_a_slash_inserts_a_step_and_a_removed_one_comes_back(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    key = draft(page, demo)
    page.goto(f"{demo.url}/programmes/{key}")
    page.locator("[data-step]").first.wait_for()
    before = step_keys(page)
    page.locator(f"#step-{before[0]}").focus()
    page.keyboard.press("/")
    expect(page.locator(".kinds button").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".kinds button").nth(3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page)).to_contain_text("Viesti")
    page.keyboard.press("Escape")
    added = step_keys(page)
    assert added[0] == before[0]
    assert added[2:] == before[1:]
    page.locator(f"#step-{added[1]}").focus()
    page.keyboard.press("Delete")
    expect(page.locator("[data-step]")).to_have_count(len(before))
    page.locator(".toast").get_by_role("button", name="Kumoa").click()
    expect(page.locator("[data-step]")).to_have_count(len(added))
    assert step_keys(page) == added
    saved(page)
    assert added[1] in json.dumps(document(page, demo, key))


def test_steps_move_by_keys_and_undo_takes_it_back(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    key = draft(page, demo)
    page.goto(f"{demo.url}/programmes/{key}")
    page.locator("[data-step]").first.wait_for()
    before = step_keys(page)
    page.locator(f"#step-{before[0]}").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-step]").first).to_have_attribute("data-step", before[1])
    expect(page.locator(f"#step-{before[0]}")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-step]").first).to_have_attribute("data-step", before[0])
    page.keyboard.press("Control+y")
    expect(page.locator("[data-step]").first).to_have_attribute("data-step", before[1])


def test_who_saved_in_between_is_not_overwritten_unasked(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    key = draft(page, demo)
    page.goto(f"{demo.url}/programmes/{key}?panel=frame")
    name = panel(page).get_by_label("Hoitomallin nimi")
    name.wait_for()
    now = api(page, demo, "GET", f"/api/programmes/{key}")
    theirs = now["body"] + "\npriority: 77\n"
    api(page, demo, "PUT", f"/api/programmes/{key}", {"body": theirs, "edition": now["edition"]})
    name.fill("Minun nimeni")
    expect(page.locator(".saved")).to_contain_text("on muuttanut tätä luonnosta")
    assert document(page, demo, key)["priority"] == 77
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Tallenna omani päälle").click()
    expect(page.locator("h1")).to_have_text("Minun nimeni")


def test_what_cannot_be_saved_is_kept_and_tried_again(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    key = draft(page, demo)
    page.goto(f"{demo.url}/programmes/{key}?panel=frame")
    name = panel(page).get_by_label("Hoitomallin nimi")
    name.wait_for()
    page.context.set_offline(True)
    name.fill("Kirjoitettu ilman verkkoa")
    expect(page.locator(".saved")).to_contain_text("Ei tallennettu – yritetään uudelleen")
    page.context.set_offline(False)
    page.reload()
    expect(panel(page).get_by_label("Hoitomallin nimi")).to_have_value("Kirjoitettu ilman verkkoa")
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_have_text("Kirjoitettu ilman verkkoa")
    assert document(page, demo, key)["name"]["fi"] == "Kirjoitettu ilman verkkoa"


def test_a_problem_leads_to_its_step(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    key = draft(page, demo)
    now = api(page, demo, "GET", f"/api/programmes/{key}")
    body = now["body"] + "\n- {key: bare, send: {email: {}}}\n"
    api(page, demo, "PUT", f"/api/programmes/{key}", {"body": body, "edition": now["edition"]})
    page.goto(f"{demo.url}/programmes/{key}")
    problems = page.get_by_role("region", name="Tarkistus")
    expect(problems).to_contain_text("estää julkaisun")
    problems.get_by_role("button", name="Viesti · bare").click()
    expect(panel(page)).to_contain_text("Estää")
    panel(page).get_by_label("Otsikko").fill("Nyt on otsikko")
    saved(page)
    found = document(page, demo, key)["steps"][-1]
    assert "Nyt on otsikko" in json.dumps(found, ensure_ascii=False)


def test_the_source_is_the_same_draft(opened: Opener, demo: Site) -> None:
    page = opened(demo)
    key = draft(page, demo)
    page.goto(f"{demo.url}/programmes/{key}?panel=source")
    source = panel(page).get_by_label("Hoitomallin YAML")
    text = source.input_value()
    source.fill(text + "priority: [\n")
    expect(panel(page)).to_contain_text(re.compile(r"Rivi \d+"))
    source.fill(text + "priority: 12\n")
    saved(page)
    assert document(page, demo, key)["priority"] == 12


def test_a_version_is_published_paused_and_resumed_with_what_happens_said_first(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo)
    key = draft(page, demo, "referral")
    page.goto(f"{demo.url}/programmes/{key}?panel=publish")
    dialog = panel(page)
    expect(dialog).to_contain_text("täyttää ehdot nyt")
    go = dialog.get_by_role("button", name="Julkaise", exact=True)
    plan = api(page, demo, "GET", f"/api/programmes/{key}/publishing")
    if any(problem["level"] == "error" for problem in plan["problems"]):
        expect(go).to_be_disabled()
        expect(dialog).to_contain_text("Korjaa ensin")
        return
    expect(go).to_be_disabled()
    assert plan["expected"]["week"] < plan["expected_also_now"]["week"]
    later = dialog.get_by_text("Uusien tulijoiden viestit tarkistetaan")
    expect(later).to_be_visible()  # the figures held are of those who stand there now
    dialog.get_by_label("Myös ne").check()
    expect(later).to_have_count(0)
    dialog.get_by_label("Vain ne").check()
    dialog.get_by_label("Mitä muutettiin ja miksi").fill("Ensimmäinen")
    dialog.get_by_label("Varjoajo").check()
    dialog.get_by_role("button", name="Käynnistä varjoajo").click()
    expect(page.locator(".programme-state .state")).to_have_text("varjoajossa")
    page.get_by_role("button", name="Tauolle").click()
    expect(panel(page)).to_contain_text("kesken tässä hoitomallissa")
    panel(page).get_by_role("button", name="Tauolle").click()
    expect(page.locator(".programme-state .state")).to_have_text("tauolla")
    page.get_by_role("button", name="Jatka").click()
    panel(page).get_by_label("Jätä lähettämättä").check()
    panel(page).get_by_role("button", name="Jatka").click()
    expect(page.locator(".programme-state .state")).to_have_text("varjoajossa")
    page.get_by_role("link", name="Historia").click()
    expect(page.locator("main")).to_contain_text("Ensimmäinen")


def test_an_old_version_comes_back_as_the_draft(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/programmes/win-back?tab=history")
    page.get_by_role("button", name="Katso versio 1").click()
    expect(panel(page).locator(".version-body")).to_contain_text("key: win-back")
    panel(page).get_by_role("button", name="Palauta luonnokseksi").click()
    expect(page.locator(".toast")).to_contain_text("palautettiin luonnokseksi")


def test_a_number_opens_its_people_and_a_person_tells_why(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/programmes/second-purchase")
    nodes = api(page, demo, "GET", "/api/programmes/second-purchase")["nodes"]
    busy = max(nodes, key=lambda node: node["inside"])
    page.locator(f"[data-step={busy['key']}] .step-numbers a").first.click()
    expect(page.get_by_role("status").filter(has_text="sisällä")).to_contain_text(
        str(busy["inside"])
    )
    page.locator("table.people tbody th a").first.click()
    why = page.get_by_role("region", name="Miksi hän sai tai ei saanut viestejä")
    expect(why).to_contain_text("Tuli mukaan")
    expect(why).to_contain_text("Odottaa nyt:")
    for entry in why.locator(".message-entry").all():  # the names that people know, not the keys
        expect(entry).to_contain_text("Hoitomalli: Ensimmäisestä ostosta toiseen")
        expect(entry).not_to_contain_text(re.compile(r"second-purchase|first-purchase"))
    page.get_by_role("link", name="Viestit", exact=True).click()
    expect(page).to_have_url(re.compile("show=message"))


def test_results_compare_with_the_holdout_and_the_chart_has_a_table(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo, "/programmes/second-purchase?tab=results")
    found = api(page, demo, "GET", "/api/programmes/second-purchase/results")
    row = page.get_by_role("row", name=re.compile("^Vertailuryhmä"))
    expect(row.first).to_contain_text(str(found["holdout"]["people"]))
    expect(page.locator(".verdict")).to_contain_text(f"n = {found['lift']['n']}")
    page.get_by_text("Näytä taulukkona").click()
    expect(page.locator(".series tbody tr")).to_have_count(len(found["series"]))


def test_a_message_is_seen_as_one_person_gets_it(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/programmes/second-purchase?panel=preview")
    panel(page).get_by_role("button").filter(has_text=re.compile(r"^\w+ \w+$")).first.click()
    expect(panel(page).locator(".policy")).to_be_visible()
    frame = panel(page).locator("iframe")
    expect(frame).to_have_attribute("sandbox", "")
    expect(frame.content_frame.locator("body")).not_to_have_text("")
    panel(page).get_by_text("Pelkkä teksti").click()
    expect(panel(page).locator(".mail-text")).not_to_have_text("")
    expect(panel(page).locator(".mail-text")).not_to_contain_text("{{")


def test_the_past_is_tried_before_the_future(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/programmes/win-back?panel=dry-run")
    panel(page).get_by_role("button", name="Aja").click()
    expect(panel(page).locator(".dry-sentence")).to_contain_text("90 päivän")
    rows = panel(page).locator("tbody tr")
    assert rows.count() > 2


def test_pressure_is_a_table_of_stages_and_fourteen_days(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/programmes?view=pressure")
    expect(page.locator("table.pressure thead th")).to_have_count(16)
    expect(page.locator("table.pressure tbody tr").first).to_be_visible()


def test_readiness_says_what_is_missing_and_home_only_what_stops_sending(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo, "/settings")
    cards = api(page, demo, "GET", "/api/readiness")["cards"]
    expect(page.locator(".ready-card")).to_have_count(len(cards))
    stopping = [c for c in cards if c["stops_sending"] and c["state"] in ("missing", "warning")]
    page.goto(demo.url)
    page.locator(".strip").wait_for()
    banner = page.get_by_role("region", name="Viestit eivät nyt lähde")
    expect(banner.locator("li")).to_have_count(len(stopping))
