"""Publishing: a new version that never changes, and what becomes of those inside the old ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from polku.care.drafts import blocking, refuse
from polku.care.plan import MANY, expected
from polku.care.standing import Began, Mode, standing
from polku.care.texts import compiled, parsed
from polku.care.workplace import KIND, Workplace
from polku.errors import DocumentError, Problem, RequestRefused
from polku.programmes.actions import CompiledProgramme
from polku.programmes.validate.senders import SENDING
from polku.store.micros import to_micros

Group = Literal["stay", "move", "leave"]


@dataclass(frozen=True)
class Choice:
    """`inside` holds for every group (step they wait at) of which `groups` says nothing."""

    inside: Group = "stay"
    groups: Mapping[str, Group] | None = None
    also_now: bool = False
    mode: Mode = "live"

    @classmethod
    def of(cls, inside: str, groups: Mapping[str, str], enrol: str, mode: str) -> Choice:
        """From the words of the API. Raises RequestRefused for a word that there is not."""
        return cls(
            _group(inside),
            {node: _group(word) for node, word in groups.items()},
            enrol == "also_now",
            "shadow" if mode == "shadow" else "live",
        )

    def at(self, node: str) -> Group:
        """What becomes of those who wait at a step."""
        return (self.groups or {}).get(node, self.inside)


def publish(
    at: Workplace, key: str, choice: Choice, *, note: str, recipients: int | None, who: str
) -> int:
    """Makes the draft the newest version and lets it run; returns its number.

    Raises NotFound; DocumentError with what blocks it; RequestRefused: 422 `care.no-note`, 409 `care.recipients`
    when more than a thousand messages and tasks are expected in the first day and their number was not typed.
    """
    with at.still:
        definition = at.get(key)
        if not note.strip():
            raise RequestRefused(Problem("care.no-note", key), 422)
        stops = _problems(at, key, definition.body)
        refuse([each for each in stops if choice.mode == "live" or each.code not in SENDING])
        at.bring()
        run = compiled(definition.body, 0)
        if choice.mode == "live":
            day = expected(at, run, also_now=choice.also_now).first_day
            if day > MANY and recipients != day:
                params = {"key": key, "expected": day}
                raise RequestRefused(Problem("care.recipients", key, params), 409)
        stands = standing(definition)
        number = at.control.definitions.publish(
            KIND, key, definition.body, who=who, note=note.strip()
        )
        new = compiled(definition.body, number)
        now = to_micros(at.now())
        begins = now if stands.version is None else now + 1  # later than the last tick
        pauses = stands.pauses
        if stands.paused_since is not None:
            pauses = (
                *pauses[:-1],
                replace(pauses[-1], until=now, overdue=pauses[-1].overdue or "spread"),
            )
        stands = replace(
            stands,
            version=number,
            mode=choice.mode,
            published=begins,
            enrols_from=begins,
            also_now=choice.also_now,
            finishing=stands.versions,
            pauses=pauses,
            runs=(*stands.runs, Began(number, begins, choice.also_now)),
        )
        # First all versions run, then people move: nobody is ever in one that does not.
        at.control.definitions.set_state(KIND, key, choice.mode, stands.as_details())
        staying = _those_inside(at, stands.finishing, new, choice, key)
        stands = replace(stands, finishing=staying)
        at.control.definitions.set_state(KIND, key, choice.mode, stands.as_details())
        at.control.audit.record(
            who,
            "programmes.publish",
            {"key": key, "version": number, "mode": choice.mode, "note": note.strip()[:200]},
        )
        at.bring()
    return number


def _problems(at: Workplace, key: str, body: str) -> list[Problem]:
    """What blocks publishing; a stage is needed, whatever the draft's checks say."""
    found = blocking(at, body)
    try:
        programme = parsed(body).programme
    except DocumentError:
        return found
    if programme.stage is None and not any("stage" in each.code for each in found):
        stages = ", ".join(stage.key for stage in at.journey().journey.stages)
        found.append(Problem("care.no-stage", key, {"key": key, "known": stages}))
    return found


def _those_inside(
    at: Workplace, versions: tuple[int, ...], new: CompiledProgramme, choice: Choice, key: str
) -> tuple[int, ...]:
    """Lets each group stay, move or leave; the versions in which somebody stays."""
    from polku.care.regroup import regroup

    staying = []
    for number in versions:
        body = at.control.definitions.version(KIND, key, number).body
        if regroup(at, compiled(body, number), new, choice.at):
            staying.append(number)
    return tuple(staying)


def _group(word: str) -> Group:
    groups: dict[str, Group] = {"stay": "stay", "move": "move", "leave": "leave"}
    if word not in groups:
        params: dict[str, Any] = {"reason": "stay, move, leave"}
        raise RequestRefused(Problem("api.invalid", "inside", params), 422)
    return groups[word]
