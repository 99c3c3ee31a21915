"""The scoreboard: what was predicted a month ago, and what came."""

from __future__ import annotations

from typing import Any

from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.prediction import Past, Target, check
from polku.reports.report import Report, Scene
from polku.reports.targets import churn, days_that_fit, next_purchase, next_stage
from polku.reports.words import said
from polku.science.wilson import share

DAYS = 30.0
COLUMNS = [
    Column("prediction", "text"),
    Column("stage", "text"),
    Column("n"),
    Column("predicted", "share"),
    Column("came", "share", interval=True),
    Column("skill", "number", interval=True),
    Column("auc", "number"),
    Column("brier", "number"),
    Column("brier_base", "number"),
    Column("log_loss", "number"),
    Column("log_loss_base", "number"),
    Column("held", "text"),
]


def answer(scene: Scene, asked: Asked) -> Answer:
    """A row for each thing that is predicted."""
    days = days_that_fit(scene, DAYS)
    past = Past(scene, days)
    targets: list[tuple[str, str | None, Target]] = [
        ("churn", None, churn(scene, days)),
        ("next-purchase", None, next_purchase(scene, days)),
    ]
    for step in scene.path.forward[:-1]:
        targets.append(("next-stage", step.key, next_stage(scene, step, days)))
    rows, n = [], 0
    for kind, stage, target in targets:
        found = check(past, target)
        if found is None:
            continue
        n += found.scored.n
        rows.append(_row(scene, kind, stage, found.scored))
    notes = [] if rows else [Problem("prediction.unchecked", level="hint")]
    return Answer(
        n=n,
        sheets=[Sheet("scoreboard", COLUMNS, rows)],
        charts=[
            Chart(
                "scoreboard",
                "bars",
                "scoreboard",
                x="prediction",
                y=["predicted", "came"],
                by="stage",
            )
        ],
        notes=notes,
        rule={
            "fi": f"Ennuste tehtiin {days:g} päivää sitten silloisin tiedoin.",
            "en": f"The prediction was made {days:g} days ago, with what was known then.",
        },
    )


def _row(scene: Scene, kind: str, stage: str | None, s: Any) -> dict[str, Any]:
    came = share(s.came, s.n)
    sure = s.skill_low is not None and s.skill_low > 0
    return {
        "id": kind if stage is None else f"{kind}:{stage}",
        "prediction": said(kind, "title"),
        "stage": scene.stage(stage) if stage is not None else None,
        "n": s.n,
        "predicted": s.expected / s.n,
        "came": came.value,
        "came_low": came.low,
        "came_high": came.high,
        "skill": s.skill,
        "skill_low": s.skill_low,
        "skill_high": s.skill_high,
        "auc": s.auc,
        "brier": s.brier,
        "brier_base": s.brier_base,
        "log_loss": s.log_loss,
        "log_loss_base": s.log_loss_base,
        "held": said("prediction", "held", "better" if sure else "no-better"),
    }


REPORT = Report("scoreboard", "forecast", Asked, answer)
