"""polku.toml as an owner changes it on screen. The file stays the truth: its comments and order stay, and what somebody
wrote there by hand meanwhile is never written over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from polku.care.workplace import Workplace
from polku.errors import DocumentError, Problem, RequestRefused
from polku.settings import FILE, Settings, parse_settings
from polku.store.whole_file import write_whole
from polku.studio.place import digest

SHOWN: Mapping[str, tuple[str, ...]] = {
    "workspace": ("name", "language", "timezone"),
    "company": ("name", "address", "phone", "email", "privacy_url"),
    "public": ("url",),
    "email": ("sender", "reply_to"),
    "policy": ("quiet_from", "quiet_to", "most_per_day", "most_per_week"),
    "hours": ("days", "open", "close", "holidays"),
}
"""What can be changed on screen. The rest is of the machine, or secret."""

Values = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class SettingsFile:
    """What the file says now. `edition` marks its text; `host` is the mail server, which is set in the file alone."""

    edition: str
    values: Values
    host: str


def read_settings(at: Workplace) -> SettingsFile:
    """Raises DocumentError with all problems of a file that was broken by hand."""
    text = _text(at)
    return _said(text, parse_settings(text))


def save_settings(at: Workplace, changed: Values, *, edition: str, who: str) -> SettingsFile:
    """Writes what `changed` says into the file, and it holds from now on. `edition` is that of the text it was made to.

    Raises RequestRefused (409 `studio.settings-changed`; 422 with a problem for each field, `where` is "email.sender"),
    DocumentError, StoreError.
    """
    with at.turn:
        text = _text(at)
        if digest(text) != edition:
            raise RequestRefused(Problem("studio.settings-changed", FILE), 409)
        before = parse_settings(text)
        keys = _changes(before, changed)
        written = _written(text, changed, keys)
        after = _checked(written, keys)
        if keys:
            write_whole(at.directory / FILE, written)
            at.control.audit.record(who, "configuration.save", {"changed": ", ".join(keys)})
        at.settings.become(after)
        return _said(written, after)


def _text(at: Workplace) -> str:
    try:
        return (at.directory / FILE).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise DocumentError(Problem("settings.not-utf8", FILE, {"byte": error.start})) from None


def _said(text: str, settings: Settings) -> SettingsFile:
    found = settings.model_dump(include={name: set(keys) for name, keys in SHOWN.items()})
    return SettingsFile(digest(text), found, settings.email.host)


def _changes(before: Settings, changed: Values) -> list[str]:
    """The keys whose value is another one: "email.sender"."""
    return [
        f"{section}.{key}"
        for section, keys in SHOWN.items()
        for key in keys
        if key in changed.get(section, {})
        and changed[section][key] != getattr(getattr(before, section), key)
    ]


def _written(text: str, changed: Values, keys: list[str]) -> str:
    """The text with the new values; what is the same is not touched. No address is no line, for TOML has no null."""
    try:
        document = tomlkit.parse(text)
        for name in keys:
            section, key = name.split(".")
            table: Any = document.setdefault(section, tomlkit.table())
            value = changed[section][key]
            if value is None:
                table.pop(key, None)
            else:
                table[key] = value
        return tomlkit.dumps(document)
    except TOMLKitError as error:  # what one reader of TOML takes and the other does not
        params = {"said": str(error)[:200], "line": 1}
        raise DocumentError(Problem("settings.syntax", FILE, params)) from None


def _checked(text: str, keys: list[str]) -> Settings:
    try:
        return parse_settings(text)
    except DocumentError as error:
        problems = []
        for problem in error.problems:
            name = problem.where.rpartition(" ")[2]
            if name not in keys:  # it stands in the file as somebody wrote it
                raise
            problems.append(Problem("studio.bad-setting", name, dict(problem.params)))
        refused = RequestRefused(problems[0], 422)
        refused.problems = tuple(problems)
        raise refused from None
