"""Play the first five minutes with Polku and keep a picture of each step: `python docs/images/tour.py`.

A new workspace is made, the example is opened in it as a person would, and the ten steps of
docs/tutorial/five-minutes.md are taken in a browser. A step that no longer works stops the play.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, StorageState, sync_playwright

PICTURES = Path(__file__).parent / "tour"
CHROMIUM = "/usr/bin/chromium"
POLKU = str(Path(sys.executable).with_name("polku"))
LARGEST = 150_000  # bytes of a picture
ALL = 2_500_000  # bytes of them together
EXAMPLE_MS = 180_000  # half a minute on a quiet machine


def main() -> None:
    """A workspace of its own in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        shop = f"{folder}/Kaislaranta"
        subprocess.run([POLKU, "init", shop, "--lang", "fi"], check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            [POLKU, "-C", shop, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        try:
            login = str(server.stdout and server.stdout.readline()).split(" ", 1)[1].strip()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
                )
                Tour(browser, login).play()
        finally:
            server.terminate()
            server.wait(60)
    total = sum(picture.stat().st_size for picture in PICTURES.iterdir())
    sys.stdout.write(f"{total} bytes in all\n")
    if total > ALL:
        raise SystemExit("the pictures are too large together")


class Tour:
    """Ten steps, each from where the one before ended."""

    def __init__(self, browser: Browser, login: str) -> None:
        self._browser = browser
        self._login = login
        self._url = login.split("/login", maxsplit=1)[0]
        self.page = self._opened(None, "fi", "light", 1440)

    def play(self) -> None:
        PICTURES.mkdir(exist_ok=True)
        steps: tuple[Callable[[], None], ...] = (
            *(self.open, self.home, self.map, self.person, self.optimise),
            *(self.programme, self.offer, self.undo, self.english, self.paper),
        )
        for step in steps:
            step()

    def open(self) -> None:
        page = self.page
        page.goto(self._login)
        page.get_by_label("Verkkokauppa").check()
        save(page, "01-open-fi", 700)
        page.get_by_role("button", name="Avaa esimerkki").click()
        page.wait_for_url("**/journey**", timeout=EXAMPLE_MS)

    def home(self) -> None:
        page = self.page
        page.get_by_role("link", name="Koti").first.click()
        page.locator(
            ".path-break"
        ).wait_for()  # where the path breaks is counted after the first figures
        settled(page)
        save(page, "02-home-fi", 1150)
        self._small("/", "02-home-en-390", ".strip")

    def map(self) -> None:
        page = self.page
        page.locator(".path-break a").first.click()
        page.locator(".map").wait_for()
        save(settled(page), "03-stage-fi", 900)
        page.keyboard.press("Escape")
        page.locator("[role=dialog]").wait_for(state="detached")
        page.locator(".map a[href^='/programmes/']").first.wait_for()
        save(settled(page), "03-map-fi", 1000)
        page.locator(".emotion-row").evaluate("row => row.scrollIntoView({block: 'center'})")
        save(page, "03-emotion-fi", 900)
        self._small("/journey", "03-map-en-390", ".map")

    def person(self) -> None:
        page = self.page
        self._held_back()
        page.evaluate("window.scrollTo(0, 0)")
        page.locator(f".map a[href='/people?stage={self.stage}']").first.click()
        page.locator(".people tbody a").first.wait_for()
        save(settled(page), "04-people-fi", 800)
        page.get_by_label("Hae", exact=True).fill(self.id)
        page.locator(f".people tbody a[href^='/people/{self.who}']").click()
        page.locator(".timeline-stage, .message-entry").first.wait_for()
        page.get_by_role("link", name="Viestit").or_(
            page.get_by_role("button", name="Viestit")
        ).last.click()
        page.locator(".message-entry[data-state=refused]").first.wait_for()
        save(settled(page), "04-person-fi", 1150)

    def optimise(self) -> None:
        page = self.page
        page.get_by_role("navigation").get_by_role("link", name="Polut").click()
        page.get_by_role("link", name="Optimoi").click()
        page.locator(".mend-card").first.wait_for()
        save(settled(page), "05-optimise-fi", 1300)

    def programme(self) -> None:
        page = self.page
        page.goto(f"{self._url}/programmes/second-purchase")
        page.locator(".canvas [data-step]").first.wait_for()
        save(settled(page), "06-programme-fi", 900)
        page.get_by_role("button", name="Esikatsele asiakkaana").click()
        beside = page.locator(".docked")
        beside.get_by_role("searchbox").fill(self.id)
        chips = beside.locator(".chip")
        chips.nth(1).wait_for(state="detached")  # the one who was searched for is left
        chips.first.click()
        beside.locator("iframe").first.wait_for()
        save(settled(page), "06-preview-fi", 1000)
        self._small("/programmes/second-purchase", "06-programme-en-390", "[data-step]")

    def offer(self) -> None:
        page = self.page
        page.goto(f"{self._url}/content/offers/mokkipaketti")
        price = page.get_by_label("Hinta")
        price.fill("590")
        price.press("Tab")
        page.get_by_text("Tallennettu").first.wait_for()
        save(settled(page), "07-offer-fi", 900)

    def undo(self) -> None:
        page = self.page
        page.locator("h1").click()
        page.keyboard.press("Control+z")
        page.wait_for_function(
            "() => [...document.querySelectorAll('input')].every(each => each.value !== '590')"
        )
        page.get_by_text("Tallennettu").first.wait_for()
        save(settled(page), "08-undo-fi", 900)

    def english(self) -> None:
        page = self.page
        page.get_by_role("button", name="EN, in English").click()
        page.get_by_role("link", name="Journeys").first.wait_for()
        save(settled(page), "09-offer-en", 900)
        page.goto(f"{self._url}/")
        page.locator(".strip").wait_for()
        save(settled(page), "09-home-en", 900)

    def paper(self) -> None:
        page = self.page
        page.goto(f"{self._url}/journey")
        page.locator(".map").wait_for()
        settled(page)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 1123, "height": 794})  # A4 on its side at 96 dpi
        save(page, "10-paper-en", 1000)

    def _held_back(self) -> None:
        """Somebody with a name to whom a message was not sent, and the stage they are on."""
        ask = self.page.request
        found = ask.get(
            f"{self._url}/api/messages?state=refused&programme=second-purchase&limit=50"
        )
        for message in found.json()["messages"]:
            who: dict[str, Any] = ask.get(f"{self._url}/api/people/{message['person']}").json()
            if who["name"] and who["stage"]:
                self.who, self.id, self.stage = who["person"], message["person_id"], who["stage"]
                return
        raise SystemExit("the example has nobody whose message was held back")

    def _small(self, path: str, name: str, ready: str) -> None:
        page = self._opened(self.page.context.storage_state(), "en", "dark", 390)
        page.goto(self._url + path)
        page.locator(ready).first.wait_for()
        save(settled(page), name, 844)
        page.context.close()

    def _opened(self, session: StorageState | None, language: str, scheme: Any, width: int) -> Page:
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="fi-FI" if language == "fi" else "en-GB",
            reduced_motion="reduce",
            storage_state=session,
        )
        # Only the first time: the language is switched on the way.
        context.add_init_script(
            "if (window === top && !localStorage.getItem('polku.language'))"
            f" localStorage.setItem('polku.language', '{language}')"
            if session is None
            else f"if (window === top) localStorage.setItem('polku.language', '{language}')"
        )
        return context.new_page()


def settled(page: Page) -> Page:
    """Everything that was asked for is there, and toasts are gone."""
    page.wait_for_timeout(300)
    page.wait_for_function("() => !document.querySelector('.waiting')", timeout=60_000)
    page.wait_for_timeout(700)
    return page


def save(page: Page, name: str, height: int) -> None:
    """What is in sight at this height, as WebP."""
    width, now = page.evaluate("[innerWidth, innerHeight]")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(300)
    asked = {"format": "webp", "quality": 80}
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    picture = base64.b64decode(taken["data"])
    (PICTURES / f"{name}.webp").write_bytes(picture)
    page.set_viewport_size({"width": width, "height": now})
    sys.stdout.write(f"{name}.webp {len(picture)} bytes\n")
    if len(picture) > LARGEST:
        raise SystemExit(f"{name}.webp is too large")


if __name__ == "__main__":
    main()
