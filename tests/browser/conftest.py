"""A running demo, a fresh workspace, and pages that are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.conftest import Server, run_polku, serving

WAIT_MS = 20_000  # figures are renewed behind an older answer, every 15 seconds at the latest
expect.set_options(timeout=WAIT_MS)


@dataclass(frozen=True)
class Site:
    """A running Polku and the session of its owner."""

    server: Server
    session: StorageState

    @property
    def url(self) -> str:
        return self.server.url


def sign_in(browser: Browser, server: Server) -> Site:
    """Opens the address with the one-time token, as a person does."""
    context = browser.new_context()
    context.new_page().goto(server.login)
    session = context.storage_state()
    context.close()
    return Site(server, session)


@pytest.fixture(scope="session")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`polku demo` with the web shop."""
    with serving(
        tmp_path_factory.mktemp("demo") / "shop", "--people", "3000", command="demo"
    ) as server:
        yield sign_in(browser, server)


@pytest.fixture
def fresh(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """`polku init --template shop` and `polku serve`: stages, and no event yet."""
    run_polku("init", tmp_path / "shop", "--template", "shop", "--lang", "fi")
    with serving(tmp_path / "shop") as server:
        yield sign_in(browser, server)


# Nothing waits, every part of the script that was begun has come, and nothing has moved for a moment. Asked in the
# page at each frame: a locator asks twice a second, and the network is idle only half a second after it was.
SETTLED = """async ([quiet, patience]) => {
  let moved = performance.now()
  const end = moved + patience
  const watch = new MutationObserver(() => { moved = performance.now() })
  watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true})
  const come = ({href}) => performance.getEntriesByName(href).length > 0
  const still = () => document.readyState === "complete"
    && document.querySelector("h1")
    && !document.querySelector(".waiting, [data-renewing=true]")
    && [...document.querySelectorAll("link[rel=modulepreload]")].every(come)
    && performance.now() - moved > quiet
  while (!still()) {
    if (performance.now() > end) throw new Error("the page does not settle: " + location.href)
    await new Promise(requestAnimationFrame)
  }
  watch.disconnect()
}"""
QUIET_MS = 120


def settled(page: Page) -> Page:
    """The page when all of it is there."""
    page.evaluate(SETTLED, [QUIET_MS, WAIT_MS])
    return page


Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """`opened(site, path, language=, scheme=, width=)` gives a page; a script error fails the test."""
    contexts = []
    faults: list[str] = []

    def open_page(
        site: Site,
        path: str = "/",
        *,
        language: Literal["fi", "en"] = "fi",
        scheme: Literal["light", "dark"] = "light",
        width: int = 1440,
        signed_in: bool = True,
    ) -> Page:
        options: dict[str, Any] = {"storage_state": site.session} if signed_in else {}
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        if language != "fi":
            # a frame without rights, such as that of a preview, has no storage
            context.add_init_script(
                f"try {{ localStorage.setItem('polku.language', '{language}') }} catch {{}}"
            )
        page = context.new_page()
        page.bring_to_front()
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(site.url + path)
        page.locator("h1").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
