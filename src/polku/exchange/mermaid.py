"""Mermaid's user journey: a section for each stage, a task for each touchpoint or deed, scored 1–5 by the emotion.

https://mermaid.js.org/syntax/userJourney.html
"""

from __future__ import annotations

import re
from typing import Any

from polku.errors import DocumentError, Language, Problem
from polku.exchange.grid import Cell, free_key, written
from polku.journey.model import Journey, Stage

MIDDLE = 3  # the score of a neutral emotion: −2 … 2 are 1 … 5
ACTOR = {"fi": "Asiakas", "en": "Customer"}
_TASK = re.compile(r"^(?P<name>[^:]+?)\s*:\s*(?P<score>-?\d+(?:\.\d+)?)\s*(?::\s*(?P<actors>.*))?$")


def write(journey: Journey, language: Language) -> bytes:
    """Tasks are what the customer does on a stage; where nothing is said, its touchpoints, else the stage itself."""
    lines = ["journey", f"    title {_safe(journey.name.in_(language))}"]
    for stage in journey.stages:
        lines.append(f"    section {_safe(stage.name.in_(language))}")
        score = (stage.emotion_assumed or 0) + MIDDLE
        for task in _tasks(journey, stage, language):
            lines.append(f"      {_safe(task)}: {score}: {ACTOR[language]}")
    return ("\n".join(lines) + "\n").encode()


def read(data: bytes, *, name: str, language: Language) -> dict[str, Any]:
    """A document with the sections as stages and the tasks as deeds; a stage's emotion is the mean of its scores.
    Raises DocumentError with every line that cannot be read."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(Problem("exchange.not-utf8", name, {"byte": error.start})) from None
    title = name
    stages: list[tuple[str, str]] = []
    tasks: list[tuple[str, str, float]] = []
    problems: list[Problem] = []
    begun = False
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith(("%%", "```", "---", "accTitle", "accDescr")):
            continue
        if not begun:
            if line != "journey":
                raise DocumentError(Problem("exchange.not-mermaid", f"{name}:{number}"))
            begun = True
        elif line.startswith("title "):
            title = line[6:].strip()
        elif line.startswith("section "):
            found = line[8:].strip()
            stages.append((free_key(found, [key for key, _ in stages]), found))
        elif task := _TASK.match(line):
            if not stages:
                stages.append(("stage", title))
            tasks.append((stages[-1][0], task["name"], float(task["score"])))
        else:
            problems.append(
                Problem("exchange.mermaid-line", f"{name}:{number}", {"line": line[:60]})
            )
    if not stages and not problems:
        problems.append(Problem("exchange.no-stages", name))
    if problems:
        raise DocumentError(problems)
    lanes = [("tasks", "Tekeminen"), ("emotion", "Tunne")]
    return written(stages, lanes, _cells(stages, tasks), name=title, language=language)


def _cells(stages: list[tuple[str, str]], tasks: list[tuple[str, str, float]]) -> list[Cell]:
    cells = []
    for key, _ in stages:
        own = [(task, score) for stage, task, score in tasks if stage == key]
        if own:
            cells.append(Cell(key, "tasks", tuple(task for task, _ in own)))
            mean = sum(score for _, score in own) / len(own)
            cells.append(Cell(key, "emotion", (str(max(-2, min(2, round(mean - MIDDLE)))),)))
    return cells


def _tasks(journey: Journey, stage: Stage, language: Language) -> list[str]:
    points = [point.name for point in journey.touchpoints if stage.key in point.stages]
    return [text.in_(language) for text in stage.tasks or points or (stage.name,)]


def _safe(text: str) -> str:
    # A colon ends a task's name, a semicolon or a hash begins something else.
    return " ".join(text.replace(":", "–").replace(";", ",").replace("#", "").split()) or "–"
