"""What is needed to play a whole journey as a person does: the words on screen, and a workspace of one's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import httpx
from playwright.sync_api import Browser

from tests.browser.conftest import Site, sign_in
from tests.browser.test_lead_magnet import SETTINGS
from tests.conftest import ROOT, run_polku, serving
from tests.flow.smtp_servers import Handler, free_port, smtp_server

Language = Literal["fi", "en"]
LOCALES = ROOT / "ui" / "src" / "locales"


class Words:
    """`words("begin.openExample")` is what stands on the screen in `language`; gaps are filled by name."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._all: dict[str, Any] = {}  # no two areas have a group of the same name
        for file in (LOCALES / f"{language}.json", *LOCALES.glob(f"*/{language}.json")):
            self._all |= json.loads(file.read_text("utf-8"))

    def __call__(self, key: str, **filled: object) -> str:
        found: Any = self._all
        for part in key.split("."):
            found = found[part]
        text = str(found)
        for name, value in filled.items():
            text = text.replace("{{" + name + "}}", str(value))
        return text


@contextmanager
def own_site(browser: Browser, folder: Path, *init: str) -> Iterator[Site]:
    """A workspace of `polku init`, served."""
    run_polku("init", folder, *(init or ("--lang", "fi")))
    with serving(folder) as server:
        yield sign_in(browser, server)


@contextmanager
def writing_site(
    browser: Browser, folder: Path, *init: str, more: str = ""
) -> Iterator[tuple[Site, Handler]]:
    """A workspace whose messages go to a mail server on loopback, and what that server took. `more`: settings."""
    port, taken = free_port(), Handler()
    run_polku("init", folder, *init)
    with smtp_server(taken) as smtp:
        settings = SETTINGS.format(url=f"http://127.0.0.1:{port}", smtp=smtp)
        (folder / "polku.toml").write_text(settings + more, "utf-8")
        with serving(folder, "--port", str(port)) as server:
            yield sign_in(browser, server), taken


def tell(site: Site, key: str, *calls: dict[str, Any]) -> None:
    """What a site or a system sends by HTTP."""
    answer = httpx.post(
        f"{site.url}/v1/batch", json={"batch": list(calls), "writeKey": key}, trust_env=False
    )
    assert answer.status_code == 200, answer.text


@contextmanager
def own_demo(browser: Browser, folder: Path, kind: str, people: int) -> Iterator[Site]:
    """A demo of a few people, served; what is done to it stays in it."""
    with serving(folder, "--kind", kind, "--people", str(people), command="demo") as server:
        yield sign_in(browser, server)
