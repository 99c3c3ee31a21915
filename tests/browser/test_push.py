"""A page of a shop asks for notifications in Chromium: worker, permission, notification.

There is no push service here, and a private window may not subscribe at all, so `subscribe()` itself
fails with AbortError. What a push service would deliver is delivered by the DevTools protocol, to the
worker that polku.js registered; and where a test needs a subscription, the page gives one with real
keys in place of the browser's.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from polku.events.identity import identity_hash
from tests.public_site import public_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SITE = """
[push]
subject = "mailto:posti@kauppa.fi"
"""
MESSAGE = {
    "title": "Opas on valmis",
    "body": "Lataa se",
    "url": "https://kauppa.fi/opas",
    "tag": "7",
}
SHOWN = """async () => {
  const ready = await navigator.serviceWorker.ready;
  for (let n = 0; n < 100; n++) {
    const all = await ready.getNotifications();
    if (all.length) return all.map(one => ({title: one.title, body: one.body, tag: one.tag, url: one.data.url}));
    await new Promise(done => setTimeout(done, 50));
  }
  return [];
}"""


def test_the_worker_of_polku_shows_what_a_push_brings(browser: Browser, tmp_path: Path) -> None:
    with public_site(tmp_path, SITE) as site:
        key = site.workspace.create_key("shop")["write_key"]
        context = browser.new_context()
        try:
            context.grant_permissions(["notifications"], origin=site.url)
            page = context.new_page()
            html = f'<h1>Kauppa</h1><script src="/polku.js" data-key="{key}" data-manual></script>'
            page.route(
                "**/shop.html",
                lambda r: r.fulfill(body=html, content_type="text/html; charset=utf-8"),
            )
            cdp = context.new_cdp_session(page)
            cdp.send("ServiceWorker.enable")
            seen: list[str] = []
            cdp.on(
                "ServiceWorker.workerRegistrationUpdated",
                lambda e: seen.extend(each["registrationId"] for each in e["registrations"]),
            )
            page.goto(site.url + "/shop.html")
            asked = page.evaluate(
                """() => polku.push().then(kept => ({kept}), error => ({error: String(error)}))"""
            )
            assert asked.get("kept") is True or "AbortError" in asked["error"], asked
            # a page of the origin that the worker controls
            scope = page.evaluate("navigator.serviceWorker.ready.then(one => one.scope)")
            assert scope == site.url + "/"
            assert seen
            cdp.send(
                "ServiceWorker.deliverPushMessage",
                {"origin": site.url + "/", "registrationId": seen[-1], "data": json.dumps(MESSAGE)},
            )
            assert page.evaluate(SHOWN) == [MESSAGE]
        finally:
            context.close()


SUBSCRIBE = """() => {
  PushManager.prototype.subscribe = async function (options) {
    window.asked = new Uint8Array(options.applicationServerKey).length;
    const pair = await crypto.subtle.generateKey({name: 'ECDH', namedCurve: 'P-256'}, true, ['deriveBits']);
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const text = bytes => btoa(String.fromCharCode(...bytes))
      .replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '');
    const auth = crypto.getRandomValues(new Uint8Array(16));
    return {endpoint: 'https://push.example/7', keys: {p256dh: text(raw), auth: text(auth)}};
  };
}"""


def test_the_subscription_belongs_to_the_visitor_of_the_page(
    browser: Browser, tmp_path: Path
) -> None:
    """Kept under the anonymous id that the events of the page have too."""
    with public_site(tmp_path, SITE) as site:
        key = site.workspace.create_key("shop")["write_key"]
        context = browser.new_context()
        try:
            context.grant_permissions(["notifications"], origin=site.url)
            page = context.new_page()
            html = f'<h1>Kauppa</h1><script src="/polku.js" data-key="{key}"></script>'
            page.route("**/shop.html", lambda r: r.fulfill(body=html, content_type="text/html"))
            page.goto(site.url + "/shop.html")
            page.evaluate(SUBSCRIBE)
            assert page.evaluate("polku.push()") is True
            assert page.evaluate("window.asked") == 65
            visitor = page.evaluate("polku.anonymousId()")
            control = site.workspace.control
            person = identity_hash(control.identity_key, "anonymous", visitor)
            (kept,) = control.push.of([person])[person]
            assert kept.endpoint == "https://push.example/7"
            (given,) = site.events("Consent Given", least=1)
            assert given["properties"]["channel"] == "push"
        finally:
            context.close()
