"""Markdown: the journey as a text to read, paste and compare."""

from __future__ import annotations

import re

from polku.errors import Language
from polku.exchange.grid import LEVELS, grid
from polku.journey.model import Journey

WORDS = {
    "goal": ("Tavoite", "Goal"),
    "owner": ("Omistaja", "Owner"),
    "reviewed": ("Katselmoitu", "Reviewed"),
    "gap": ("*aukko*", "*gap*"),
}


def write(journey: Journey, language: Language) -> bytes:
    """A heading for each stage, a paragraph for each lane; gaps are said."""
    at = 0 if language == "fi" else 1
    found = grid(journey, language)
    lines = [f"# {_safe(journey.name.in_(language))}", ""]
    if journey.goal:
        goal = f"{journey.goal.name.in_(language)} ({journey.goal.target:.0%})"
        lines += [f"**{WORDS['goal'][at]}:** {_safe(goal)}", ""]
    if journey.owner:
        lines += [f"**{WORDS['owner'][at]}:** {_safe(journey.owner.in_(language))}", ""]
    if journey.last_reviewed:
        lines += [f"**{WORDS['reviewed'][at]}:** {journey.last_reviewed.isoformat()}", ""]
    for stage, name in found.stages:
        lines += [f"## {_safe(name)}", ""]
        for lane, title in found.lanes:
            cell = found.cells.get((stage, lane))
            if cell is None:
                lines += [f"**{_safe(title)}:** {WORDS['gap'][at]}", ""]
                continue
            level = f" ({LEVELS[cell.level][at]})" if cell.level else ""
            lines += [f"**{_safe(title)}**{level}", ""]
            lines += [*(f"- {_safe(text)}" for text in cell.texts), ""]
    return "\n".join(lines).encode()


def _safe(text: str) -> str:
    """The words as words: nothing in them is a heading, a link or a tag."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", " ".join(text.split()))
