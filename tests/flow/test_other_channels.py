"""SMS, push and webhooks through the real delivery worker, against real servers on loopback."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from polku.events.identity import identity_hash
from polku.http.public.sms import signature
from polku.store.consents import Consent
from polku.store.push import PushSubscription
from tests.delivery_rows import NOON, Desk, desk
from tests.http_peer import Got, Reply, http_peer
from tests.public_site import PublicSite, public_site
from tests.unit.test_push_channel import Browser

pytestmark = pytest.mark.slow

BOTH = {"key": "news", "send": {"channels": ["sms", "push"], "sms": {"text": "Hei"},
        "push": {"title": "Hei", "body": "Opas on valmis", "url": "https://kauppa.fi/opas"}}}  # fmt: skip


def settings(url: str) -> dict[str, Any]:
    return {
        "sms": {"url": url, "account": "AC1", "token": "secret", "sender": "+358401234567"},
        "push": {"subject": "mailto:posti@kauppa.fi"},
        "webhook": {"allow_private": True},
    }


def listen(at: Desk, person: int, url: str) -> Browser:
    browser = Browser()
    at.control.push.add(person, PushSubscription(url + "/push/one", *browser.keys), NOON)
    return browser


def deliver(at: Desk) -> None:
    asyncio.run(at.once(renders=None))


def made(got: Got, _: int) -> Reply:
    return Reply(201, b'{"sid": "SM1"}')


def test_a_text_message_goes_with_the_address_for_its_receipt(tmp_path: Path) -> None:
    with http_peer(made) as peer, desk(tmp_path, **settings(peer.url)) as at:
        person = at.person("anna", consent=["sms"], phone="040 765 4321")
        at.programme("care", [BOTH])
        id_ = at.want(person, "care", "news")
        deliver(at)
        deliver(at)
        (got,) = peer.got
        said = {key: value[0] for key, value in parse_qs(got.body.decode()).items()}
        assert (said["To"], said["Body"][:3]) == ("+358407654321", "Hei")
        assert said["StatusCallback"] == f"https://polku.kauppa.fi/p/sms/status/{id_}"
        assert (at.delivery(id_).state, at.delivery(id_).reference) == ("sent", "SM1")


def test_who_has_no_number_or_no_consent_gets_the_next_channel(tmp_path: Path) -> None:
    with http_peer(made) as peer, desk(tmp_path, **settings(peer.url)) as at:
        at.programme("care", [BOTH])
        browsers = {}
        for n, (consent, traits) in enumerate(
            [(("push",), {"phone": "+358401111111"}), (("sms", "push"), {})]
        ):
            person = at.person(f"p{n}", consent=consent, **traits)
            browsers[n] = listen(at, person, f"{peer.url}/{n}")
            id_ = at.want(person, "care", "news", entry=n + 1)
            deliver(at)
            assert (at.delivery(id_).state, at.delivery(id_).channel) == ("sent", "push")
            assert browsers[n].read(peer.got[n].body)["title"] == "Hei"
        assert len(peer.got) == 2


def test_a_browser_that_is_gone_is_forgotten_and_the_message_says_so(tmp_path: Path) -> None:
    with (
        http_peer(lambda got, n: Reply(410)) as peer,
        desk(tmp_path, **settings(peer.url)) as at,
    ):
        person = at.person("anna", consent=["push"])
        listen(at, person, peer.url)
        at.programme("care", [BOTH])
        id_ = at.want(person, "care", "news")
        deliver(at)
        found = at.delivery(id_)
        assert (found.state, found.reason) == ("failed", "channel.push-gone")
        assert at.control.push.of([person]) == {}


def test_a_channel_switched_off_in_the_middle_gives_way_to_the_next(tmp_path: Path) -> None:
    """The SMS service is down, then taken out of polku.toml: what waited goes by push, once."""
    down: list[bool] = [True]

    def reply(got: Got, _: int) -> Reply:
        return Reply(503) if "Messages.json" in got.path and down[0] else Reply(201)

    with http_peer(reply) as peer:
        with desk(tmp_path, **settings(peer.url)) as at:
            person = at.person("anna", consent=["sms", "push"], phone="+358401111111")
            browser = listen(at, person, peer.url)
            at.programme("care", [BOTH])
            id_ = at.want(person, "care", "news")
            deliver(at)
            assert (at.delivery(id_).state, at.delivery(id_).channel) == ("ready", "sms")
            assert at.delivery(id_).reason == "channel.refused"
            clock = at.clock
            clock.forward(minutes=30)
        off = {key: value for key, value in settings(peer.url).items() if key != "sms"}
        with desk(tmp_path, clock, **off) as at:
            deliver(at)
            deliver(at)
            assert (at.delivery(id_).state, at.delivery(id_).channel) == ("sent", "push")
            told = Counter(one["event"] for one in at.told())
            assert told["Message Sent"] == 1
        pushed = [got for got in peer.got if got.path.endswith("/push/one")]
        assert [browser.read(got.body)["title"] for got in pushed] == ["Hei"]


def test_webhooks_that_fail_hold_up_nobody_and_go_once(tmp_path: Path) -> None:
    """Every tenth call fails with 500; the others go at once, the failed ones at the next try."""
    with http_peer(lambda got, n: Reply(500 if n % 10 == 3 else 200)) as peer:
        hook = {"key": "hook", "webhook": {"url": peer.url + "/hook", "body": {"a": 1}}}
        with desk(tmp_path, **settings(peer.url)) as at:
            at.programme("care", [hook])
            ids = [at.want(at.person(f"p{n}"), "care", "hook", entry=n + 1) for n in range(60)]
            deliver(at)
            states = Counter(at.delivery(id_).state for id_ in ids)
            assert states == {"sent": 54, "ready": 6}
            failed = [d for d in map(at.delivery, ids) if d.state == "ready"]
            assert {d.reason for d in failed} == {"channel.refused"}
            for _ in range(4):
                at.clock.forward(hours=2)
                deliver(at)
            assert {at.delivery(id_).state for id_ in ids} == {"sent"}
            names = Counter(got.headers["webhook-id"] for got in peer.got)
            assert len(names) == 60
            taken = Counter(
                got.headers["webhook-id"] for n, got in enumerate(peer.got) if n % 10 != 3
            )
            assert set(taken.values()) == {1}
            assert Counter(one["event"] for one in at.told())["Webhook Sent"] == 60


SITE = """
[public]
url = "https://polku.kauppa.fi"
[sms]
account = "AC1"
sender = "+358401234567"
token = "secret"
[push]
subject = "mailto:posti@kauppa.fi"
"""


def post_sms(site: PublicSite, path: str, fields: dict[str, str], token: str = "secret") -> int:
    signed = signature(token, "https://polku.kauppa.fi" + path, fields.items())
    return site.client.post(path, data=fields, headers={"X-Twilio-Signature": signed}).status_code


def test_stop_withdraws_the_consent_to_text_messages_and_only_the_service_can_say_it(
    tmp_path: Path,
) -> None:
    with public_site(tmp_path, SITE) as site:
        consents = site.workspace.control.consents
        anna = site.person("anna", phone="040-765 4321")
        consents.add([Consent(anna, "marketing", "sms", "consent", True, "x", NOON)])
        said = {"From": "+358407654321", "To": "+358401234567", "Body": " Lopeta. "}
        assert post_sms(site, "/p/sms/in", said, token="wrong") == 403
        assert post_sms(site, "/p/sms/in", {**said, "Body": "Peru huominen aika"}) == 200
        assert consents.state([anna], "marketing", "sms")[anna].given
        assert post_sms(site, "/p/sms/in", said) == 200
        assert post_sms(site, "/p/sms/in", said) == 200
        assert not consents.state([anna], "marketing", "sms")[anna].given
        assert len(consents.of(anna)) == 2
        numbers = ["040-765 4321", "+358407654321"]
        found = site.workspace.control.suppressions.reasons("sms", numbers)
        assert dict(found) == dict.fromkeys(numbers, "unsubscribed")
        (event,) = site.events("Unsubscribed", least=1)
        assert event["properties"]["channel"] == "sms"


def test_receipts_of_text_messages_become_events_of_the_person(tmp_path: Path) -> None:
    with public_site(tmp_path, SITE) as site:
        anna = site.person("anna", phone="+358407654321")
        queue = site.workspace.control.deliveries.queue
        queue(77, anna, intent="x", step={"sms": {"text": "Hei"}}, channel="nowhere")
        for status in ("sent", "delivered", "delivered"):
            assert post_sms(site, "/p/sms/status/77", {"MessageStatus": status}) == 200
        gone = {"MessageStatus": "undelivered", "ErrorCode": "30005", "To": "+358407654321"}
        assert post_sms(site, "/p/sms/status/77", gone) == 200
        assert post_sms(site, "/p/sms/status/1", gone) == 200
        rows = site.events("SMS Delivered", "SMS Failed", least=2)
        assert Counter(row["event"] for row in rows) == {"SMS Delivered": 1, "SMS Failed": 1}
        reasons = site.workspace.control.suppressions.reasons("sms", ["+358407654321"])
        assert reasons["+358407654321"] == "bounced"


def test_a_browser_is_kept_under_its_anonymous_id_by_the_write_key(tmp_path: Path) -> None:
    with public_site(tmp_path, SITE) as site:
        control = site.workspace.control
        key = site.workspace.create_key("shop")["write_key"]
        p256dh, auth = Browser().keys
        subscription = {
            "endpoint": "https://push.example/1",
            "keys": {"p256dh": p256dh, "auth": auth},
        }
        body = {"writeKey": key, "anonymousId": "visitor-1", "subscription": subscription}
        origin = {"Origin": "https://kauppa.example", "Content-Type": "text/plain"}

        def post(**other: Any) -> int:
            text = json.dumps({**body, **other})
            return site.client.post("/p/push", content=text, headers=origin).status_code

        assert post() == 200
        person = identity_hash(control.identity_key, "anonymous", "visitor-1")
        assert [each.endpoint for each in control.push.of([person])[person]] == [
            "https://push.example/1"
        ]
        assert control.consents.state([person], "marketing", "push")[person].given
        assert post(writeKey="wk_wrong") == 401
        assert post(userId="anna", anonymousId="") == 400
        assert post(subscription={**subscription, "endpoint": "http://127.0.0.1/x"}) == 400
        assert post(subscription={**subscription, "keys": {"p256dh": "x", "auth": auth}}) == 400
        no = Consent(person, "marketing", "push", "consent", False, "x", site.workspace.clock())
        control.consents.add([no])
        assert post() == 200
        assert not control.consents.state([person], "marketing", "push")[person].given
        answer = site.client.get("/p/push/key", headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert len(answer.json()["key"]) == 87
