"""The tables of one experiment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from scipy import stats

from polku.analytics.experiment_moments import Metric
from polku.reports.answer import Column, Kind, Sheet
from polku.reports.experiment_figures import Found, Side, series
from polku.reports.words import said
from polku.science.experiments import bayes
from polku.science.experiments.effect import Effect, fixed
from polku.science.experiments.looks import bounds as bounds_of
from polku.science.experiments.point import cuped
from polku.science.newcombe import newcombe
from polku.science.wilson import Z95, share

EPOCH = date(1970, 1, 1)


def kind_of(metric: Metric, *, difference: bool = False) -> Kind:
    """How the metric is shown."""
    if metric.share:
        return "points" if difference else "share"
    return "number" if metric.kind == "orders" else "money"


def percent(part: float | None) -> float | None:
    """A relative difference in per cent: it may be below 0 and above 100."""
    return None if part is None else part * 100


def arms(found: Found) -> Sheet:
    """A row for each arm: its people and the metric with an interval of its own (Wilson; else Welch's t)."""
    rows = []
    points = found.points(plain=True)
    for side in found.sides:
        m = side.moments
        value = points[side.arm.key]
        low: float | None = None
        high: float | None = None
        if found.metric.share:
            own = share(int(m.y), m.n)
            low, high = own.low, own.high
        elif value.value is not None:
            width = float(stats.t.ppf(0.975, m.n - 1)) * value.variance**0.5
            low, high = value.value - width, value.value + width
        rows.append(
            {
                "id": side.arm.key,
                "arm": side.arm.title,
                "entered": m.n + side.open,
                "closed": m.n,
                "open": side.open,
                "reached": int(m.y) if found.metric.share else None,
                "metric": value.value,
                "metric_low": low,
                "metric_high": high,
            }
        )
    columns = [
        Column("arm", "text"),
        Column("entered", people=True),
        Column("closed"),
        Column("open"),
    ]
    if found.metric.share:
        columns.append(Column("reached", people=True))
    columns.append(_named(Column("metric", kind_of(found.metric), interval=True), found.metric))
    return Sheet("arms", columns, rows)


def _named(column: Column, metric: Metric) -> Column:
    title = said("experiment", "choices", "metric", metric.kind)
    return Column(column.key, column.kind, column.interval, column.people, title)


def methods(found: Found, with_cuped: bool) -> Sheet:
    """The difference by each method; the verdict is that of the first."""
    rows = []
    plain = found.points(plain=True)
    control = found.sides[0]
    for side in found.sides[1:]:
        effects: dict[str, Effect] = {"always": found.effect(side)}
        effects["welch"] = fixed(plain[side.arm.key], plain[control.arm.key])
        if with_cuped and found.metric.kind != "order-value":
            effects["cuped"] = found.effect(side, by_cuped=True)
        rows += [_method(found, side, name, effect) for name, effect in effects.items()]
        if found.metric.share:
            rows.append(_newcombe(side, control))
    columns = [
        Column("arm", "text"),
        Column("method", "text"),
        Column("difference", kind_of(found.metric, difference=True), interval=True),
        Column("relative", "number", interval=True),
        Column("p", "p"),
        Column("saved", "share"),
        Column("n"),
    ]
    return Sheet("methods", columns, rows)


def _method(found: Found, side: Side, name: str, effect: Effect) -> dict[str, Any]:
    saved = cuped([each.moments for each in found.sides])[1] if name == "cuped" else None
    return {
        "id": f"{side.arm.key}:{name}",
        "arm": side.arm.title,
        "method": said("experiment", "methods", name),
        "difference": effect.value,
        "difference_low": effect.low,
        "difference_high": effect.high,
        "relative": percent(effect.relative),
        "relative_low": percent(effect.relative_low),
        "relative_high": percent(effect.relative_high),
        "p": effect.p,
        "saved": saved,
        "n": effect.n,
    }


def _newcombe(side: Side, control: Side) -> dict[str, Any]:
    a, b = side.moments, control.moments
    found = newcombe(int(a.y), a.n, int(b.y), b.n, Z95)
    return {
        "id": f"{side.arm.key}:newcombe",
        "arm": side.arm.title,
        "method": said("experiment", "methods", "newcombe"),
        "difference": found.value,
        "difference_low": found.low,
        "difference_high": found.high,
        "relative": None,
        "relative_low": None,
        "relative_high": None,
        "p": None,
        "saved": None,
        "n": found.n,
    }


def over_time(found: Found) -> Sheet:
    """What one would have seen on each day: the difference and its always-valid interval, from the first day on which
    either could be told."""
    rows = []
    for side in found.sides[1:]:
        for day, effect in series(found, side):
            if effect.value is None:
                continue
            written = (EPOCH + timedelta(days=day)).isoformat()
            rows.append(
                {
                    "id": f"{side.arm.key}:{written}",
                    "day": written,
                    "arm": side.arm.title,
                    "difference": effect.value,
                    "difference_low": effect.low,
                    "difference_high": effect.high,
                    "n": effect.n,
                }
            )
    columns = [
        Column("day", "day"),
        Column("arm", "text"),
        Column("difference", kind_of(found.metric, difference=True), interval=True),
        Column("n"),
    ]
    return Sheet("series", columns, rows)


def beliefs(found: Found) -> Sheet:
    """The Bayesian reading: beta-binomial of shares, normal of the rest."""
    rows = []
    points = found.points(plain=True)
    control = found.sides[0]
    for side in found.sides[1:]:
        a, b = side.moments, control.moments
        if found.metric.share:
            known = bool(a.n and b.n)
            found_ = bayes.shares(int(a.y), a.n, int(b.y), b.n) if known else None
        else:
            found_ = bayes.means(points[side.arm.key], points[control.arm.key])
        rows.append(
            {
                "id": side.arm.key,
                "arm": side.arm.title,
                "better": found_.better if found_ else None,
                "loss": found_.loss if found_ else None,
                "loss_of_control": found_.loss_of_control if found_ else None,
                "n": a.n + b.n,
            }
        )
    kind = kind_of(found.metric, difference=True)
    columns = [
        Column("arm", "text"),
        Column("better", "share"),
        Column("loss", kind),
        Column("loss_of_control", kind),
        Column("n"),
    ]
    return Sheet("bayes", columns, rows)


def bounds(looks: int) -> Sheet:
    """The limits of |z| for those who fixed beforehand how often they look."""
    rows = [
        {"id": str(look), "look": look, "pocock": pocock, "obrien_fleming": fleming}
        for look, (pocock, fleming) in enumerate(
            zip(bounds_of("pocock", looks), bounds_of("obrien-fleming", looks), strict=True), 1
        )
    ]
    columns = [Column("look"), Column("pocock", "number"), Column("obrien_fleming", "number")]
    return Sheet("bounds", columns, rows)
