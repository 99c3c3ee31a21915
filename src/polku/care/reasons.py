"""Why somebody came in, went one way and left, as sentences in both languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from polku.conditions.explaining import explain
from polku.conditions.person import Meanings, PersonFacts
from polku.engine.places import HAD, MOVED
from polku.programmes.actions import BranchAction, SplitAction, WaitAction
from polku.programmes.entry import EventEntry, StageEntry
from polku.programmes.model import Programme
from polku.programmes.words import entry_words, exit_words, goal_words

Words = dict[str, str]

EXITS: dict[str, Words] = {
    "done": {"fi": "Kävi hoitomallin läpi.", "en": "Went through the programme."},
    "merged": {
        "fi": "Kaksi tunnistetta osoittautui samaksi ihmiseksi, ja aiempi mukaantulo jäi voimaan.",
        "en": "Two ids turned out to be one person, and the earlier entry holds.",
    },
    "left-by-publisher": {
        "fi": "Poistettiin, kun uusi versio julkaistiin.",
        "en": "Taken out when a new version was published.",
    },
    "stopped": {
        "fi": "Poistettiin, kun hoitomalli pysäytettiin tai keskeytettiin.",
        "en": "Taken out when the programme was stopped or paused.",
    },
}


BETWEEN_VERSIONS: dict[str, Words] = {
    MOVED: {"fi": "siirrettiin uuteen versioon", "en": "moved over to a new version"},
    HAD: {
        "fi": "oli saanut tämän jo aiemmassa versiossa",
        "en": "had this already in an earlier version",
    },
}


def entry_reason(programme: Programme) -> Words:
    """What brought them in."""
    entry = programme.entry
    if isinstance(entry, EventEntry):
        return {
            "fi": f"Tuli mukaan, koska tapahtui {entry.event.named('fi')}.",
            "en": f"Came in because {entry.event.named('en')} happened.",
        }
    if isinstance(entry, StageEntry):
        return {
            "fi": f'Tuli mukaan, koska tuli vaiheeseen "{entry.stage}".',
            "en": f'Came in because of coming to the stage "{entry.stage}".',
        }
    return {"fi": f"{entry_words(entry, 'fi')}.", "en": f"{entry_words(entry, 'en')}."}


def exit_reason(programme: Programme, port: str) -> Words:
    """Why the entry was over."""
    if port in EXITS:
        return EXITS[port]
    if port == "goal" and programme.goal is not None:
        return {"fi": goal_words(programme.goal, "fi"), "en": goal_words(programme.goal, "en")}
    number = int(port.rpartition("-")[2]) - 1 if port.startswith("exit-") else -1
    if 0 <= number < len(programme.exits):
        trigger = programme.exits[number]
        return {"fi": exit_words(trigger, "fi"), "en": exit_words(trigger, "en")}
    return {"fi": port, "en": port}


def port_reason(
    action: Any, port: str, facts: PersonFacts, at: datetime, meanings: Meanings
) -> Words | None:
    """Why this way and not another; None where there was no choice."""
    if port in BETWEEN_VERSIONS:
        return BETWEEN_VERSIONS[port]
    if isinstance(action, WaitAction) and action.event is not None:
        if port == "then":
            return {
                "fi": f"tapahtui {action.event.named('fi')}",
                "en": f"{action.event.named('en')} happened",
            }
        return {
            "fi": f"{action.event.named('fi')} ei tapahtunut ajoissa",
            "en": f"{action.event.named('en')} did not happen in time",
        }
    if isinstance(action, SplitAction):
        weight = next((weight for key, weight, _ in action.arms if key == port), 0)
        return {"fi": f"arvottiin, osuus {weight} %", "en": f"drawn by lot, share {weight} %"}
    if isinstance(action, BranchAction):
        asked = [condition for key, condition, _ in action.arms if port in (key, "else")]
        fi = [explain(each, facts, at, "fi", meanings).text for each in asked]
        en = [explain(each, facts, at, "en", meanings).text for each in asked]
        return {"fi": "; ".join(fi), "en": "; ".join(en)} if asked else None
    return None
