"""Take the picture of results from the demo shop: `python docs/images/take.py`. The others are of `tour.py`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
LARGEST = 300_000  # bytes of a picture
TALLEST = 1150  # pixels: what a reader sees without scrolling much


def main() -> None:
    """Makes the demo in a folder of its own, takes every picture, and takes the demo away."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("polku")), "demo", "--no-browser"]
        server = subprocess.Popen(
            [*command, "--dir", f"{folder}/shop", "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            login = str(server.stdout and server.stdout.readline()).split(" ", 1)[1].strip()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
                )
                take_all(browser, login)
        finally:
            server.terminate()
            server.wait(30)


def take_all(browser: Browser, login: str) -> None:
    """`login` is the address with the one-time token."""
    url = login.split("/login", maxsplit=1)[0]
    context = browser.new_context()
    context.new_page().goto(login)
    session = context.storage_state()

    def opened(path: str, language: str = "fi", width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            storage_state=session,
            color_scheme="light",
            reduced_motion="reduce",
        )
        context.add_init_script(f"localStorage.setItem('polku.language', '{language}')")
        page = context.new_page()
        page.goto(url + path)
        page.locator("h1").wait_for()
        page.locator(".waiting").first.wait_for(state="detached")
        page.wait_for_load_state("networkidle" if path != "/sources" else "load")
        return page

    page = opened("/programmes/second-purchase?tab=results")
    page.locator("table, svg").first.wait_for()
    save(page, "results-fi")


def save(page: Page, name: str) -> None:
    """The page from its top, no taller than TALLEST."""
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    page.set_viewport_size({"width": width, "height": min(max(height, 600), TALLEST)})
    picture = page.screenshot(path=HERE / f"{name}.png")
    sys.stdout.write(f"{name}.png {len(picture)} bytes\n")
    if len(picture) >= LARGEST:
        raise SystemExit(f"{name}.png is too large")


if __name__ == "__main__":
    main()
