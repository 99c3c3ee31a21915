from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from polku.programmes.entry import AudienceEntry, ScheduleEntry
from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.steps.branch import BranchStep
from polku.programmes.steps.webhook import WebhookStep
from polku.programmes.validate.finding import Finding
from polku.programmes.walk import walk

WITHOUT_EFFECT = ("wait", "branch", "split", "end")


def structure(programme: Programme, known: Known) -> Iterator[Finding]:  # noqa: ARG001
    """No steps, no way out, no audience, keys used twice, arms without a condition."""
    name = {"name": programme.name}
    placed = list(walk(programme))
    if all(each.step.kind in WITHOUT_EFFECT for each in placed):
        yield Finding("programme.no-steps", ("steps",), name)
    if programme.goal is None and not programme.exits:
        yield Finding("programme.no-way-out", (), name)
    yield from _audience(programme)
    first: set[str] = set()
    for each in placed:
        step = each.step
        if step.key in first:
            params: dict[str, Any] = {"key": step.key}
            yield Finding("programme.duplicate-step", each.path, params, node=step.key)
        first.add(step.key)
        for key, times in Counter(arm.key for arm in step.arms).items():
            if times > 1:
                params = {"key": key, "step": each.title}
                yield Finding("programme.duplicate-arm", each.path, params, node=step.key)
        if step.kind in ("branch", "split") and not step.arms:
            yield Finding("programme.no-arms", each.path, {"step": each.title}, node=step.key)
        if isinstance(step, WebhookStep) and not step.reachable:
            params = {"given": step.webhook.url[:80]}
            yield Finding("programme.bad-url", (*each.body_path, "url"), params, node=step.key)
        if isinstance(step, BranchStep):
            for i, arm in enumerate(step.branch):
                if arm.if_ is None and arm.else_ is None:
                    params = {"arm": arm.name or arm.key, "step": each.title}
                    path = (*each.body_path, i)
                    yield Finding("programme.empty-condition", path, params, node=step.key)


def _audience(programme: Programme) -> Iterator[Finding]:
    entry = programme.entry
    if isinstance(entry, AudienceEntry) and not (entry.audience.segment or entry.audience.if_):
        yield Finding("programme.no-audience", ("entry", "audience"))
    if isinstance(entry, ScheduleEntry) and not (entry.segment or entry.if_):
        yield Finding("programme.no-audience", ("entry", "schedule"))
