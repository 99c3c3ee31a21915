"""One experiment: a metric on each arm, the difference with an interval that holds at any look, and who it helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from polku.analytics.experiment_arms import MOST_ARMS, people_on
from polku.analytics.experiment_moments import Kind, Metric, people_who_reached
from polku.analytics.touchpoint_counts import hashable_codes
from polku.conditions.event import EventCondition
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Figure
from polku.reports.asked import Asked, Dimension, EventName, Key, ProgrammeKey, PropertyName
from polku.reports.experiment_figures import Found, figures, given
from polku.reports.experiment_groups import groups
from polku.reports.experiment_sheets import (
    arms,
    beliefs,
    bounds,
    kind_of,
    methods,
    over_time,
    percent,
)
from polku.reports.experiments_found import Experiment, by_property, experiments
from polku.reports.money import money_notes
from polku.reports.report import Report, Scene
from polku.reports.said import Count, Share
from polku.reports.words import said

if TYPE_CHECKING:
    import pyarrow as pa

Switch = Literal["no", "yes"]


class ExperimentAsked(Asked):
    """Which experiment, measured by what."""

    programme: ProgrammeKey | None = Field(default=None, description="Else the one with most cases")
    split: Key | None = Field(default=None, description="A split of the programme by its key")
    property: PropertyName | None = Field(
        default=None, description="An experiment run elsewhere: the property that names the arm"
    )
    control: Key | None = Field(
        default=None, description="The value of the property that is the control"
    )
    metric: Kind | None = Field(default=None, description="Else the programme's goal")
    event: EventName | None = Field(default=None, description="This event is the goal")
    days: Annotated[int, Field(ge=1, le=3650)] | None = Field(
        default=None, description="Days after coming in that count; else the goal's own, or 30"
    )
    cuped: Switch = "no"
    bayes: Switch = "no"
    by: Dimension | None = Field(default=None, description="Does it help some more than others?")
    looks: Annotated[int, Field(ge=1, le=20)] | None = Field(
        default=None, description="Times to look that were fixed beforehand"
    )
    wanted: Annotated[float, Field(gt=0, le=10)] | None = Field(
        default=None, description="The least relative difference that would matter, 0.1 = 10 %"
    )


def answer(scene: Scene, asked: ExperimentAsked) -> Answer:
    """The arms, their difference by each method, and the sequence over time."""
    experiment, metric, notes = chosen(scene, asked)
    if experiment is None or metric is None:
        return Answer(n=None, notes=notes)
    money = metric.kind in ("revenue", "order-value")
    notes += money_notes(scene) if money else []
    found = figures(scene, experiment, metric)
    notes += _notes(found, asked)
    sheets = [arms(found), methods(found, asked.cuped == "yes")]
    charts = [Chart("arms", "bars", "arms", x="arm", y=["metric"])]
    effects = [(side, found.effect(side)) for side in found.sides[1:]]
    seen = over_time(found)
    if seen.rows:
        sheets.append(seen)
        charts.append(Chart("series", "lines", "series", x="day", y=["difference"], by="arm"))
    if asked.by is not None:
        sheet, more = groups(scene, found, asked.by)
        sheets.append(sheet)
        notes += more
        charts.append(Chart("groups", "bars", "groups", x="group", y=["difference"]))
    if asked.bayes == "yes":
        sheets.append(beliefs(found))
    if asked.looks is not None:
        sheets.append(bounds(asked.looks))
    side, effect = effects[0]
    kind = kind_of(metric, difference=True)
    shown = [
        Figure("difference", kind, effect.value, effect.low, effect.high, effect.n),
        Figure(
            "relative",
            "number",
            percent(effect.relative),
            percent(effect.relative_low),
            percent(effect.relative_high),
            effect.n,
        ),
        Figure("verdict", "text", said("experiments", "verdicts", found.verdict(side, effect))),
        Figure("balance", "p", found.balance.p, n=sum(s.moments.n + s.open for s in found.sides)),
    ]
    if found.verdict(side, effect) in ("unclear", "too-few"):
        shown.append(Figure("days", "days", found.days(effect, asked.wanted)))
    return Answer(
        n=sum(s.moments.n for s in found.sides),
        figures=shown,
        sheets=sheets,
        charts=charts,
        notes=notes,
        rule=_rule(experiment, metric),
        details={
            "srm_sequential_p": found.balance.sequential,
            "alpha_each": found.alpha,
            "arms": {s.arm.key: vars(s.moments) for s in found.sides},
        },
    )


def chosen(
    scene: Scene, asked: ExperimentAsked
) -> tuple[Experiment | None, Metric | None, list[Problem]]:
    """The experiment that was asked for, and its metric."""
    if asked.property is not None:
        window = timedelta(days=asked.days or 30)
        found, values = by_property(scene, asked.property, asked.control, window)
        if found is None:
            params = {
                "property": asked.property,
                "n": Count(min(values, MOST_ARMS)),
                "most": MOST_ARMS,
            }
            return None, None, [Problem("experiment.no-arms", params=params, level="warning")]
        return found, _metric(scene, asked, found), []
    known = list(experiments(scene, asked.programme))
    if asked.split is not None:
        known = [each for each in known if each.key.endswith(f"/{asked.split}")]
    if asked.programme is None and asked.split is None:
        known = [each for each in known if "/" not in each.key and each.metric is not None]
    if not known:
        return None, None, [Problem("experiment.none", level="hint")]
    best = known[0] if len(known) == 1 or asked.programme else _largest(scene, known)
    if asked.days is not None:
        best = replace(best, window=timedelta(days=asked.days))
    metric = _metric(scene, asked, best)
    if metric is None:
        params = {"programme": best.name["fi"]}
        return best, None, [Problem("experiment.no-goal", params=params, level="hint")]
    return best, metric, []


def _largest(scene: Scene, known: list[Experiment]) -> Experiment:
    sizes = [
        scene.ask(
            people_on(each.source, each.source.places, scene.limited), **given(scene, each)
        ).num_rows
        for each in known
    ]
    return known[sizes.index(max(sizes))]


def _metric(scene: Scene, asked: ExperimentAsked, experiment: Experiment) -> Metric | None:
    currency = scene.money.currency
    if asked.metric is not None and asked.metric != "goal":
        return Metric(asked.metric, currency)
    if asked.event is not None:
        codes = {"event": scene.codes.get("event", {})}
        said_ = EventCondition(event=asked.event).model_dump_json(exclude_defaults=True)
        return Metric("goal", event=said_, codes=hashable_codes(codes))
    return Metric("buyers", currency) if experiment.source.kind == "property" else experiment.metric


def _notes(found: Found, asked: ExperimentAsked) -> list[Problem]:
    notes = []
    smallest = min(side.moments.n for side in found.sides)
    if found.balance.blocks:
        uneven = {"programme": found.experiment.key}
        notes.append(Problem("experiment.uneven", params=uneven, level="warning"))
    elif found.balance.p is None and found.experiment.source.kind == "property":
        notes.append(Problem("experiment.no-shares", level="hint"))
    if not smallest:
        open_ = sum(side.open for side in found.sides)
        notes.append(
            Problem("experiment.nobody-closed", params={"open": Count(open_)}, level="hint")
        )
    effects = [(side, found.effect(side)) for side in found.sides[1:]]
    if found.verdict(*effects[0]) in ("unclear", "too-few"):
        days = found.days(effects[0][1], asked.wanted)
        if days is None:
            notes.append(Problem("experiment.no-end", level="hint"))
        else:
            code = "experiment.days-seen" if asked.wanted is None else "experiment.days-wanted"
            params: dict[str, Any] = {"days": Count(days), "wanted": Share(asked.wanted or 0)}
            notes.append(Problem(code, params=params, level="hint"))
    if found.experiment.source.kind == "property":
        notes.append(Problem("experiment.elsewhere", level="hint"))
    if asked.cuped == "yes" and found.metric.kind == "order-value":
        notes.append(Problem("experiment.no-cuped", level="hint"))
    return notes


def _rule(experiment: Experiment, metric: Metric) -> dict[str, str]:
    days = f"{experiment.window / timedelta(days=1):g}"
    titles = said("experiment", "choices", "metric", metric.kind)
    control = experiment.arms[0].title
    fi, en = titles["fi"], titles["en"]
    return {
        "fi": f"Mittari: {fi[:1].lower()}{fi[1:]}, {days.replace('.', ',')} päivän ajan mukaantulosta. "
        f"Vertailukohta: {control['fi']}.",
        "en": f"Metric: {en[:1].lower()}{en[1:]}, for {days} days after a person came in. Compared with: "
        f"{control['en']}.",
    }


def people(scene: Scene, asked: ExperimentAsked, row: str, column: str) -> pa.Table:
    """Those on an arm, or those of them who reached the goal in time."""
    experiment, metric, _ = chosen(scene, asked)
    if experiment is None or metric is None:
        raise KeyError(row)
    arm = next(each for each in experiment.arms if each.key == row)
    shape: Any = (experiment.source, arm.places, scene.limited)
    if column == "entered":
        return scene.ask(people_on(*shape), **given(scene, experiment))
    if column != "reached" or not metric.share:
        raise KeyError(column)
    asked_ = people_who_reached(experiment.source, metric, arm.places, scene.limited)
    return scene.ask(asked_, **given(scene, experiment))


REPORT = Report("experiment", "experiments", ExperimentAsked, answer, people)
