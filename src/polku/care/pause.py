"""Pause, resume, stop: nobody is lost by any of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

from polku.care.standing import RUNNING, Overdue, Rest, Standing, standing
from polku.care.texts import compiled
from polku.care.workplace import KIND, Workplace
from polku.errors import Problem, RequestRefused
from polku.programmes.entry import AudienceEntry
from polku.store.definitions import Definition
from polku.store.micros import to_micros

Inside = Literal["wait", "skip", "leave"]
INSIDE: tuple[Inside, ...] = get_args(Inside)


def pause(at: Workplace, key: str, *, inside: Inside, who: str) -> None:
    """Nobody enters and nobody moves from now on. `inside`: people wait where they are and whoever resumes says what
    becomes of messages that fell due; or those are skipped, which is settled now; or people leave.

    Raises NotFound, RequestRefused (409, `care.not-running`).
    """
    with at.still:
        found = _in_state(at, key, RUNNING, "care.not-running")
        at.bring()  # what was due before the pause has happened
        stands = standing(found)
        if inside == "leave":
            _everybody_out(at, key)
        rest = Rest(to_micros(at.now()), None, "skip" if inside == "skip" else None)
        _set(at, key, "paused", replace(stands, pauses=(*stands.pauses, rest)))
    at.control.audit.record(who, "programmes.pause", {"key": key, "inside": inside})


def resume(at: Workplace, key: str, *, overdue: Overdue | None = None, who: str) -> None:
    """Go on. People move as if there had been no pause; `overdue` says what becomes of messages whose time came
    during it: send now, skip, or spread over the coming hours. None: as was settled at the pause, else spread. What
    happened during the pause enrols nobody.

    Raises NotFound, RequestRefused (409, `care.not-paused`).
    """
    with at.still:
        stands = standing(_in_state(at, key, ("paused",), "care.not-paused"))
        now = to_micros(at.now())
        overdue = overdue or stands.pauses[-1].overdue or "spread"
        ended = replace(stands.pauses[-1], until=now, overdue=overdue)
        stands = replace(stands, pauses=(*stands.pauses[:-1], ended))
        run = compiled(at.control.definitions.version(KIND, key, stands.version or 0).body, 0)
        if not isinstance(run.entry, AudienceEntry):  # an audience came in once, at publishing
            stands = replace(stands, enrols_from=now, also_now=False)
        _set(at, key, stands.mode, stands)
        at.bring()
    at.control.audit.record(who, "programmes.resume", {"key": key, "overdue": overdue})


def stop(at: Workplace, key: str, *, who: str) -> None:
    """The end: everyone inside leaves. Results, steps and versions stay; publishing begins anew.

    Raises NotFound, RequestRefused (409, `care.not-running`).
    """
    with at.still:
        found = _in_state(at, key, (*RUNNING, "paused"), "care.not-running")
        if found.state != "paused":
            at.bring()
        stands = standing(found)
        out = _everybody_out(at, key)
        now = to_micros(at.now())
        pauses = stands.pauses
        if stands.paused_since is not None:
            pauses = (*pauses[:-1], replace(pauses[-1], until=now, overdue="skip"))
        runs = (*stands.runs[:-1], *(replace(each, stopped=now) for each in stands.runs[-1:]))
        _set(at, key, "stopped", replace(stands, finishing=(), pauses=pauses, runs=runs))
    at.control.audit.record(who, "programmes.stop", {"key": key, "left": out})


def _in_state(at: Workplace, key: str, states: tuple[str, ...], code: str) -> Definition:
    found = at.get(key)
    if found.state not in states:
        raise RequestRefused(Problem(code, key, {"key": key, "state": found.state}), 409)
    return found


def _set(at: Workplace, key: str, state: str, stands: Standing) -> None:
    at.control.definitions.set_state(KIND, key, state, stands.as_details())


def _everybody_out(at: Workplace, key: str) -> int:
    """How many left."""
    from polku.engine.leave import leave_all

    with at.warehouse.write() as tx:
        return leave_all(tx, key, at.naive_now())
