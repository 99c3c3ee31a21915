"""Where journeys stand: the running one in journey.yaml of the folder, all of them among the definitions.

The file is the truth of what runs. Whoever looks first takes in what it says: the journey of a new workspace, a change
made by hand, and a publishing that was cut off between writing the file and writing down the version.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any, Literal

from polku.care.workplace import Workplace
from polku.documents import JOURNEY, journey_text
from polku.errors import NotFound, Problem
from polku.journey.part import KEY as KEY_FORM
from polku.store.definitions import Definition
from polku.store.whole_file import write_whole
from polku.studio.texts import plain_of

KIND: Literal["journey"] = "journey"
NAMED: Literal["journey-named"] = "journey-named"
"""Versions that somebody named without publishing them."""
FILE = "file"
"""Who has written what was changed by hand."""
RUNNING = "-"
MAIN = "main"


def look(at: Workplace) -> str:
    """Takes in what stands in journey.yaml; the key of the running journey. Raises NotFound without a file,
    DocumentError when it is not UTF-8."""
    with at.turn:  # two who look at once must not take in the same file twice
        return _look(at)


def _look(at: Workplace) -> str:
    text = journey_text(at.directory)
    rows = at.control.definitions.all(KIND)
    mark = digest(text)
    for row in rows:
        if row.details.get("publishing", {}).get("text") == mark:
            finish(at, row, text)
            return row.key
    live = next((row for row in rows if row.state == "live"), None)
    if live is None:
        key = free_key(at, str((plain_of(text) or {}).get("key") or MAIN))
        at.control.definitions.save(KIND, key, text, who=FILE)
        _by_file(at, key, text, based_on=None)
        return key
    newest = at.control.definitions.newest(KIND, live.key)
    if newest is None or newest.body != text:
        own = newest is not None and live.body != newest.body
        if not own:
            at.control.definitions.save(KIND, live.key, text, who=FILE)
        _by_file(at, live.key, text, live.details.get("based_on") if own else None)
    return live.key


def get(at: Workplace, key: str) -> Definition:
    """The draft; "-" is the running one. Raises NotFound (`studio.unknown`)."""
    running = look(at)
    try:
        return at.control.definitions.get(KIND, running if key == RUNNING else key)
    except NotFound:
        raise NotFound(Problem("studio.unknown", key, {"key": key})) from None


def put_live(at: Workplace, definition: Definition, text: str, *, note: str, who: str) -> int:
    """Makes `text` what runs, as the next version of the journey; gives its number. What is to be written down after
    the file is written beforehand, so that `look` can finish it after a crash."""
    with at.turn:
        look(at)
        publishing = {"text": digest(text), "note": note, "who": who}
        details = {**definition.details, "publishing": publishing}
        at.control.definitions.set_state(KIND, definition.key, definition.state, details)
        write_whole(at.directory / JOURNEY, text)
        return finish(at, at.control.definitions.get(KIND, definition.key), text)


def finish(at: Workplace, definition: Definition, text: str) -> int:
    """Writes down the version that the file already holds: the journey runs, any other is drawn only."""
    told = definition.details["publishing"]
    definitions = at.control.definitions
    newest = definitions.newest(KIND, definition.key)
    if newest is not None and newest.body == text and definition.state == "live":
        number = newest.version
    else:
        number = definitions.publish(KIND, definition.key, text, who=told["who"], note=told["note"])
    for other in definitions.all(KIND):
        if other.state == "live" and other.key != definition.key:
            definitions.set_state(KIND, other.key, "draft", other.details)
    details = {"version": number, "based_on": number}
    definitions.set_state(KIND, definition.key, "live", details)
    return number


def free_key(at: Workplace, wanted: str) -> str:
    """A key that no journey has or has had: `wanted`, made fit, or with the next number."""
    return at.control.definitions.free_key(KIND, _slug(wanted))


def digest(text: str) -> str:
    """A short mark of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _by_file(at: Workplace, key: str, text: str, based_on: Any) -> None:
    number = at.control.definitions.publish(KIND, key, text, who=FILE, note="")
    details = {"version": number, "based_on": number if based_on is None else based_on}
    at.control.definitions.set_state(KIND, key, "live", details)


def _slug(wanted: str) -> str:
    plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return slug if re.match(KEY_FORM, slug) else "journey"
