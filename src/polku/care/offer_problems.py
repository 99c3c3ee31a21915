"""What stands in the way of an offer, and what to know before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from polku.errors import PolkuError, Problem
from polku.journey.written import read
from polku.offers.conflicts import changed_terms, contradicts, prices_in
from polku.offers.model import Offer, load_offer
from polku.store.control import Control

PEOPLE_LEFT = "offer.frozen"


def offer_problems(control: Control, offer: Offer, now: datetime, zone: str) -> list[Problem]:
    """All of them: errors block publishing, warnings and hints do not."""
    where = f"offer {offer.key}"
    problems = [*_other_prices(control, offer, where, now, zone)]
    ends = offer.ends(zone)
    if ends is not None and ends <= now:
        params = {"ends": offer.valid_until.isoformat() if offer.valid_until else ""}
        problems.append(Problem("offer.over", where, params))
    problems += _prices_in_programmes(control, offer, where)
    problems += [
        Problem(PEOPLE_LEFT, where, each, "hint") for each in frozen(control, offer, now, zone)
    ]
    return problems


def frozen(control: Control, offer: Offer, now: datetime, zone: str) -> Iterator[dict[str, Any]]:
    """Each earlier version on other terms that still holds for somebody: how many people, until when."""
    from zoneinfo import ZoneInfo

    reach = control.offers.seen().reach(offer.key, now)
    for each in control.definitions.versions("offer", offer.key):
        before, reached = load_offer(each.body), reach.get(each.version)
        if reached is None or not reached.held or not changed_terms(before, offer):
            continue
        until = reached.until.astimezone(ZoneInfo(zone)).date() if reached.until else None
        yield {
            "people": reached.held,
            "version": each.version,
            "price": f"{before.price} {before.currency}",
            "until": until.isoformat() if until else "–",
        }


def _other_prices(
    control: Control, offer: Offer, where: str, now: datetime, zone: str
) -> Iterator[Problem]:
    """The same thing at another price at the same time."""
    for each in control.definitions.all("offer"):
        if each.key == offer.key or each.state != "live":
            continue
        versions = control.definitions.versions("offer", each.key)
        other = load_offer(versions[0].body)
        ends = other.ends(zone)
        if contradicts(offer, other) and (ends is None or ends > now):
            params = {
                "thing": offer.thing or "",
                "price": f"{offer.price} {offer.currency}",
                "other": each.key,
                "other_price": f"{other.price} {other.currency}",
            }
            yield Problem("offer.two-prices", where, params)


def _prices_in_programmes(control: Control, offer: Offer, where: str) -> Iterator[Problem]:
    """Prices written by hand into messages that carry this offer, when they are not its price."""
    for each in control.definitions.all("programme"):
        if each.state not in ("live", "paused"):
            continue
        versions = control.definitions.versions("programme", each.key)
        for step, texts in _carrying(versions[0].body if versions else each.body, offer.key):
            said = {
                written: price
                for text in texts
                for written, price in prices_in(text, offer.currency)
                if price != offer.price
            }
            for written in said:
                params = {
                    "programme": each.key,
                    "step": step,
                    "said": written,
                    "price": f"{offer.price} {offer.currency}",
                }
                yield Problem("offer.text-price", where, params, "warning")


def _carrying(body: str, key: str) -> Iterator[tuple[str, list[str]]]:
    """The steps of a programme that carry the offer, each with its texts."""
    try:
        document = read(body, "programme").value
    except PolkuError:
        return
    for part in _mappings(document):
        step = part.get("offer")
        if isinstance(step, dict) and step.get("offer") == key:
            yield str(part.get("key", key)), list(_texts(step))


def _mappings(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
    children = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for each in children:
        yield from _mappings(each)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    children = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for each in children:
        yield from _texts(each)
