"""A step's messages as one person would get them, and the way that person would go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polku.care.dry_policy import Wanted, judged
from polku.care.messages import job_for, message_step, reason_dict
from polku.care.path_now import path_now
from polku.care.texts import as_text, compiled
from polku.care.whom import Whom, whom
from polku.care.workplace import Workplace
from polku.delivery.links import Links
from polku.delivery.policy.cases import HOLD, REFUSE
from polku.delivery.render.environment import RenderRefused
from polku.delivery.render.renderer import Renderer
from polku.errors import Language, Problem
from polku.programmes.actions import CompiledProgramme
from polku.settings import Settings
from polku.store.micros import from_micros
from polku.table import iso

NOBODY = "Polku <preview@example.com>"
"""The sender of a preview while the settings name none."""


def preview(
    at: Workplace,
    key: str,
    *,
    person: str | None,
    invented: Mapping[str, Any] | None = None,
    node: str | None,
    language: Language | None,
    body: str | dict[str, Any] | None,
    words: Language,
) -> dict[str, Any]:
    """As `POST /api/programmes/{key}/preview` gives it. Raises NotFound, DocumentError, RequestRefused."""
    text = at.get(key).body if body is None else as_text(body)
    run = compiled(text, 0)
    action, who = message_step(run, node), whom(at, person, invented)
    job = job_for(at, run, action, who, language)
    problems: list[Problem] = []
    found: dict[str, dict[str, str]] = {}
    try:
        found = renderer(at, previewing(at.settings)).preview(job)
    except RenderRefused as refused:
        problems.extend(refused.problems)
    return {
        "node": action.key,
        "email": found.get("email"),
        "sms": found.get("sms"),
        "push": found.get("push"),
        "policy": policy(at, run, who, action.key, words),
        "path": path_now(at, run, who),
        "problems": [problem.as_dict(words) for problem in problems],
    }


def renderer(at: Workplace, settings: Settings) -> Renderer:
    """Renders with these settings."""
    links = Links(settings.public.url or "", at.control.link_key)
    return Renderer(settings, links, at.control, at.clock)


def previewing(settings: Settings) -> Settings:
    """With a sender, for a look at a message before the mail server is told of."""
    if settings.email.sender:
        return settings
    email = settings.email.model_copy(update={"sender": NOBODY})
    return settings.model_copy(update={"email": email})


def policy(
    at: Workplace, run: CompiledProgramme, who: Whom, node: str, language: Language
) -> dict[str, Any] | None:
    """What the policy would say of the message now."""
    wanted = [Wanted(who.person, who.person, node, at.naive_now())]
    found = judged(at, run, wanted, supposed=who.supposed)
    if found is None:
        return None
    verdict = found.verdicts
    state, reason = int(verdict.state[0]), str(verdict.reason[0])
    outcome = {HOLD: "hold", REFUSE: "refuse"}.get(state, "send")
    return {
        "outcome": outcome,
        "channel": str(verdict.channel[0]) or None,
        "until": iso(from_micros(int(verdict.until[0]))) if state == HOLD else None,
        "reason": reason_dict(Problem(reason, node), language) if reason else None,
    }
