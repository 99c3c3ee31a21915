"""What is in order and what stops messages from reaching people: one card for each thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Literal

import msgspec

from polku.care.known import channels
from polku.care.workplace import Workplace
from polku.errors import DocumentError, Language, Problem
from polku.journey.text import Text
from polku.table import iso

CardState = Literal["ok", "missing", "warning", "off"]
SILENT = timedelta(days=2)
_COMPANY = {
    "name": ("nimi", "name"),
    "address": ("postiosoite", "postal address"),
    "email": ("sähköpostiosoite", "e-mail address"),
}
"""What is to be said of who writes, in Finnish and English."""


@dataclass(frozen=True)
class Card:
    """`stops_sending`: while it is so, messages of a kind that is in use reach nobody."""

    key: str
    state: CardState
    problems: tuple[Problem, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    stops_sending: bool = False

    def as_dict(self, language: Language) -> dict[str, Any]:
        """As the API gives it."""
        return {
            "key": self.key,
            "state": self.state,
            "problems": [problem.as_dict(language) for problem in self.problems],
            "facts": self.facts,
            "stops_sending": self.stops_sending,
        }


def readiness(at: Workplace, ways: Iterable[tuple[str, ...]], language: Language) -> dict[str, Any]:
    """All cards. `ways`: the channels that each message of running programmes may take. A missing channel stops
    sending when some message has no other one that is ready."""
    choices, ready = list(ways), channels(at)
    used = {way for each in choices for way in each}
    needed = {way for each in choices if not ready & set(each) for way in each}
    cards = (
        _events(at),
        _email(at, "email" in needed),
        _sms(at, "sms" in used, "sms" in needed),
        _push(at, "push" in used, "push" in needed),
        _consents(at, bool(used)),
        _company(at, bool(used)),
        _public(at, bool(used)),
        _orders(at),
        _spend(at),
    )
    return {"cards": [card.as_dict(language) for card in cards], "as_of": iso(at.now())}


def _events(at: Workplace) -> Card:
    with at.warehouse.read() as con:
        events, last = con.execute(
            "SELECT coalesce(sum(events), 0)::BIGINT, max(last_ts) FROM people"
        ).fetchall()[0]
    if not events:
        return Card("events", "missing", (Problem("care.no-events", "events"),), {"events": 0})
    facts = {"events": events, "last": iso(last)}
    if last < at.naive_now() - SILENT:
        return Card("events", "warning", (Problem("care.silent", "events", facts),), facts)
    return Card("events", "ok", (), facts)


def _email(at: Workplace, used: bool) -> Card:
    mail = at.settings.email
    facts = {"host": mail.host, "sender": mail.sender, "used": used}
    if not mail.host or not mail.sender:
        problem = Problem("care.no-email", "polku.toml email.host", level=_level(used))
        return Card("email", "missing", (problem,), facts, stops_sending=used)
    problems = []
    if not (mail.dkim_domain and mail.dkim_key):
        problems.append(Problem("care.no-dkim", "polku.toml email.dkim_key", level="warning"))
    if not mail.bounce_domain:
        problems.append(Problem("care.no-bounces", "polku.toml email.bounce_domain", level="hint"))
    down = (*_unsigned(at, used), *_down(at, "email", used))
    found = (*down, *problems)
    return Card("email", "warning" if found else "ok", found, facts, stops_sending=bool(down))


def _sms(at: Workplace, used: bool, needed: bool) -> Card:
    sms = at.settings.sms
    facts = {"sender": sms.sender, "used": used}
    if sms.account and sms.token.reveal() and sms.sender:
        down = _down(at, "sms", needed)
        return Card("sms", "warning" if down else "ok", down, facts, stops_sending=bool(down))
    if not used:
        return Card("sms", "off", (), facts)
    problem = Problem("care.no-sms", "polku.toml sms", level=_level(needed))
    return Card("sms", "missing", (problem,), facts, needed)


def _push(at: Workplace, used: bool, needed: bool) -> Card:
    facts = {"subject": at.settings.push.subject, "used": used}
    if at.settings.push.subject:
        return Card("push", "ok", (), facts)
    if not used:
        return Card("push", "off", (), facts)
    problem = Problem("care.no-push", "polku.toml push.subject", level=_level(needed))
    return Card("push", "missing", (problem,), facts, needed)


def _consents(at: Workplace, used: bool) -> Card:
    with at.control.read() as connection:
        given = connection.exec_driver_sql(
            "SELECT count(DISTINCT identity) FROM consents WHERE given = 1 AND basis = 'consent'"
        ).scalar_one()
    facts = {"people": int(given)}
    if given:
        return Card("consents", "ok", (), facts)
    problem = Problem("care.no-consents", "consents", level="warning")
    return Card("consents", "warning" if used else "missing", (problem,), facts)


def _company(at: Workplace, used: bool) -> Card:
    company = at.settings.company
    missing = [name for name in _COMPANY if not getattr(company, name)]
    facts = {"name": company.name}
    if not missing:
        return Card("company", "ok", (), facts)
    params = {
        "missing": Text(
            fi=", ".join(_COMPANY[name][0] for name in missing),
            en=", ".join(_COMPANY[name][1] for name in missing),
        )
    }
    problem = Problem("care.no-company", "polku.toml company", params, _level(used))
    # The address of the post is a courtesy; without name and reply address nothing may be sent.
    stops = used and bool({"name", "email"} & set(missing))
    return Card("company", "missing", (problem,), facts, stops)


def _public(at: Workplace, used: bool) -> Card:
    url = at.settings.public.url
    if url:
        return Card("public", "ok", (), {"url": url})
    problem = Problem("care.no-public", "polku.toml public.url", level=_level(used))
    return Card("public", "missing", (problem,), {"url": ""}, used)


def _orders(at: Workplace) -> Card:
    with at.warehouse.read() as con:
        found = con.execute("SELECT 1 FROM events WHERE revenue IS NOT NULL LIMIT 1").fetchall()
    if found:
        return Card("orders", "ok")
    return Card("orders", "missing", (Problem("care.no-orders", "orders", level="hint"),))


def _spend(at: Workplace) -> Card:
    with at.warehouse.read() as con:
        days = con.execute("SELECT count(DISTINCT day) FROM spend").fetchall()[0][0]
    if days:
        return Card("spend", "ok", (), {"days": days})
    return Card("spend", "missing", (Problem("care.no-spend", "spend", level="hint"),))


def _unsigned(at: Workplace, used: bool) -> tuple[Problem, ...]:
    """Why the key that is to sign e-mails cannot be read: without it none is sent."""
    from polku.channels.dkim_signature import dkim_key

    mail = at.settings.email
    if not (mail.dkim_key and mail.dkim_domain):
        return ()
    try:
        dkim_key(at.directory / mail.dkim_key, mail.dkim_domain, mail.dkim_selector)
    except DocumentError as error:
        return tuple(replace(problem, level=_level(used)) for problem in error.problems)
    return ()


def _down(at: Workplace, channel: str, used: bool) -> tuple[Problem, ...]:
    """Why the channel could not be had when a message was tried last; nothing when one has gone since."""
    from polku.delivery.lane import DOWN

    with at.control.read() as connection:
        tried = connection.exec_driver_sql(
            """SELECT reason, params, updated FROM deliveries
            WHERE channel = ? AND state = 'ready' AND attempts > 0 ORDER BY updated DESC LIMIT 1""",
            (channel,),
        ).first()
        if tried is None or tried[0] not in DOWN:
            return ()
        went = connection.exec_driver_sql(
            "SELECT 1 FROM deliveries WHERE channel = ? AND sent > ? LIMIT 1", (channel, tried[2])
        ).first()
    if went is not None:
        return ()
    return (Problem(str(tried[0]), channel, msgspec.json.decode(tried[1]), _level(used)),)


def _level(used: bool) -> Literal["error", "warning"]:
    return "error" if used else "warning"
