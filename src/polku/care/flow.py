"""How many ever came to each step, by the ways that lead to it: waiting now, gone on, or left there."""

from __future__ import annotations

from collections import Counter

from polku.care.counts import ProgrammeCounts
from polku.care.steps import next_of, ways
from polku.care.texts import compiled
from polku.care.workplace import KIND, Workplace
from polku.engine.places import DONE, HAD


def arrived(at: Workplace, key: str, counts: ProgrammeCounts) -> Counter[str]:
    """Step → people who came to it, over all versions."""
    came: Counter[str] = Counter()
    for version in at.control.definitions.versions(KIND, key):
        run = compiled(version.body, version.version)
        if run.actions:
            came[run.actions[0].key] += counts.entered[version.version, "in"]
        for action in run.actions:
            for port, to in ways(action):
                if (node := next_of(run, to)) is not None:
                    came[node] += counts.flows[version.version, action.key, port]
                    if port == DONE:
                        came[node] += counts.flows[version.version, action.key, HAD]
    return came
