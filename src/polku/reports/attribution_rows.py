"""The rows of attribution: credits beside costs, and all models side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from polku.analytics.touch_paths import OTHER, Touched
from polku.reports.answer import Column
from polku.science.attribution.model import MODELS, Credit
from polku.science.attribution.rounding import whole_parts

if TYPE_CHECKING:
    from polku.reports.report import Scene
    from polku.science.attribution.paths import Floats

OTHERS = {"fi": "Muut kanavat", "en": "Other channels"}
NOBODY = {"fi": "Ei tunnettua kohtaamista", "en": "No known touch"}
TOTAL = {"fi": "Yhteensä", "en": "Total"}


def channel_word(scene: Scene, code: int) -> Any:
    """How the channel is called."""
    return OTHERS if code == OTHER else scene.words("channel").get(code, str(code))


def channel_rows(
    scene: Scene,
    found: Touched,
    credits: dict[str, Credit],
    model: str,
    costs: dict[int, int],
    money: bool,
) -> list[dict[str, Any]]:
    """The channels from the most credited; then those that cost and were never met; the rest and the total."""
    chosen = credits[model]
    paths = found.paths
    won = int(paths.won.sum())
    minor = parts(chosen, int(paths.minor.sum()))
    each_model = np.array([c.minor if money else c.conversions for c in credits.values()])
    _, who = np.unique(paths.person[paths.path], return_inverse=True)
    pairs = np.unique((who * max(1, paths.channels) + paths.channel)[paths.won[paths.path]])
    met = np.bincount(pairs % max(1, paths.channels), minlength=paths.channels)
    rows = []
    for c in sorted(range(paths.channels), key=lambda c: (-chosen.conversions[c], c)):
        code = found.codes[c]
        cost = None if code == OTHER else costs.get(code)
        row = {
            "id": "other" if code == OTHER else f"channel:{code}",
            "channel": channel_word(scene, code),
            "credited": float(chosen.conversions[c]),
            "share": float(chosen.conversions[c]) / won if won else None,
            "met": int(met[c]),
            "least": float(each_model[:, c].min()),
            "most": float(each_model[:, c].max()),
            "cost": cost,
        }
        between = chosen.conversions_between
        if between is not None:
            row |= {"credited_low": float(between[0][c]), "credited_high": float(between[1][c])}
        if cost:
            row["price"] = cost / chosen.conversions[c] if chosen.conversions[c] > 0 else None
        if money:
            row |= _earned(int(minor[c]), chosen.minor_between, c, cost)
        rows.append(row)
    unseen = sorted(set(costs) - set(found.codes))
    rows += [
        {
            "id": f"channel:{code}",
            "channel": channel_word(scene, code),
            "credited": 0.0,
            "met": 0,
            "cost": costs[code],
            **({"revenue": 0} if money else {}),
        }
        for code in unseen
    ]
    bare: dict[str, Any] = {"id": "unattributed", "channel": NOBODY, "credited": found.bare}
    whole = won + found.bare
    total: dict[str, Any] = {"id": "total", "channel": TOTAL, "credited": whole}
    total["cost"] = sum(costs.values()) if costs else None
    if money:
        bare["revenue"] = found.bare_minor
        total["revenue"] = int(minor.sum()) + found.bare_minor
    columns = channel_columns(money)
    keys = [column.key for column in columns]
    keys += [f"{c.key}_{end}" for c in columns if c.interval for end in ("low", "high")]
    return [dict.fromkeys(keys) | row for row in [*rows, bare, total]]


def parts(credit: Credit, total: int) -> Any:
    """The model's money in whole minor units that sum to the ledger; nothing when nothing converted."""
    if not credit.minor.size or not credit.conversions.any():
        return np.zeros(credit.minor.size, np.int64)
    return whole_parts(credit.minor, total)


def _earned(
    minor: int, between: tuple[Floats, Floats] | None, c: int, cost: int | None
) -> dict[str, Any]:
    row: dict[str, Any] = {"revenue": minor}
    if between is not None:
        row |= {"revenue_low": float(between[0][c]), "revenue_high": float(between[1][c])}
    if cost:
        row |= {
            key.replace("revenue", "roas"): value / cost
            for key, value in row.items()
            if value is not None
        }
    return row


def channel_columns(money: bool) -> list[Column]:
    """The columns of the channels: with money when orders are asked of."""
    unit: Literal["money", "number"] = "money" if money else "number"
    return [
        Column("channel", "text"),
        Column("credited", "number", interval=True),
        Column("share", "share"),
        *([Column("revenue", "money", interval=True)] if money else []),
        Column("least", unit),
        Column("most", unit),
        Column("met", people=True),
        Column("cost", "money"),
        Column("price", "money"),
        *([Column("roas", "number", interval=True)] if money else []),
    ]


def model_columns(money: bool) -> list[Column]:
    """A column for each model."""
    return [
        Column("channel", "text"),
        *(Column(model, "money" if money else "number") for model in MODELS),
    ]


def model_rows(
    scene: Scene, found: Touched, credits: dict[str, Credit], money: bool
) -> list[dict[str, Any]]:
    """Each model's credits of each channel; every column sums to the same total."""
    whole = int(found.paths.minor.sum())
    columns = {
        model: parts(credit, whole).tolist() if money else credit.conversions.tolist()
        for model, credit in credits.items()
    }
    bare = found.bare_minor if money else found.bare
    total = (whole if money else int(found.paths.won.sum())) + bare
    rows: list[dict[str, Any]] = [
        {
            "id": "other" if code == OTHER else f"channel:{code}",
            "channel": channel_word(scene, code),
            **{model: columns[model][c] for model in MODELS},
        }
        for c, code in enumerate(found.codes)
    ]
    rows.append({"id": "unattributed", "channel": NOBODY, **dict.fromkeys(MODELS, bare)})
    rows.append({"id": "total", "channel": TOTAL, **dict.fromkeys(MODELS, total)})
    return rows
