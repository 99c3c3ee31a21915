"""What a programme would have done over the last days: the engine over history, on temporary tables."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np

from polku.care.drafts import problems_of
from polku.care.dry_policy import Wanted, held_back, judged
from polku.care.forecast import forecast
from polku.care.plan import is_message
from polku.care.texts import as_text, compiled
from polku.care.workplace import Workplace
from polku.engine.programme import LiveProgramme
from polku.errors import Language
from polku.table import iso

MOST_JUDGED = 20_000  # messages of which the policy is asked; the last ones, as they are the likest


def dry_run(
    at: Workplace, key: str, *, days: int, body: str | dict[str, Any] | None, language: Language
) -> dict[str, Any]:
    """As `POST /api/programmes/{key}/dry-run` gives it. The draft when there is no `body`.

    Raises NotFound, DocumentError (a text that cannot be read).
    """
    started = time.monotonic()
    text = at.get(key).body if body is None else as_text(body)
    run = compiled(text, 0)
    at.bring()
    now = at.naive_now()
    since = now - timedelta(days=days)
    found = forecast(at, [LiveProgramme(run, since)], now, carry=False)
    wanted = [each for each in found.messages.list() if is_message(run, each.node)]
    passed, sent = found.steps.by_node(), found.messages.by_node()
    messages, people = len(wanted), len({each.person for each in wanted})
    held = judged(at, run, _as_new(wanted[-MOST_JUDGED:]), lasting=True)
    back = held_back(held)
    refused = sum(back.values())
    return {
        "from": iso(since.replace(microsecond=0)),
        "to": iso(now.replace(microsecond=0)),
        "entered": len(found.entries),
        "holdout": len(found.held_out),
        "people": people,
        "messages": messages,
        "by_node": [
            {
                "node": action.key,
                "passed": passed[action.key],
                "messages": sent[action.key] if is_message(run, action.key) else 0,
            }
            for action in run.actions
        ],
        "refused": back,
        "reached": len(np.unique(found.steps.at_port("exit", "goal").person)),
        "seconds": round(time.monotonic() - started, 3),
        "problems": [problem.as_dict(language) for problem in problems_of(at, text)],
        "words": {
            "fi": _fi(days, messages, people, refused),
            "en": f"Over the last {days} days this would have sent {messages:,} messages to {people:,} people."
            + (f" {refused:,} of them would not have been let through." if refused else ""),
        },
    }


def _as_new(wanted: list[Wanted]) -> list[Wanted]:
    """Their entries under numbers that no real one has: what a running version has said in the same entry is
    no reason to say nothing in the trial."""
    numbers: dict[int, int] = {}
    return [
        replace(each, entry=-1 - numbers.setdefault(each.entry, len(numbers))) for each in wanted
    ]


def _fi(days: int, messages: int, people: int, refused: int) -> str:
    sent = "1 viestin" if messages == 1 else f"{_number(messages)} viestiä"
    whom = "1 ihmiselle" if people == 1 else f"{_number(people)} ihmiselle"
    rest = f" Niistä {_number(refused)} olisi jäänyt lähettämättä." if refused else ""
    return f"Viimeisten {days} päivän aikana tämä olisi lähettänyt {sent} {whom}.{rest}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u00a0")
