"""How fast the screens are: a real server, the demo shop and Chromium on the same machine.

    python -m benchmarks.screens [--people 20000] [--many 1000000] [--visits 5]

First page: from the navigation of a browser that has nothing kept to the moment when the screen is drawn, what it
asked for has come, and no long task runs. Route change: from the click on the menu to the paint of the new screen with
its content, told by the page's own clock. Chart, map and list: see `benchmarks.screen_pages`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from benchmarks.api import Client, build, serving
from benchmarks.screen_pages import (
    EDIT,
    FIRST,
    MOVE,
    PAN,
    SCROLL,
    TYPED,
    large_map,
    large_programme,
)
from polku.serverfile import ServerFile
from polku.starting import make_demo

CHROMIUM = os.environ.get("POLKU_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
STATIC = Path(__file__).parent.parent / "src" / "polku" / "http" / "static"
ROUTES = (
    *("/journey", "/programmes", "/people", "/content", "/metrics", "/improve", "/tasks"),
    *("/sources", "/settings", "/"),
)
BARS = {
    "first page": ("ms", 1500),
    "route change": ("ms", 300),
    "150 steps, panned": ("fps", 50),
    "150 steps, edit to paint": ("ms", 50),
    "map 12 x 15, key to paint": ("ms", 50),
    "people list, scrolled": ("fps", 50),
    "people of 1M, page p95": ("ms", 200),
    "first-page script, gzip": ("KB", 250),
}


def told(name: str, value: float, more: str = "") -> None:
    """One line with its bar; of frames a second more is better, of the others less."""
    unit, bar = BARS[name]
    good = value >= bar if unit == "fps" else value <= bar
    sign, mark = (">=", "") if unit == "fps" else ("<=", "")
    mark = "" if good else "   MISSED"
    print(f"  {name:26} {value:8.0f} {unit:3}   (bar {sign} {bar} {unit}){mark}{more}", flush=True)


class Visitor:
    """Opens pages that are signed in, each in a browser context of its own: nothing is kept from one to the next."""

    def __init__(self, browser: Browser, server: ServerFile, folder: Path) -> None:
        self._browser = browser
        self.url = server.url
        said = subprocess.run(
            [str(Path(sys.executable).with_name("polku")), "-C", str(folder), "login"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found = re.search(r"http\S+", said)
        assert found is not None, said
        context = browser.new_context()
        context.new_page().goto(found.group(0))
        self._session: StorageState = context.storage_state()
        context.close()

    @contextmanager
    def page(self) -> Iterator[Page]:
        context = self._browser.new_context(
            storage_state=self._session, viewport={"width": 1440, "height": 900}
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        try:
            yield page
        finally:
            context.close()


def first_page(visitor: Visitor, visits: int) -> None:
    times, sent = [], []
    for _ in range(visits + 1):  # the first fills the server's own answers
        with visitor.page() as page:
            page.add_init_script(FIRST)
            page.goto(visitor.url, wait_until="commit")
            page.wait_for_function("() => window.ready !== undefined")
            times.append(page.evaluate("window.ready"))
            sent.append(
                page.evaluate(
                    "performance.getEntriesByType('resource').filter(e => e.name.endsWith('.js'))"
                    ".reduce((sum, e) => sum + e.encodedBodySize, 0) / 1024"
                )
            )
    told("first page", median(times[1:]), f"   of {visits}, longest {max(times[1:]):.0f}")
    told("first-page script, gzip", median(sent[1:]))


def routes(visitor: Visitor, visits: int) -> None:
    """The same tab walks the menu; each screen's median counts once."""
    of: dict[str, list[float]] = {path: [] for path in ROUTES}
    with visitor.page() as page:
        page.goto(visitor.url)
        page.locator(".strip").wait_for()
        for _ in range(visits):
            for path in ROUTES:
                page.wait_for_timeout(300)
                of[path].append(page.evaluate(MOVE, path))
    middles = {path: median(times) for path, times in of.items()}
    slowest = max(middles, key=lambda path: middles[path])
    told("route change", median(middles.values()), f"   slowest {slowest} {middles[slowest]:.0f}")


def put(page: Page, method: str, url: str, body: dict[str, object]) -> None:
    answer = page.request.fetch(
        url,
        method=method,
        data=json.dumps(body),
        headers={"X-Polku": "1", "Content-Type": "application/json"},
    )
    assert answer.ok, answer.text()


def chart(visitor: Visitor) -> None:
    with visitor.page() as page:
        put(
            page,
            "PUT",
            f"{visitor.url}/api/programmes/large",
            {"body": large_programme(), "edition": 0},
        )
        page.goto(f"{visitor.url}/programmes/large?step=s1")
        page.locator(".docked input").first.wait_for()
        page.locator(".canvas [data-step]").first.wait_for()
        page.wait_for_timeout(500)
        edit = page.evaluate(EDIT)
        page.keyboard.press("Escape")
        page.locator(".docked").wait_for(state="detached")
        told("150 steps, panned", max(page.evaluate(PAN) for _ in range(3)), "   best of 3")
        told("150 steps, edit to paint", edit)


def typed(visitor: Visitor) -> None:
    with visitor.page() as page:
        put(page, "POST", f"{visitor.url}/api/journeys", {"key": "large-map", "body": large_map()})
        page.goto(f"{visitor.url}/journey?journey=large-map&mode=design")
        cell = page.locator("[data-stage='s5'][data-lane='needs']")
        cell.focus()
        page.keyboard.press("Enter")
        cell.locator("textarea").wait_for()
        page.evaluate(TYPED)
        page.keyboard.type("Uusi ajatus kirjoitetaan tähän soluun", delay=40)
        page.wait_for_timeout(1200)
        painted = np.array(page.evaluate("window.painted"))
        told(
            "map 12 x 15, key to paint",
            float(np.median(painted)),
            f"   p95 {np.percentile(painted, 95):.0f}",
        )


def scrolled(visitor: Visitor) -> None:
    with visitor.page() as page:
        page.goto(f"{visitor.url}/people")
        page.locator(".people tbody a").nth(20).wait_for()
        told("people list, scrolled", max(page.evaluate(SCROLL) for _ in range(3)), "   best of 3")


def pages_of_many(server: ServerFile, pages: int) -> None:
    """One page after another of the list, as the screen asks for them."""
    client = Client(server)
    cursor, times = "", []
    json.loads(client.get("/api/people"))
    for _ in range(pages):
        path = f"/api/people?cursor={cursor}" if cursor else "/api/people"
        times.append(float(client.times([path])[0]))
        cursor = json.loads(client.get(path))["next"]
    told("people of 1M, page p95", float(np.percentile(times, 95)), f"   of {pages} pages")


def main(argv: list[str] | None = None) -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=20_000)
    asked.add_argument("--many", type=int, default=1_000_000, help="people of the long list")
    asked.add_argument("--visits", type=int, default=5)
    options = asked.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shop, many = Path(folder) / "shop", Path(folder) / "many"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        make_demo(shop, people=options.people)
        print(f"demo shop, {options.people:,} people")
        with serving(shop) as (_, server):
            visitor = Visitor(browser, server, shop)
            first_page(visitor, options.visits)
            routes(visitor, options.visits)
            chart(visitor)
            typed(visitor)
        if options.many:
            build(many, options.many * 3, options.many)
            with serving(many) as (_, server):
                pages_of_many(server, 100)
                scrolled(Visitor(browser, server, many))
    print(f"  ({os.cpu_count()} cores; server and browser share them)")


if __name__ == "__main__":
    main(sys.argv[1:])
