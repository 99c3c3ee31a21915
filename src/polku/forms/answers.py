"""What somebody wrote into a form: taken, or told what is wrong with each field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from polku.forms.model import Form

Fault = Literal["missing", "bad-email", "bad-phone", "too-long", "bad-text", "consent"]

LONGEST = {"email": 254, "question": 2000, "phone": 40}
LONGEST_OTHER = 200
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{3,}[0-9]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Answers:
    """A submission. `values` by field, what was left empty left out; `faults` by field, of "consent" too."""

    values: Mapping[str, str] = field(repr=False)
    consent: bool
    faults: Mapping[str, Fault]

    @property
    def good(self) -> bool:
        return not self.faults


def read_answers(form: Form, given: Mapping[str, str]) -> Answers:
    """Reads what a browser posted for `form`; fields it does not ask are passed over."""
    values: dict[str, str] = {}
    faults: dict[str, Fault] = {}
    for asked in form.asked():
        name = asked.field
        value = given.get(name, "").replace("\r\n", "\n").strip()
        if name == "email":
            value = plain_address(value) or value
        if value:
            values[name] = value
        fault = _fault(name, value, asked.required)
        if fault:
            faults[name] = fault
    ticked = given.get("consent") == "yes" and form.consent is not None
    if form.consent is not None and form.consent.required and not ticked:
        faults["consent"] = "consent"
    return Answers(values, ticked, faults)


def _fault(name: str, value: str, required: bool) -> Fault | None:
    if not value:
        return "missing" if required else None
    if len(value) > LONGEST.get(name, LONGEST_OTHER):
        return "too-long"
    if _CONTROL.search(value) or (name != "question" and "\n" in value):
        return "bad-text"
    if name == "email" and plain_address(value) is None:
        return "bad-email"
    if name == "phone" and not _PHONE.fullmatch(value):
        return "bad-phone"
    return None


def plain_address(text: str) -> str | None:
    """The address as it is kept: lower case, the domain in its ASCII form; None when it is not one
    that a message could be sent to (a quoted local part and an address of numbers count as none)."""
    local, at, domain = text.strip().rpartition("@")
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local):
        return None
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        return None
    labels = domain.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        return None
    address = f"{local}@{domain}".lower()
    return address if len(address) <= LONGEST["email"] else None
