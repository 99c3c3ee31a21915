"""A step's e-mail to own addresses, marked as a test. It is no delivery: nothing counts it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Any

from polku.care.messages import job_for, message_step
from polku.care.own_addresses import own_domains, strangers
from polku.care.preview import renderer
from polku.care.texts import compiled
from polku.care.whom import whom
from polku.care.workplace import Workplace
from polku.channels.channel import DeliveryError, Outgoing
from polku.errors import Language, NotFound, Problem, RequestRefused

MOST = 5
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


def test_send(
    at: Workplace,
    key: str,
    *,
    person: str | None,
    node: str,
    addresses: Sequence[str],
    language: Language | None,
    words: Language,
    who: str,
    invented: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """{"sent": [address], "failed": [problem]}. Raises NotFound, DocumentError, RequestRefused (422: addresses)."""
    check_addresses(addresses)
    if unknown := strangers(addresses, at.control, at.settings):
        own = ", ".join(own_domains(at.settings)) or "–"
        params = {"address": ", ".join(unknown)[:200], "domains": own}
        raise RequestRefused(Problem("care.not-own-address", "addresses", params), 422)
    run = compiled(at.get(key).body, 0)
    action = message_step(run, node)
    if getattr(action.step, "email", None) is None:
        raise NotFound(Problem("care.not-a-message", key, {"node": node}))
    job = job_for(at, run, action, whom(at, person, invented), language)
    content = renderer(at, at.settings).render_test("email", job)
    sent, failed = asyncio.run(_send(at, content, addresses))
    at.control.audit.record(who, "programmes.test", {"key": key, "node": node, "sent": len(sent)})
    return {"sent": sent, "failed": [problem.as_dict(words) for problem in failed]}


test_send.__test__ = False  # type: ignore[attr-defined]  # not pytest's


async def _send(
    at: Workplace, content: Any, addresses: Sequence[str]
) -> tuple[list[str], list[Problem]]:
    from polku.channels.email import EmailChannel

    channel = EmailChannel(at.settings.email, at.directory)
    sent, failed = [], []
    try:
        for number, address in enumerate(addresses):
            moment = int(at.now().timestamp() * 1_000_000) + number
            try:
                await channel.send(Outgoing(moment, address, content, transactional=True))
                sent.append(address)
            except DeliveryError as error:
                failed.append(Problem(error.code, address, error.params))
    finally:
        await channel.close()
    return sent, failed


def check_addresses(addresses: Sequence[str]) -> None:
    """Raises RequestRefused (422) with a problem for each that is none, or for too many."""
    if len(addresses) > MOST:
        raise RequestRefused(Problem("care.too-many-addresses", "addresses", {"most": MOST}), 422)
    bad = [
        Problem("care.bad-address", f"addresses[{place}]", {"address": address[:100]})
        for place, address in enumerate(addresses)
        if not _ADDRESS.fullmatch(address)
    ]
    if bad:
        refused = RequestRefused(bad[0], 422)
        refused.problems = tuple(bad)
        raise refused
