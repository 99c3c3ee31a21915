from __future__ import annotations

from collections.abc import Collection, Iterator

from polku.conditions.message import MessageCondition
from polku.conditions.persona import PersonaCondition
from polku.conditions.segment import SegmentCondition
from polku.conditions.trait import TraitCondition
from polku.errors import Level
from polku.journey.written import Path
from polku.programmes.entry import AudienceEntry, ScheduleEntry, SegmentEntry
from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.steps.offer import OfferStep
from polku.programmes.steps.wait import WaitDate, WaitStep
from polku.programmes.validate.finding import Finding, nearest
from polku.programmes.walk import conditions, events, walk

FORM_EVENTS = ("Form Submitted", "Form Confirmed")


def references(programme: Programme, known: Known) -> Iterator[Finding]:
    """Segments, personas, offers, forms and programmes that are not there; personal traits."""
    for key, path in _entry_segments(programme):
        yield from _unknown("segment", key, known.segments, path)
    personas = known.personas
    if personas is None and known.journey is not None:
        personas = [persona.key for persona in known.journey.personas]
    for asked in conditions(programme):
        one, path, node = asked.condition, asked.path, asked.node
        if isinstance(one, SegmentCondition):
            yield from _unknown("segment", one.segment, known.segments, path, node)
        elif isinstance(one, PersonaCondition):
            yield from _unknown("persona", one.persona, personas, path, node)
            yield from _linked(one.persona, known, path, node)
        elif isinstance(one, TraitCondition) and one.trait in known.personal:
            yield Finding("programme.personal-trait", path, {"trait": one.trait}, node=node)
        elif isinstance(one, MessageCondition) and one.programme not in (None, programme.key):
            others = known.programmes
            yield from _unknown("programme", one.programme or "", others, path, node, "warning")
    yield from _in_steps(programme, known)
    for event, path, node in events(programme):
        form = event.where.get("form") if event.event in FORM_EVENTS else None
        if isinstance(form, str):
            yield from _unknown("form", form, known.forms, path, node, "warning")


def _entry_segments(programme: Programme) -> Iterator[tuple[str, Path]]:
    entry = programme.entry
    if isinstance(entry, SegmentEntry | ScheduleEntry) and entry.segment is not None:
        yield entry.segment, ("entry", "segment")
    elif isinstance(entry, AudienceEntry) and entry.audience.segment:
        yield entry.audience.segment, ("entry", "audience", "segment")


def _in_steps(programme: Programme, known: Known) -> Iterator[Finding]:
    for placed in walk(programme):
        step, path = placed.step, placed.body_path
        if isinstance(step, OfferStep):
            key = step.offer.offer
            yield from _unknown("offer", key, known.offers, (*path, "offer"), step.key)
        if (
            isinstance(step, WaitStep)
            and isinstance(step.wait, WaitDate)
            and step.wait.date in known.personal
        ):
            params = {"trait": step.wait.date}
            yield Finding("programme.personal-trait", (*path, "date"), params, node=step.key)


def _linked(key: str, known: Known, path: Path, node: str | None) -> Iterator[Finding]:
    """A persona that stands for nobody, or for a segment that is not there."""
    if known.journey is None:
        return
    for persona in known.journey.personas:
        if persona.key == key and persona.segment is None:
            yield Finding("condition.unlinked-persona", path, {"key": key}, node=node)
        elif persona.key == key and persona.segment is not None:
            yield from _unknown("segment", persona.segment, known.segments, path, node)


def _unknown(
    kind: str,
    key: str,
    known: Collection[str] | None,
    path: Path,
    node: str | None = None,
    level: Level = "error",
) -> Iterator[Finding]:
    if known is not None and key not in known:
        params = {"key": key, "known": nearest(key, known)}
        yield Finding(f"programme.unknown-{kind}", path, params, level, node)
