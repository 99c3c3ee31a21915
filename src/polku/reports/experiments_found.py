"""The experiments there are: holdouts and splits of published programmes, and groups told by a property."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from polku.analytics.experiment_arms import MOST_ARMS, Source, values_of_property
from polku.analytics.experiment_moments import Metric
from polku.analytics.touchpoint_counts import hashable_codes
from polku.care.counts import ENTER
from polku.care.lots import holdout_lots, versions_of
from polku.care.places import Place, programme_places
from polku.care.results import window_of
from polku.care.standing import standing
from polku.care.texts import parsed
from polku.programmes.walk import walk

if TYPE_CHECKING:
    from polku.programmes.model import Programme
    from polku.reports.report import Scene
    from polku.store.definitions import Definition

Both = Mapping[str, str]
CARED: Both = {"fi": "hoidetut", "en": "cared for"}
HELD: Both = {"fi": "vertailuryhmä", "en": "holdout"}
PORTS = ("holdout", "in")


@dataclass(frozen=True)
class Arm:
    """One arm: the places where its people stand, and by place the share that was to come there (None: not told)."""

    key: str
    title: Both
    places: tuple[int, ...]
    shares: Mapping[int, float] | None = None


@dataclass(frozen=True)
class Experiment:
    """`arms[0]` is the control. `metric` is the goal; None when there is none. `groups`: places that stand together in
    one lot (a version of a programme), whose people were shared out among the arms."""

    key: str
    programme: str
    name: Both
    what: Both
    source: Source
    arms: tuple[Arm, ...]
    lots: tuple[tuple[int, ...], ...]
    metric: Metric | None
    window: timedelta
    stage: str | None = None  # the stage that the programme belongs to


def experiments(scene: Scene, only: str | None = None) -> Iterator[Experiment]:
    """Of programmes that have been published: the holdout of each first, then its splits."""
    work = scene.workplace
    if work is None:
        return
    for definition in work.control.definitions.all("programme"):
        if only not in (None, definition.key) or standing(definition).version is None:
            continue
        yield from _of_programme(scene, definition)


def _of_programme(scene: Scene, definition: Definition) -> Iterator[Experiment]:
    assert scene.workplace is not None  # noqa: S101
    stored = scene.workplace.control.definitions
    places = list(programme_places(scene.codes["place"], definition.key))
    bodies = versions_of(stored, definition.key, places)
    running = parsed(
        stored.version("programme", definition.key, standing(definition).version or 0).body
    ).programme
    metric, window = goal_of(scene, running), window_of(running)
    name, stage = running.name.both(), running.stage
    held = _holdout(places, bodies)
    if held is not None:
        arms, lots, source = held
        what = {"fi": "Vertailuryhmä", "en": "Holdout"}
        yield Experiment(
            definition.key, definition.key, name, what, source, arms, lots, metric, window, stage
        )
    for placed in walk(running):
        if placed.step.kind != "split":
            continue
        arms, lots = _split(places, bodies, placed.step.key)
        title = placed.title if isinstance(placed.title, str) else None
        words = {"fi": title, "en": title} if title else placed.title.both()  # type: ignore[union-attr]
        source = Source("steps", tuple(sorted(code for arm in arms for code in arm.places)))
        key = f"{definition.key}/{placed.step.key}"
        if len(arms) > 1:
            yield Experiment(
                key, definition.key, name, words, source, arms, lots, metric, window, stage
            )


Places = list[tuple[Place, int]]
Lots = tuple[tuple[int, ...], ...]


def _holdout(
    places: Places, bodies: Mapping[int, Programme]
) -> tuple[tuple[Arm, ...], Lots, Source] | None:
    lots = holdout_lots(places, bodies)
    if not any(each.holdout for each in bodies.values()):
        return None
    shares = {code: part for lot in lots for code, part in lot.items()}
    entered = {
        p: {c for place, c in places if (place.node, place.port) == (ENTER, p)} for p in PORTS
    }
    arms = tuple(
        Arm(
            port,
            title,
            tuple(sorted(entered[port])),
            {c: shares.get(c, 0.0) for c in entered[port]},
        )
        for port, title in zip(PORTS, (HELD, CARED), strict=True)
    )
    source = Source("entries", tuple(sorted(code for arm in arms for code in arm.places)))
    return arms, tuple(tuple(sorted(lot)) for lot in lots), source


def _split(
    places: Places, bodies: Mapping[int, Programme], key: str
) -> tuple[tuple[Arm, ...], Lots]:
    found: dict[str, dict[int, float]] = {}
    titles: dict[str, Both] = {}
    lots: dict[int, list[int]] = {}
    for version, body in sorted(bodies.items()):
        codes = {p.port: code for p, code in places if (p.version, p.node) == (version, key)}
        for placed in walk(body):
            if placed.step.key != key or placed.step.kind != "split":
                continue
            for arm in placed.body:
                plain = {"fi": arm.key, "en": arm.key}
                titles[arm.key] = arm.name.both() if arm.name is not None else plain
                if arm.key in codes:
                    found.setdefault(arm.key, {})[codes[arm.key]] = arm.weight / 100
                    lots.setdefault(version, []).append(codes[arm.key])
    arms = tuple(
        Arm(key, titles[key], tuple(sorted(shares)), shares) for key, shares in found.items()
    )
    return arms, tuple(tuple(sorted(lot)) for _, lot in sorted(lots.items()))


def goal_of(scene: Scene, programme: Programme) -> Metric | None:
    """The programme's goal as a metric."""
    goal = programme.goal
    if goal is None:
        return None
    if goal.event is not None:
        codes = {kind: scene.codes.get(kind, {}) for kind in ("event", "channel", "source")}
        said = goal.event.model_dump_json(exclude_defaults=True)
        return Metric("goal", event=said, codes=hashable_codes(codes))
    return Metric("goal", stage=scene.codes.get("stage", {}).get(goal.stage or "", -1))


def by_property(
    scene: Scene, name: str, control: str | None, window: timedelta
) -> tuple[Experiment | None, int]:
    """The experiment whose arms are the values of a property, and how many values there are. The control is `control`,
    else the largest arm. None with fewer than two values or more than a score of them."""
    rows = scene.ask(values_of_property(name, scene.limited)).to_pylist()
    values = [row["value"] for row in rows]
    if not 2 <= len(values) <= MOST_ARMS or (control is not None and control not in values):
        return None, len(values)
    first = control if control is not None else values[0]
    order = [first, *sorted(each for each in values if each != first)]
    arms = tuple(
        Arm(value, {"fi": value, "en": value}, (place,)) for place, value in enumerate(order)
    )
    source = Source("property", name=name, values=tuple(order))
    said = {"fi": name, "en": name}
    return Experiment(f"property.{name}", "", said, said, source, arms, (), None, window), len(
        values
    )
