"""Messages of programmes as the API tells them, and a message made up for a look at it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from polku.care.draft_wants import wants_of
from polku.care.steps import messages_of
from polku.care.whom import Whom
from polku.care.workplace import Workplace
from polku.delivery.job import Job
from polku.errors import Language, NotFound, Problem
from polku.programmes.actions import CompiledProgramme, EffectAction
from polku.store.deliveries import Delivery
from polku.table import iso


def message_dict(delivery: Delivery, language: Language) -> dict[str, Any]:
    """A delivery as timelines and explanations tell it."""
    problem = delivery.problem
    return {
        "id": str(delivery.id),
        "at": iso(delivery.sent or delivery.wanted),
        "programme": delivery.programme,
        "version": delivery.version,
        "node": delivery.node,
        "intent": delivery.intent,
        "kind": delivery.kind,
        "channel": delivery.channel,
        "state": delivery.state,
        "reason": None if problem is None else reason_dict(problem, language),
        "not_before": iso(delivery.not_before) if delivery.state == "held" else None,
    }


def reason_dict(problem: Problem, language: Language) -> dict[str, str]:
    """A reason in words."""
    said = problem.as_dict(language)
    return {"code": said["code"], "what": said["what"], "fix": said["fix"]}


def message_step(run: CompiledProgramme, node: str | None) -> EffectAction:
    """The step of that key, the first one that sends when none is named. Raises NotFound (`care.unknown-node`)."""
    found = messages_of(run)
    for action in found:
        if node in (None, action.key):
            return action
    params = {"key": run.key, "node": node or "–", "known": ", ".join(a.key for a in found) or "–"}
    raise NotFound(Problem("care.unknown-node", run.key, params))


def job_for(
    at: Workplace,
    run: CompiledProgramme,
    action: EffectAction,
    who: Whom,
    language: Language | None,
) -> Job:
    """The job of a message that nobody has wanted: for previews and tests."""
    receiver = who.receiver
    if language is not None:
        receiver = replace(receiver, language=language)
    want = wants_of(run)[action.key]
    now = at.now()
    delivery = Delivery(
        id=0, seq=0, person=who.person, programme=run.key, version=run.version, node=action.key,
        entry=0, kind=action.kind, intent=want.intent, purpose=want.purpose,
        priority=want.priority, wanted=now, state="ready", reason="", params={}, channel=None,
        not_before=now, attempts=0, updated=now, sent=None, reference=None,
    )  # fmt: skip
    name = run.name.in_(receiver.language) if run.name else run.key
    return who.known(Job(delivery, receiver, action.step, str(name), run.stage or ""))
