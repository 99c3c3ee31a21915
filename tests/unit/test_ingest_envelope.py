"""What becomes of one call: ids, time, money, channel, personal properties."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from polku.events.channel import channel_of
from polku.events.envelope import Envelope, envelope
from polku.events.money import minor_units, money_of
from polku.events.personal import Personal
from polku.events.when import clock_skew, instant
from polku.events.wire import Broken, decode_batch, decode_call

RECEIVED = instant("2026-11-21T10:00:00Z") or 0
PERSONAL = Personal(["email", "phone", "name", "first_name", "address"])


def sealed(kind: str = "track", skew: int | None = None, **fields: Any) -> Envelope:
    body = {"userId": "ann", "event": "Order Completed", **fields}
    call = decode_call(json.dumps(body).encode())
    return envelope(
        call,
        kind=kind,
        received=RECEIVED,
        skew=skew,
        personal=PERSONAL,
        arrivals=itertools.count(),
        repeats={},
    )


def properties(found: Envelope) -> dict[str, Any]:
    return json.loads(found.properties or "{}")


def test_an_hour_fast_clock_is_set_right_by_its_own_sending_time() -> None:
    """ts = received − (sent − original), whatever hour the sender believes it is."""
    skew = clock_skew("2026-11-21T11:00:00Z", RECEIVED)
    found = sealed(skew=skew, timestamp="2026-11-21T10:59:30Z")
    assert found.ts == RECEIVED - 30_000_000


@pytest.mark.parametrize("sent", [None, "", "yesterday", {}, True, "0001-01-01"])
def test_without_a_readable_sending_time_the_time_stands_as_it_is(sent: Any) -> None:
    assert clock_skew(sent, RECEIVED) is None
    assert sealed(timestamp="2026-11-21T09:00:00+02:00").ts == instant("2026-11-21T07:00:00Z")


@pytest.mark.parametrize("name", ["Consent Given", " Consent Withdrawn ", "Form Confirmed"])
def test_what_polku_alone_may_tell_is_refused(name: str) -> None:
    """The write key of a page is open to all, and conditions believe these events."""
    with pytest.raises(Broken, match="our-event"):
        sealed(event=name)


def test_nothing_happens_after_it_has_arrived() -> None:
    assert sealed(timestamp="2031-01-01T00:00:00Z").ts == RECEIVED


@pytest.mark.parametrize(
    "time", ["soon", "2026-13-01", [], "1492-10-12", "9999-12-31T23:59:59-14:00"]
)
def test_a_time_that_cannot_be_read_is_refused_with_its_field(time: Any) -> None:
    with pytest.raises(Broken) as caught:
        sealed(timestamp=time)
    assert (caught.value.code, caught.value.field) == ("ingest.bad-time", "timestamp")


@pytest.mark.parametrize("nobody", [None, "", "  ", "undefined", "NULL", "[object Object]"])
def test_words_for_nobody_are_no_id(nobody: str | None) -> None:
    """Otherwise everyone on a broken site becomes one person."""
    found = sealed(userId=nobody, anonymousId="a1")
    assert (found.user, found.anonymous) == (None, "a1")
    with pytest.raises(Broken, match="no-id"):
        sealed(userId=nobody, anonymousId=nobody)


def test_a_number_is_an_id_and_a_list_is_not() -> None:
    assert sealed(userId=17).user == "17"
    with pytest.raises(Broken, match="bad-id"):
        sealed(userId=["ann"])


def test_calls_become_events_of_the_specified_names() -> None:
    names = {kind: sealed(kind, groupId="g", previousId="p").event for kind in
             ("track", "page", "screen", "identify", "group", "alias")}  # fmt: skip
    assert names == {
        "track": "Order Completed",
        "page": "Page Viewed",
        "screen": "Screen Viewed",
        "identify": "Identified",
        "group": "Group Joined",
        "alias": "Alias Created",
    }


def test_personal_properties_leave_the_event_and_become_traits() -> None:
    found = sealed(properties={"Email": "a@b.fi", "First-Name": "Ann", "size": 3,
                               "customer": {"phone": "1", "vip": True}})  # fmt: skip
    assert properties(found) == {"size": 3, "customer": {"vip": True}}
    assert json.loads(found.traits or "") == {
        "Email": "a@b.fi",
        "First-Name": "Ann",
        "customer.phone": "1",
    }


def test_the_name_of_a_thing_is_not_a_personal_name() -> None:
    products = [{"product_id": "p1", "name": "Kumisaapas", "price": 30}]
    assert properties(sealed(properties={"products": products})) == {"products": products}
    assert properties(sealed("page", name="Etusivu")) == {"name": "Etusivu"}
    assert properties(sealed(properties={"name": "Ann"})) == {}


def test_personal_parameters_are_cut_out_of_addresses() -> None:
    url = "https://shop.fi/?utm_source=x&email=a%40b.fi&page=2"
    assert properties(sealed(properties={"url": url}))["url"] == (
        "https://shop.fi/?utm_source=x&page=2"
    )


def test_traits_of_identify_never_become_properties() -> None:
    found = sealed("identify", traits={"email": "a@b.fi", "plan": "pro"})
    assert found.properties is None
    assert json.loads(found.traits or "") == {"email": "a@b.fi", "plan": "pro"}


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        (12.5, "EUR", 1250), (19.99, "EUR", 1999), ("12,50", None, 1250), (1250, "JPY", 1250),
        (1.234, "KWD", 1234), (0.125, "EUR", 12), (True, "EUR", None), ("free", "EUR", None),
        ("1e999999", "EUR", None), ("NaN", "EUR", None), (10**30, "EUR", None), (-3, "EUR", -300),
    ],
)  # fmt: skip
def test_money_is_whole_minor_units(amount: Any, currency: str | None, minor: int | None) -> None:
    assert minor_units(amount, currency) == minor


def test_a_refund_is_negative_and_only_orders_fall_back_to_their_total() -> None:
    assert money_of("Order Refunded", {"total": 10, "currency": "eur"}) == (-1000, "EUR")
    assert money_of("Product Viewed", {"total": 10, "currency": "EUR"}) == (None, None)
    assert money_of("Order Completed", {"revenue": 5, "currency": "gold"}) == (500, None)


@pytest.mark.parametrize(
    ("campaign", "page", "channel"),
    [
        ({"medium": "cpc", "source": "google"}, None, "paid_search"),
        ({"medium": "CPC", "source": "Facebook"}, None, "paid_social"),
        ({"medium": "E-mail"}, None, "email"),
        ({"source": "newsletter"}, None, "email"),
        (None, {"referrer": "https://www.google.fi/"}, "organic_search"),
        (None, {"referrer": "https://mail.google.com/"}, "email"),
        (None, {"referrer": "https://m.facebook.com/x"}, "social"),
        (None, {"referrer": "https://blogi.fi/x", "url": "https://shop.fi/"}, "referral"),
        (None, {"referrer": "https://shop.fi/a", "url": "https://shop.fi/b"}, None),
        (None, {"referrer": "", "search": "?gclid=1"}, "paid_search"),
        (None, {"referrer": "http://[broken"}, None),
        ("text", ["list"], None),
    ],
)
def test_the_channel_comes_from_campaign_then_click_id_then_referrer(
    campaign: Any, page: Any, channel: str | None
) -> None:
    assert channel_of(campaign, page) == channel


def test_a_call_with_a_time_but_no_id_is_the_same_call_when_sent_again() -> None:
    at = {"timestamp": "2026-11-21T09:00:00Z", "properties": {"n": 1}}
    assert sealed(**at).message_id == sealed(**at).message_id
    assert sealed(**at).message_id != sealed(**{**at, "properties": {"n": 2}}).message_id


def test_half_an_emoji_does_not_spoil_a_batch() -> None:
    """JavaScript writes one when a text was cut in the middle."""
    body = rb'{"batch":[{"userId":"a","event":"x\ud83d"},{"event":"\ud83d\ude00 \\ud83d"}]}'
    calls = [decode_call(raw) for raw in decode_batch(body).batch]
    assert [call.event for call in calls] == ["x\ufffd", "\U0001f600 \\ud83d"]
