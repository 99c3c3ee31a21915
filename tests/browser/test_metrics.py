"""Metrics: every report in both languages, its filter in the address, its people, its file, and no mouse."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Site, settled
from tests.browser.test_everywhere import AXE, RUN_AXE
from tests.browser.test_home import digits

pytestmark = [pytest.mark.slow, pytest.mark.browser]

REPORT = "/metrics/conversion"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def answered(page: Page) -> Page:
    """The report when its numbers and pictures have come."""
    page.locator(".report-body[data-renewing=false]").wait_for()
    page.locator(".report-table").first.wait_for()
    return page


def menu(page: Page, site: Site) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.request.get(f"{site.url}/api/reports").json()
    return found


def test_every_report_is_in_the_list_under_its_place_and_can_be_searched(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo)
    page.keyboard.press("g")
    page.keyboard.press("k")
    expect(page.locator("h1")).to_have_text("Mittarit")
    expect(page.locator("h1")).to_be_focused()
    reports = menu(page, demo)
    cards = page.locator(".report-card")
    expect(cards).to_have_count(len(reports))
    expect(cards.first).to_contain_text(reports[0]["question"]["fi"])
    page.get_by_label("Hae raporttia").fill("konversio vaih")
    expect(cards).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=konversio"))
    page.get_by_label("Hae raporttia").fill("zzzz")
    page.get_by_role("link", name="Näytä kaikki raportit").click()
    expect(cards).to_have_count(len(reports))


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fi", "light", 1440), ("en", "dark", 390)],
)
def test_every_report_answers_without_a_serious_fault_or_sideways_scroll(
    opened: Opener,
    demo: Site,
    language: Literal["fi", "en"],
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    page = opened(demo, "/metrics", language=language, scheme=scheme, width=width)
    axe = Path(AXE).read_text("utf-8")
    found: dict[str, list[str]] = {}
    paths = ["/metrics", *(f"/metrics/{each['key']}" for each in menu(page, demo))]
    for path in [*paths, "/journey?mode=optimise", f"{REPORT}?compare=previous"]:
        page.goto(demo.url + path)
        settled(page)
        assert page.locator(".report-body, .report-card, .mend-card").count(), path
        page.evaluate(axe)
        found[path] = page.evaluate(RUN_AXE)
        if wide := page.evaluate(WIDER):
            found[path].append(f"scrolls {wide} px sideways")
    assert found == {path: [] for path in found}


def test_a_number_opens_its_people_and_the_way_back_is_the_same_question(
    opened: Opener, demo: Site
) -> None:
    page = answered(opened(demo, f"{REPORT}?device=mobile"))
    answer = page.request.get(f"{demo.url}/api/reports/conversion?device=mobile").json()
    row = answer["sheets"][0]["rows"][0]
    number = page.get_by_role("link", name=re.compile("Näytä ihmiset")).first
    assert digits(number.inner_text()) == row["entered"]
    number.click()
    count = page.locator(".people-count")
    expect(count).to_have_text(re.compile(r"\d"))
    expect(page.locator(".people-card")).to_have_attribute("aria-busy", "false")
    assert digits(count.inner_text()) == row["entered"]
    origin = page.get_by_role("region", name="Rajaus")
    expect(origin).to_contain_text(f"”{answer['title']['fi']}”")
    expect(origin).to_contain_text(row["from"]["fi"])
    page.reload()
    page.get_by_role("link", name="Takaisin raporttiin").click()
    expect(page).to_have_url(f"{demo.url}{REPORT}?device=mobile")


def test_the_filter_stands_in_the_address_and_moves_along(opened: Opener, demo: Site) -> None:
    page = answered(opened(demo, REPORT, language="en"))
    page.get_by_label("Device", exact=True).select_option("mobile")
    expect(page).to_have_url(re.compile("device=mobile"))
    page.get_by_label("Period", exact=True).select_option("90")
    expect(page).to_have_url(re.compile(r"from=\d{4}-\d\d-\d\d"))
    page.get_by_role("link", name="All metrics").click()
    expect(page).to_have_url(re.compile(r"/metrics\?.*device=mobile"))
    page.locator(".report-card a").nth(1).click()
    expect(page).to_have_url(re.compile(r"/metrics/[a-z-]+\?.*device=mobile"))
    expect(page.get_by_label("Device", exact=True)).to_have_value("mobile")
    expect(page.get_by_label("Period", exact=True)).to_have_value("90")
    page.get_by_role("button", name="Clear filters").click()
    expect(page).not_to_have_url(re.compile("device"))
    page.go_back()
    expect(page).to_have_url(re.compile("device=mobile"))


def test_a_comparison_stands_beside_with_its_difference(opened: Opener, demo: Site) -> None:
    page = answered(opened(demo, REPORT, language="en"))
    page.get_by_label("Compare with").select_option("device:mobile")
    expect(page.locator(".about-answer")).to_contain_text("Compared with: Device: mobile")
    answer = page.request.get(f"{demo.url}/api/reports/conversion?compare=device:mobile").json()
    now, other = (each["sheets"][0]["rows"][0]["entered"] for each in (answer, answer["compared"]))
    cells = page.locator(".report-table").first.locator("tbody tr").first.locator("td.end")
    assert [digits(cells.nth(at).inner_text()) for at in range(3)] == [now, other, now - other]


def test_what_cannot_be_asked_is_told_with_its_fix(opened: Opener, demo: Site) -> None:
    page = opened(demo, f"{REPORT}?from=2026-05-01&to=2026-01-01", language="en")
    expect(page.get_by_role("alert")).to_be_visible()
    page.goto(f"{demo.url}/metrics/nothing-like-this")
    expect(page.locator("h1")).to_have_text("There is no such report.")


def test_nobody_in_the_filter_is_an_answer_with_a_way_out(opened: Opener, demo: Site) -> None:
    page = opened(demo, f"{REPORT}?from=2001-01-01&to=2001-01-31", language="en")
    page.locator(".report-body .message").get_by_role("link", name="Clear filters").click()
    answered(page)
    expect(page).to_have_url(demo.url + REPORT)


@pytest.mark.parametrize(("language", "button"), [("fi", "Lataa CSV"), ("en", "Download CSV")])
def test_the_file_has_what_is_on_screen_as_the_language_writes_it(
    opened: Opener, demo: Site, language: Literal["fi", "en"], button: str
) -> None:
    page = answered(opened(demo, REPORT, language=language))
    answer = page.request.get(f"{demo.url}/api/reports/conversion").json()
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    assert re.fullmatch(
        r"polku-conversion-\w+-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename
    )
    text = Path(download.value.path()).read_text("utf-8-sig")
    separator = ";" if language == "fi" else ","
    lines = text.splitlines()
    row = answer["sheets"][0]["rows"][0]
    assert len(lines) == len(answer["sheets"][0]["rows"]) + 1
    assert lines[1].startswith(f"{row['from'][language]}{separator}")
    share = f"{round(row['conversion'] * 100, 6):g}"
    assert (share.replace(".", ",") if language == "fi" else share)[:5] in lines[1]


def test_a_table_is_put_in_order_by_its_headers(opened: Opener, demo: Site) -> None:
    """By the keyboard; the address keeps it, the file has it, and a third press takes it back."""
    page = answered(opened(demo, REPORT))
    table = page.locator(".report-table").first
    names = table.locator("tbody th")
    usual = names.all_inner_texts()
    rows = page.request.get(f"{demo.url}/api/reports/conversion").json()["sheets"][0]["rows"]
    header = table.get_by_role("columnheader", name="Tuli vaiheeseen")
    header.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "descending")
    largest = [row["from"]["fi"] for row in sorted(rows, key=lambda row: -row["entered"])]
    expect(names).to_have_text(largest)
    expect(page).to_have_url(re.compile(r"sort=\w+\.-entered"))
    page.reload()
    answered(page)
    expect(names).to_have_text(largest)
    with page.expect_download() as download:
        page.get_by_role("button", name="Lataa CSV").first.click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(";")[0] for line in lines] == largest
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    expect(names).to_have_text(
        [row["from"]["fi"] for row in sorted(rows, key=lambda row: row["entered"])]
    )
    header.get_by_role("button").click()
    expect(names).to_have_text(usual)
    expect(page).to_have_url(f"{demo.url}{REPORT}")


def test_a_picture_has_its_sentence_and_a_table(opened: Opener, demo: Site) -> None:
    page = answered(opened(demo, REPORT, language="en"))
    picture = page.get_by_role("img", name=re.compile("^Conversion by arrow")).first
    expect(picture.locator("svg")).to_be_visible()
    expect(picture).to_have_attribute("aria-label", re.compile(r"highest .*%.*lowest .*%"))
    page.get_by_role("button", name="Hide the picture").first.click()
    expect(picture).to_have_count(0)
    expect(page.locator(".report-table").first).to_be_visible()


def test_a_view_is_saved_by_name_and_can_be_taken_back(opened: Opener, demo: Site) -> None:
    page = answered(opened(demo, f"{REPORT}?device=mobile", language="en"))
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name of the view").fill("Phones")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="All metrics").click()
    page.get_by_role("link", name="Phones").click()
    expect(page).to_have_url(f"{demo.url}{REPORT}?device=mobile")
    page.get_by_role("link", name="All metrics").click()
    page.get_by_role("button", name="Remove the view “Phones”").click()
    expect(page.get_by_role("link", name="Phones")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Phones")).to_be_visible()


def test_a_report_is_found_in_the_palette_and_read_without_a_mouse(
    opened: Opener, demo: Site
) -> None:
    page = opened(demo)
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").get_by_role("combobox")
    expect(field).to_be_focused()
    field.fill("konversio vaih")
    expect(page.get_by_role("option").first).to_contain_text("raportti")
    field.press("Enter")
    expect(page).to_have_url(demo.url + REPORT)
    answered(page)
    page.get_by_role("button", name="Miten tämä lasketaan?").focus()
    expect(page.get_by_role("tooltip").first).to_be_visible()
    scrolled = page.locator(".sheet .scroll").first
    scrolled.focus()
    expect(scrolled).to_be_focused()
    headers = page.locator(".report-table").first.locator("thead button")
    for place in range(headers.count()):  # each puts the table in order
        page.keyboard.press("Tab")
        expect(headers.nth(place)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", re.compile("/people"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/people"))


def test_names_from_the_data_stay_text(opened: Opener, demo: Site) -> None:
    """A channel may be called anything: nothing of it runs in a table, a picture or a spreadsheet."""
    page = answered(opened(demo, REPORT, language="en"))
    answer = page.request.get(f"{demo.url}/api/reports/conversion").json()
    evil = '=cmd<img src=x onerror="document.title=1">'
    for sheet in answer["sheets"]:
        for row in sheet["rows"]:
            if "from" in row:
                row["from"] = {"fi": evil, "en": evil}
    page.route(
        re.compile("/api/reports/conversion"),
        lambda route: route.fulfill(body=json.dumps(answer), content_type="application/json"),
    )
    page.reload()
    answered(page)
    expect(page.locator(".report-table tbody th").first).to_have_text(evil)
    page.locator(".chart svg").first.hover()
    expect(page.locator("main img[src=x]")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").first.click()
    assert Path(download.value.path()).read_text("utf-8-sig").splitlines()[1].startswith("\"'=cmd")


def test_optimise_ranks_the_arrows_and_offers_a_goal(opened: Opener, demo: Site) -> None:
    page = opened(demo, "/journey")
    page.get_by_role("link", name="Optimoi").click()
    expect(page).to_have_url(re.compile("mode=optimise"))
    mend = page.request.get(f"{demo.url}/api/reports/mend").json()
    rows = mend["sheets"][0]["rows"]
    cards = page.locator(".mend-card")
    expect(cards).to_have_count(len(rows))
    expect(cards.first.locator("h3")).to_contain_text(rows[0]["from"]["fi"])
    cards.first.get_by_role("button", name="Ota tavoitteeksi").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{rows[0]['from']['fi']} → {rows[0]['to']['fi']}")
    expect(dialog.get_by_role("button", name="Aseta tavoite")).to_be_enabled()
    page.keyboard.press("Escape")
    people = cards.first.get_by_role("link", name=re.compile("Tuli vaiheeseen"))
    wanted = digits(people.inner_text())
    people.click()
    expect(page.locator(".people-card")).to_have_attribute("aria-busy", "false")
    assert digits(page.locator(".people-count").inner_text()) == wanted == rows[0]["entered"]
