"""What the contact policy would say of messages that nobody has wanted yet. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from polku.care.draft_wants import wants_of
from polku.care.known import channels
from polku.care.workplace import Workplace
from polku.delivery.judge import Asked, Judge, Judged
from polku.delivery.policy.cases import HOLD, REFUSE
from polku.delivery.policy.supposed import Supposed
from polku.delivery.wants import Want, Wants
from polku.programmes.actions import CompiledProgramme
from polku.settings import PolicySettings
from polku.store.micros import to_micros


@dataclass(frozen=True)
class Wanted:
    """A message that a programme would want: to whom, in which entry, at which step, and when (naive UTC)."""

    person: int
    entry: int
    node: str
    when: datetime


class _Draft(Wants):
    """The wants of one programme that may not be published."""

    def __init__(self, at: Workplace, run: CompiledProgramme) -> None:
        super().__init__(at.control)
        self._own = wants_of(run)
        self._key = run.key

    def of(self, programme: str, version: int, node: str) -> Want | None:
        if programme == self._key:
            return self._own.get(node)
        return super().of(programme, version, node)


def judged(
    at: Workplace,
    run: CompiledProgramme,
    wanted: Sequence[Wanted],
    *,
    lasting: bool = False,
    supposed: Supposed | None = None,
) -> Judged | None:
    """None when nothing is wanted. Channels that are not set up count as ready: the readiness page tells of those.
    `lasting`: only what holds at any hour (consent, address, suppression, the same intent); quiet hours and caps
    say nothing of messages of many days at once."""
    if not wanted:
        return None
    nodes = sorted({each.node for each in wanted})
    asked = Asked(
        id=-1 - np.arange(len(wanted), dtype=np.int64),
        person=np.array([each.person for each in wanted], np.int64),
        entry=np.array([each.entry for each in wanted], np.int64),
        place=np.array([nodes.index(each.node) for each in wanted], np.int64),
        wanted=np.array([to_micros(each.when) for each in wanted], np.int64)
        if not lasting
        else np.full(len(wanted), to_micros(at.now()), np.int64),
        places=tuple((run.key, run.version, node) for node in nodes),
    )
    open_channels = {"email", "sms", "push", "webhook"} | channels(at)
    settings = at.settings.model_copy(update={"policy": _lasting(at)}) if lasting else at.settings
    judge = Judge(at.control, at.warehouse, settings, _Draft(at, run), open_channels)
    return judge.judge(asked, to_micros(at.now()), supposed)


def _lasting(at: Workplace) -> PolicySettings:
    never = {"quiet_from": "00:00", "quiet_to": "00:00", "most_per_day": 0, "most_per_week": 0}
    return at.settings.policy.model_copy(update={**never, "hold_days": 365})


def let_through(found: Judged | None, wanted: Sequence[Wanted], day: datetime) -> dict[str, int]:
    """How many go: until `day`, and in all."""
    if found is None:
        return {"day": 0, "week": 0}
    goes = (found.verdicts.state != HOLD) & (found.verdicts.state != REFUSE)
    soon = np.array([each.when <= day for each in wanted], bool)
    return {"day": int((goes & soon).sum()), "week": int(goes.sum())}


def held_back(found: Judged | None) -> dict[str, int]:
    """Reason's code → messages held or refused."""
    if found is None:
        return {}
    verdicts = found.verdicts
    back = (verdicts.state == HOLD) | (verdicts.state == REFUSE)
    return dict(Counter(verdicts.reason[back].tolist()))
