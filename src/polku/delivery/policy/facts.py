"""Reads what the policy must know of a chunk's people: a few queries, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from polku.delivery.policy.cases import Facts, Ints, Past, Words
from polku.delivery.policy.customers import bought_and_was_asked
from polku.delivery.policy.grounds import LedgerGround, company_address, ledger
from polku.delivery.wants import NEEDED, Want
from polku.settings import Settings
from polku.store.control import Control
from polku.store.members import json_numbers
from polku.store.suppressions import FOR_ALL
from polku.store.warehouse import Warehouse

_PEOPLE = """
CREATE TEMP TABLE chunk (identity INTEGER PRIMARY KEY, i INTEGER NOT NULL)"""
_MEMBERS = """
INSERT OR IGNORE INTO temp.chunk SELECT value, key FROM json_each(?1)
UNION ALL SELECT d.identity, e.key FROM json_each(?1) e
JOIN identities d ON d.person = e.value AND d.person <> d.identity"""
_CANONICAL = """
SELECT e.key, d.person FROM json_each(?) e JOIN identities d ON d.identity = e.value
WHERE d.person <> d.identity"""
_TRAITS = """
SELECT c.i, t.key, json_extract(t.value, '$'), max(t.at) FROM temp.chunk c
JOIN traits t USING (identity) WHERE t.key IN ('email', 'phone', 'timezone') GROUP BY c.i, t.key"""
_USER_IDS = """
SELECT c.i, min(d.value) FROM temp.chunk c JOIN identities d USING (identity)
WHERE d.kind = 'user' AND d.value LIKE '%_@_%._%' AND d.value NOT LIKE '% %' GROUP BY c.i"""
_PUSH = "SELECT DISTINCT c.i FROM temp.chunk c JOIN push_subscriptions p USING (identity)"
_PAST = """
SELECT d.id, c.i, d.intent, d.programme, d.entry,
d.kind IN ('send', 'survey', 'offer') AND d.purpose NOT IN ('service', 'transactional'),
d.state = 'held', d.priority, d.wanted, coalesce(d.sent, ?1)
FROM temp.chunk c JOIN deliveries d ON d.person = c.identity
WHERE d.state IN ('ready', 'held', 'claimed', 'sent', 'uncertain')
AND d.kind IN ('send', 'survey', 'offer') AND d.programme <> ''"""


def canonical(control: Control, people: Ints) -> Ints:
    """(n,) person numbers → (n,) whom they are now: control may know of a merge first."""
    found = people.copy()
    with control.read() as connection:
        for place, person in connection.exec_driver_sql(_CANONICAL, (json_numbers(people),)):
            found[place] = person
    return found


def read_facts(
    control: Control,
    warehouse: Warehouse,
    settings: Settings,
    people: Ints,
    wants: Iterable[Want],
    off: frozenset[str],
    now: int,
) -> Facts:
    """The facts of distinct canonical people, at the moment `now` (µs)."""
    n = len(people)
    asked = sorted({(w.purpose, way) for w in wants if w.purpose not in NEEDED for way in w.ways})
    with control.read() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS temp.chunk")
        connection.exec_driver_sql(_PEOPLE)
        connection.exec_driver_sql(_MEMBERS, (json_numbers(people),))
        email, phone, zone = _addresses(connection, n)
        push = np.zeros(n, bool)
        push[_column(connection.exec_driver_sql(_PUSH).all(), 0)] = True
        said = {purpose: ledger(connection, purpose, n) for purpose in {p for p, _ in asked}}
        past = _past(connection, now)
        connection.exec_driver_sql("DROP TABLE temp.chunk")
    zones, places = _zones(zone, settings.workspace.timezone)
    suppressed = {
        "email": _suppressed(control, "email", email),
        "sms": _suppressed(control, "sms", phone),
        "push": np.zeros(n, np.int64),
    }
    facts = Facts(
        people=people,
        reachable={"email": email != "", "sms": phone != "", "push": push},
        suppressed=suppressed,
        ground={},
        zone=places,
        zones=zones,
        past=past,
        off=off,
    )
    for purpose, channel in asked:
        own = said[purpose][channel]
        facts.ground[purpose, channel] = _ground(
            facts, warehouse, settings, purpose, channel, own, email
        )
    return facts


def _addresses(connection: Connection, n: int) -> tuple[Words, Words, Words]:
    email, phone, zone = (np.full(n, "", object) for _ in range(3))
    for place, value in connection.exec_driver_sql(_USER_IDS):
        email[place] = value
    of = {"email": email, "phone": phone, "timezone": zone}
    for place, key, value, _ in connection.exec_driver_sql(_TRAITS):
        text = "" if value is None else str(value).strip()
        if key != "email" or looks_like_email(text) or not text:
            of[key][place] = text
    return email, phone, zone


def looks_like_email(text: str) -> bool:
    """Something, an @, a domain with a dot, and no spaces."""
    name, at, domain = text.rpartition("@")
    return bool(name and at) and "." in domain.strip(".") and not any(c.isspace() for c in text)


def _zones(zone: Words, usual: str) -> tuple[tuple[str, ...], Ints]:
    names = np.array([text if text and is_zone(text) else usual for text in zone], object)
    distinct: list[str] = sorted({usual, *names.tolist()})
    of = {name: place for place, name in enumerate(distinct)}
    return tuple(distinct), np.array([of[name] for name in names], np.int64)


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether there is such a time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _suppressed(control: Control, channel: str, addresses: Words) -> Ints:
    reasons = control.suppressions.reasons(channel, {one for one in addresses if one})
    if not reasons:
        return np.zeros(len(addresses), np.int64)
    level = {one: 1 if reason in FOR_ALL else 2 for one, reason in reasons.items()}
    return np.array([level.get(one, 0) for one in addresses], np.int64)


def _ground(
    facts: Facts,
    warehouse: Warehouse,
    settings: Settings,
    purpose: str,
    channel: str,
    own: LedgerGround,
    email: Words,
) -> Ints:
    ground = np.where(own.consent, 1, np.where(own.withdrawn, 2, 0)).astype(np.int64)
    if purpose == "marketing" and channel in ("email", "sms"):
        customers = bought_and_was_asked(warehouse, facts.people, ground == 0, own.customer)
        ground[(ground == 0) & customers] = 1
    if channel == "email" and settings.policy.legitimate_interest:
        companies = np.array([company_address(one) for one in email], bool)
        ground[(ground == 0) & companies] = 1
    return ground


def _past(connection: Connection, now: int) -> Past:
    rows = connection.exec_driver_sql(_PAST, (now,)).all()

    def numbers(place: int) -> Ints:
        return _column(rows, place)

    return Past(
        id=numbers(0),
        person=numbers(1),
        intent=_words(rows, 2),
        programme=_words(rows, 3),
        entry=numbers(4),
        capped=numbers(5).astype(bool),
        held=numbers(6).astype(bool),
        priority=numbers(7),
        wanted=numbers(8),
        at=numbers(9),
    )


def _column(rows: Any, place: int) -> NDArray[np.int64]:
    return np.fromiter((row[place] for row in rows), np.int64, len(rows))


def _words(rows: Any, place: int) -> Words:
    found = np.empty(len(rows), object)
    found[:] = [row[place] for row in rows]
    return found
