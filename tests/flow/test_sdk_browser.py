"""Real pages in Chromium: Segment's own browser client and our polku.js, sending across origins."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from polku.store.control import Control
from tests.running_ingest import IngestServer, ingest_server

pytestmark = [pytest.mark.slow, pytest.mark.browser]
UMD = Path(__file__).parents[1] / "clients/node_modules/@segment/analytics-next/dist/umd"


@dataclass
class Site:
    """A web site of its own origin: `html` is every page; below /umd/ stands Segment's bundle."""

    url: str = ""
    html: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            bundle = UMD / self.path.removeprefix("/umd/").split("?")[0]
            script = self.path.startswith("/umd/") and bundle.is_file()
            body = bundle.read_bytes() if script else found.html.encode()
            self.send_response(200)
            self.send_header(
                "Content-Type", "text/javascript" if script else "text/html; charset=utf-8"
            )
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://localhost:{listener.server_port}"
    thread = threading.Thread(target=listener.serve_forever)
    thread.start()
    yield found
    listener.shutdown()
    thread.join()
    listener.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    mistakes: list[str] = []
    opened.on("pageerror", lambda error: mistakes.append(str(error)))
    yield opened
    context.close()
    assert mistakes == []


@pytest.fixture
def server(tmp_path: Path) -> Iterator[IngestServer]:
    with ingest_server(tmp_path) as running:
        yield running


def delivered(page: Page, number: int, action: Callable[[], object]) -> None:
    """Do something and wait until so many ingest requests were answered."""
    answers: list[int] = []

    def note(response: Any) -> None:
        if response.request.method == "POST" and "/v1/" in response.url:
            answers.append(response.status)

    page.on("response", note)
    action()
    for _ in range(100):
        if len(answers) >= number:
            break
        page.wait_for_timeout(50)
    page.remove_listener("response", note)
    assert answers == [200] * number


@pytest.mark.usefixtures("node_clients")
@pytest.mark.parametrize("strategy", ["standard", "batching"])
def test_analytics_next_needs_nothing_but_our_address(
    server: IngestServer, site: Site, page: Page, strategy: str
) -> None:
    """Pointed here with cdnURL it finds everything by itself, in both of its ways of delivery."""
    delivery = {"strategy": "batching", "config": {"size": 4, "timeout": 500}}
    options = {"integrations": {"Segment.io": {"deliveryStrategy": delivery}}}
    site.html = f"""<!doctype html><title>Kauppa</title><script src="/umd/index.js"></script><script>
      window.analytics = AnalyticsNext.AnalyticsBrowser.load(
        {{writeKey: {json.dumps(server.key)}, cdnURL: {json.dumps(server.url)}}},
        {json.dumps(options if strategy == "batching" else {})});
      analytics.page('Etusivu');
      analytics.identify('ann', {{email: 'ann@example.fi'}});
      analytics.track('Order Completed', {{revenue: 12.5, currency: 'EUR'}});
      analytics.group('oy', {{name: 'Oy Ab'}});
    </script>"""
    delivered(
        page,
        1 if strategy == "batching" else 4,
        lambda: page.goto(f"{site.url}/?utm_source=google&utm_medium=cpc"),
    )
    rows = server.rows()
    assert sorted(row["event"] for row in rows) == [
        "Group Joined", "Identified", "Order Completed", "Page Viewed",
    ]  # fmt: skip
    assert {row["channel"] for row in rows} == {"paid_search"}
    assert len({row["person"] for row in rows}) == 1
    with Control.open(server.directory / "control.db") as control:
        ann = control.identities.find("ann")
        assert ann == rows[0]["person"]
        assert [identity.kind for identity in control.identities.of(ann)].count("anonymous") == 1
        assert control.traits.of(ann) == {"email": "ann@example.fi"}


def snippet(server: IngestServer, *options: str, calls: str = "") -> str:
    return f"""<!doctype html><title>Kauppa</title>
      <script>window.polku=window.polku||[];{calls}</script>
      <script async src="{server.url}/polku.js" data-key="{server.key}" {" ".join(options)}></script>"""


def test_polku_js_sends_what_was_queued_before_it_loaded(
    server: IngestServer, site: Site, page: Page
) -> None:
    site.html = snippet(server, calls="""
      polku.push(['identify', 'ann', {email: 'ann@example.fi'}]);
      polku.push(['track', 'Order Completed', {revenue: 12.5, currency: 'EUR'}]);""")  # fmt: skip
    delivered(page, 1, lambda: page.goto(f"{site.url}/kori?utm_source=uutiskirje&utm_medium=email"))
    delivered(page, 1, lambda: page.evaluate("polku.group('oy', {name: 'Oy Ab'})"))
    delivered(page, 1, lambda: page.evaluate("polku.alias('ann-2')"))
    rows = server.rows()
    assert [row["event"] for row in rows] == [
        "Page Viewed", "Identified", "Order Completed", "Group Joined", "Alias Created",
    ]  # fmt: skip
    assert {row["channel"] for row in rows} == {"email"}
    assert len({row["person"] for row in rows}) == 1
    first = json.loads(rows[0]["properties"])
    assert (first["path"], first["title"], first["device"]) == ("/kori", "Kauppa", "desktop")
    assert first["campaign"] == {"source": "uutiskirje", "medium": "email"}
    with Control.open(server.directory / "control.db") as control:
        assert control.identities.find("ann-2") == control.identities.find("ann")


def test_polku_js_remembers_the_visitor_and_reset_forgets(
    server: IngestServer, site: Site, page: Page
) -> None:
    site.html = snippet(server)
    delivered(page, 1, lambda: page.goto(site.url))
    delivered(page, 1, lambda: page.goto(f"{site.url}/toinen"))
    page.evaluate("polku.reset()")
    delivered(page, 1, lambda: page.evaluate("polku.track('E')"))
    people = [row["person"] for row in server.rows()]
    assert people[0] == people[1] != people[2]


def test_polku_js_starts_a_new_visitor_when_another_person_signs_in(
    server: IngestServer, site: Site, page: Page
) -> None:
    """Two people at one computer do not melt into one."""
    site.html = snippet(server)
    delivered(page, 1, lambda: page.goto(site.url))
    delivered(page, 1, lambda: page.evaluate("polku.identify('ann')"))
    delivered(page, 1, lambda: page.evaluate("polku.identify('bob')"))
    server.rows()
    with Control.open(server.directory / "control.db") as control:
        assert control.identities.find("ann") != control.identities.find("bob")


def test_polku_js_without_cookies_keeps_nothing_in_the_browser(
    server: IngestServer, site: Site, page: Page
) -> None:
    site.html = snippet(server, "data-cookieless")
    delivered(page, 1, lambda: page.goto(site.url))
    assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    delivered(page, 1, lambda: page.goto(f"{site.url}/toinen"))
    assert len({row["person"] for row in server.rows()}) == 2


def test_polku_js_asks_first_and_stops_when_told(
    server: IngestServer, site: Site, page: Page
) -> None:
    """Before consent nothing is sent or kept; after a no, what was kept is gone."""
    site.html = snippet(server, 'data-consent="ask"')
    page.goto(site.url)
    page.wait_for_function("window.polku.loaded")
    page.evaluate("polku.track('Before')")
    page.wait_for_timeout(300)
    assert page.evaluate("localStorage.length") == 0
    delivered(page, 1, lambda: page.evaluate("polku.consent(true)"))
    assert page.evaluate("localStorage.getItem('polku.anonymous')")
    page.evaluate("polku.consent(false); polku.track('After')")
    page.wait_for_timeout(300)
    assert page.evaluate("Object.keys(localStorage)") == ["polku.consent"]
    assert [row["event"] for row in server.rows()] == ["Page Viewed", "Before"]


def test_polku_js_sends_the_last_click_of_a_page_that_closes(
    server: IngestServer, site: Site, page: Page
) -> None:
    site.html = snippet(server)
    delivered(page, 1, lambda: page.goto(site.url))
    page.evaluate("polku.track('Link Clicked'); location.href = '/seuraava'")
    page.wait_for_url("**/seuraava")
    page.wait_for_timeout(500)
    assert sorted(row["event"] for row in server.rows()) == [
        "Link Clicked", "Page Viewed", "Page Viewed",
    ]  # fmt: skip


def test_polku_js_comes_again_when_the_server_was_away(
    server: IngestServer, site: Site, page: Page
) -> None:
    """What could not be sent waits, and goes once."""
    site.html = snippet(server)
    delivered(page, 1, lambda: page.goto(site.url))
    page.context.set_offline(True)
    page.evaluate("polku.track('Offline')")
    page.wait_for_timeout(300)
    delivered(page, 1, lambda: page.context.set_offline(False))
    assert [row["event"] for row in server.rows()] == ["Page Viewed", "Offline"]
